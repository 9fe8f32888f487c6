using System.Collections.Immutable;
using System.Globalization;

namespace Gateway.Inventory;

/// <summary>How a device's own address is reached.</summary>
public enum Via
{
    /// <summary>Through the domain as a jump host; ssh only.</summary>
    Jump,

    /// <summary>Straight from the gateway, since the operator says so of this device.</summary>
    Direct,
}

/// <summary>Whose user name and password or key sign in to a device.</summary>
public enum CredentialChoice
{
    /// <summary>The person's own, kept at the gateway.</summary>
    Mine,

    /// <summary>Those assigned to the device or its groups.</summary>
    Device,

    /// <summary>Typed into the form for this once.</summary>
    Custom,
}

/// <summary>A device of the operator's inventory. Every text is within the bounds that reading it enforces.</summary>
public sealed record Device
{
    /// <summary>Its name, of which there is one: <c>[A-Za-z0-9_][A-Za-z0-9._-]{0,63}</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One line for people; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its icon: one of the names that the page has pictures for; empty for a plain one.</summary>
    public string Icon { get; init; } = "";

    /// <summary>Who made it; may be empty.</summary>
    public string Vendor { get; init; } = "";

    /// <summary>Its model; may be empty.</summary>
    public string Model { get; init; } = "";

    /// <summary>Its operating system; may be empty.</summary>
    public string Os { get; init; } = "";

    /// <summary>The site where it stands; may be empty.</summary>
    public string Site { get; init; } = "";

    /// <summary>Degrees east, -180 to 180; null if not known.</summary>
    public double? Longitude { get; init; }

    /// <summary>Degrees north, -90 to 90; null if not known.</summary>
    public double? Latitude { get; init; }

    /// <summary>Where it stands within its site, to the right, in any unit; null if not known.</summary>
    public double? X { get; init; }

    /// <summary>Where it stands within its site, downwards, in the unit of <see cref="X"/>.</summary>
    public double? Y { get; init; }

    /// <summary>Groups it is in.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>Properties of the operator's own.</summary>
    public ImmutableSortedDictionary<string, string> Properties { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Port of the domain that leads to its ssh; null for none.</summary>
    public int? Ssh { get; init; }

    /// <summary>Port of the domain that leads to its telnet; null for none.</summary>
    public int? Telnet { get; init; }

    /// <summary>Its own IP address; null if it is reached by ports of the domain only.</summary>
    public string? Ip { get; init; }

    /// <summary>Whether its name is an address too.</summary>
    public bool NameIsAddress { get; init; }

    /// <summary>Properties that are addresses, such as "Console 1".</summary>
    public ImmutableSortedDictionary<string, string> Addresses { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>How its own addresses are reached.</summary>
    public Via Via { get; init; }

    /// <summary>Its ssh port at an address of its own; zero for none.</summary>
    public int SshPort { get; init; } = 22;

    /// <summary>Its telnet port at an address of its own that is reached directly; zero for none.</summary>
    public int TelnetPort { get; init; } = 23;

    /// <summary>What the form offers first.</summary>
    public ConnectDefaults Defaults { get; init; } = new();

    /// <summary>How its host key is checked: <c>strict</c>, <c>accept-new</c>, <c>ask</c>; null as the gateway checks all.</summary>
    public string? HostKeys { get; init; }

    /// <summary>Old algorithms it needs; null for none.</summary>
    public LegacyNeed? Legacy { get; init; }

    /// <summary>What is particular about its terminal.</summary>
    public TerminalTraits Terminal { get; init; } = new();
}

/// <summary>What the form to connect offers first.</summary>
public sealed record ConnectDefaults
{
    /// <summary>The user on the device; null for the person's own name.</summary>
    public string? User { get; init; }

    /// <summary><c>ssh</c> or <c>telnet</c>; null for the first that there is.</summary>
    public string? Protocol { get; init; }

    /// <summary>What is used to reach it: <c>port</c>, <c>ip</c>, <c>name</c>, or the name of one of its addresses; null for the first there is.</summary>
    public string? Use { get; init; }

    /// <summary>Whether the gateway signs in by itself (ssh).</summary>
    public bool Automatic { get; init; }

    /// <summary>With whose credentials.</summary>
    public CredentialChoice Credentials { get; init; } = CredentialChoice.Device;

    /// <summary>Whether only one connection is accepted.</summary>
    public bool OneClient { get; init; }

    /// <summary>Whether everybody who may open the device comes to the same terminal.</summary>
    public bool Share { get; init; }
}

/// <summary>Old ssh algorithms that a device is allowed for a while.</summary>
/// <param name="Algorithms">Names of the closed list.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">The last day on which they are allowed.</param>
public sealed record LegacyNeed(ImmutableArray<string> Algorithms, string Reason, DateOnly Until)
{
    /// <summary>Whether they are allowed at a moment. A day is over when it is over everywhere (UTC-12).</summary>
    public bool IsAllowed(DateTimeOffset now) => DateOnly.FromDateTime(now.UtcDateTime.AddHours(-12)) <= Until;

    /// <summary>Them, until when and why, for people.</summary>
    public string InWords() => string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", Algorithms)} until {Until:yyyy-MM-dd}: {Reason}");
}

/// <summary>What Enter sends.</summary>
public enum EnterKey
{
    /// <summary>As the client does by itself.</summary>
    Usual,

    /// <summary>CR.</summary>
    Cr,

    /// <summary>CR LF.</summary>
    CrLf,

    /// <summary>CR NUL.</summary>
    CrNul,
}

/// <summary>What is particular about a device's terminal.</summary>
public sealed record TerminalTraits
{
    /// <summary>What Enter sends.</summary>
    public EnterKey Enter { get; init; }

    /// <summary>Whether Backspace sends BS (0x08) rather than DEL (0x7F).</summary>
    public bool BackspaceIsBs { get; init; }

    /// <summary>Whether the page shows what is typed, for devices that do not.</summary>
    public bool LocalEcho { get; init; }

    /// <summary>Its character set, a name of the WHATWG Encoding Standard in lower case; <c>utf-8</c> for none of its own.</summary>
    public string Encoding { get; init; } = "utf-8";

    /// <summary>The terminal type it is told.</summary>
    public string Type { get; init; } = "xterm-256color";

    /// <summary>Whether BREAK and other signals can be sent.</summary>
    public bool Signals { get; init; }

    /// <summary>Pause after each pasted line, 0 to 10 seconds.</summary>
    public TimeSpan LineDelay { get; init; }

    /// <summary>Text at the end of the last line that a pasted line waits for; null for none.</summary>
    public string? WaitFor { get; init; }

    /// <summary>The words that ask for a user (telnet, automatic sign-in); null for none.</summary>
    public string? UserPrompt { get; init; }

    /// <summary>The words that ask for a password (telnet, automatic sign-in); null for none.</summary>
    public string? PasswordPrompt { get; init; }
}
