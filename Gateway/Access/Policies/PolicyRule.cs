using System.Collections.Immutable;
using Gateway.Methods;

namespace Gateway.Access.Policies;

/// <summary>One rule. Rules are asked in order; the first whose every condition fits decides.</summary>
public sealed record PolicyRule
{
    /// <summary>Its name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>Groups it is for. With <see cref="People"/> empty too it is for everybody who has signed in.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>People it is for: <c>alice</c> whichever way she signs in, or <c>oidc:alice</c>.</summary>
    public ImmutableArray<string> People { get; init; } = [];

    /// <summary>Ports of the domain it is for, and then for no device's own address; null for whatever is allowed.</summary>
    public PortSet? Ports { get; init; }

    /// <summary>Devices it is for; <c>*</c> at the end is any rest. With <see cref="DeviceGroups"/> empty too it asks for none.</summary>
    public ImmutableArray<string> Devices { get; init; } = [];

    /// <summary>Groups of the inventory whose devices it is for.</summary>
    public ImmutableArray<string> DeviceGroups { get; init; } = [];

    /// <summary>Methods it is for; empty for all.</summary>
    public ImmutableArray<string> Methods { get; init; } = [];

    /// <summary>Remote users it is for; empty for all. <c>{me}</c> is the person's own name, <c>*</c> at the end any rest.</summary>
    public ImmutableArray<string> Users { get; init; } = [];

    /// <summary>When it allows; null for always.</summary>
    public PolicyHours? Hours { get; init; }

    /// <summary>What it allows.</summary>
    public TerminalRight May { get; init; } = TerminalRight.Type;

    /// <summary>Whether the terminal has to be recorded.</summary>
    public bool Recorded { get; init; }

    /// <summary>How long a terminal may be open; null for as long as the limits allow.</summary>
    public TimeSpan? Longest { get; init; }
}

/// <summary>Days and times of a rule.</summary>
/// <param name="Days">Days of the week on which the time begins; empty for all.</param>
/// <param name="From">From this time of day.</param>
/// <param name="To">To this time of day, not included; if not later than <paramref name="From"/>, on the next day.</param>
/// <param name="Zone">The time zone they are meant in.</param>
public sealed record PolicyHours(ImmutableArray<DayOfWeek> Days, TimeOnly From, TimeOnly To, TimeZoneInfo Zone);

/// <summary>All rules, and who looks after the gateway.</summary>
public sealed record Policy
{
    /// <summary>The rules in order.</summary>
    public ImmutableArray<PolicyRule> Rules { get; init; } = [];

    /// <summary>Groups of administrators.</summary>
    public ImmutableArray<string> AdministratorGroups { get; init; } = [];

    /// <summary>Administrators by name, written as in <see cref="PolicyRule.People"/>.</summary>
    public ImmutableArray<string> Administrators { get; init; } = [];

    /// <summary>Whether people are told when an administrator watches them.</summary>
    public bool WatchIsShown { get; init; } = true;
}
