namespace Gateway.Configuration;

/// <summary>What a rule lets people do in a terminal.</summary>
public enum RuleRight
{
    /// <summary>Type.</summary>
    Type,

    /// <summary>Look on only, where somebody who may type lets them in.</summary>
    Watch,

    /// <summary>Nothing.</summary>
    Nothing,
}

/// <summary>One rule of the policy.</summary>
public sealed record RuleSettings
{
    /// <summary>Its name, unique among the rules: 1 to 64 printable characters, not in parentheses.</summary>
    public required string Name { get; init; }

    /// <summary>Groups that it is for.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>People that it is for.</summary>
    public IReadOnlyList<string> People { get; init; } = [];

    /// <summary>Ports of the domain that it is for, and then for no device's own address; null for whatever is allowed.</summary>
    public IReadOnlyList<PortRange>? Ports { get; init; }

    /// <summary>Devices that it is for; <c>*</c> at the end is any rest. With <see cref="DeviceGroups"/> empty too it asks for none.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>Groups of the inventory whose devices it is for.</summary>
    public IReadOnlyList<string> DeviceGroups { get; init; } = [];

    /// <summary>Methods that it is for; empty for all.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Remote users that it is for; empty for all.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>When it allows; null for always.</summary>
    public HoursSettings? Hours { get; init; }

    /// <summary>What it allows.</summary>
    public RuleRight May { get; init; } = RuleRight.Type;

    /// <summary>Whether the terminal has to be recorded.</summary>
    public bool Recorded { get; init; }

    /// <summary>How long a terminal may be open, 1 minute to 365 days; null for as long as the limits allow.</summary>
    public TimeSpan? Longest { get; init; }
}

/// <summary>Days and times of a rule.</summary>
public sealed record HoursSettings
{
    /// <summary>Days of the week; empty for all.</summary>
    public IReadOnlyList<DayOfWeek> Days { get; init; } = [];

    /// <summary>From this time of day.</summary>
    public TimeOnly From { get; init; }

    /// <summary>To this time of day, not included; if not later than <see cref="From"/>, on the next day.</summary>
    public TimeOnly To { get; init; }

    /// <summary>The time zone (IANA), such as Europe/Brussels.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>In words: <c>mon, tue 08:00-18:00 Europe/Brussels</c>.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{(Days.Count == 0 ? "daily" : string.Join(", ", Days.Select(PolicyReader.Spell)))} {From:HH:mm}-{To:HH:mm} {Zone.Id}");
}

/// <summary>Who looks after the gateway.</summary>
public sealed record AdministratorSettings
{
    /// <summary>Groups of administrators.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Administrators by name.</summary>
    public IReadOnlyList<string> People { get; init; } = [];

    /// <summary>Whether people are told when an administrator watches them.</summary>
    public bool WatchIsShown { get; init; } = true;
}
