using System.Collections.Immutable;

namespace Gateway.Web.Devices;

/// <summary>The devices that somebody may open or watch; see protocol.ts.</summary>
/// <param name="Version">Changes when anything in it does.</param>
/// <param name="Domain">The one host whose ports lead to them.</param>
/// <param name="Sites">The sites where they stand, as far as the inventory describes them.</param>
/// <param name="Devices">The devices, in the inventory's own order.</param>
public sealed record DeviceList(string Version, string Domain, IReadOnlyList<DeviceSite> Sites, IReadOnlyList<DeviceRow> Devices);

/// <summary>A place where devices stand.</summary>
public sealed record DeviceSite(string Name, string Description, double? Longitude, double? Latitude);

/// <summary>A device, as pages show it. No secret is in it, and no address but those that are shown.</summary>
public sealed record DeviceRow
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>One line for people; may be empty, as all its texts.</summary>
    public required string Description { get; init; }

    /// <summary>Name of its icon.</summary>
    public required string Icon { get; init; }

    /// <summary>Who made it.</summary>
    public required string Vendor { get; init; }

    /// <summary>Its model.</summary>
    public required string Model { get; init; }

    /// <summary>Its operating system.</summary>
    public required string Os { get; init; }

    /// <summary>The site where it stands.</summary>
    public required string Site { get; init; }

    /// <summary>Degrees east.</summary>
    public double? Longitude { get; init; }

    /// <summary>Degrees north.</summary>
    public double? Latitude { get; init; }

    /// <summary>Where it stands within its site, to the right.</summary>
    public double? X { get; init; }

    /// <summary>Where it stands within its site, downwards.</summary>
    public double? Y { get; init; }

    /// <summary>Groups it is in.</summary>
    public required ImmutableArray<string> Groups { get; init; }

    /// <summary>Properties of the operator's own.</summary>
    public required ImmutableSortedDictionary<string, string> Properties { get; init; }

    /// <summary>How it can be reached, the usual one first.</summary>
    public required IReadOnlyList<DeviceWay> Ways { get; init; }

    /// <summary>What the form offers first.</summary>
    public required DeviceDefaults Defaults { get; init; }

    /// <summary>The methods by which the gateway can sign in.</summary>
    public required IReadOnlyList<string> SignsIn { get; init; }

    /// <summary>Whether the gateway keeps credentials that are assigned to it and that this caller may use.</summary>
    public bool KeptForDevice { get; init; }

    /// <summary>Whether the gateway keeps credentials of this caller's own for it.</summary>
    public bool KeptByMe { get; init; }

    /// <summary>The old algorithms that it is allowed, in words; empty for none.</summary>
    public required string Legacy { get; init; }
}

/// <summary>One way to reach a device.</summary>
/// <param name="Use"><c>port</c>, <c>ip</c>, <c>name</c>, or the name of one of its addresses.</param>
/// <param name="Label">For people.</param>
/// <param name="Road"><c>domain</c>, <c>jump</c> or <c>direct</c>.</param>
/// <param name="Protocols">The methods that it can be reached by.</param>
/// <param name="Places">For each of them where that leads: <c>6022</c>, or <c>10.0.0.9:22</c>.</param>
public sealed record DeviceWay(string Use, string Label, string Road, IReadOnlyList<string> Protocols, IReadOnlyDictionary<string, string> Places);

/// <summary>What the form to connect offers first.</summary>
/// <param name="User">The user on the device; empty where that is the credentials' own.</param>
/// <param name="Protocol">The method.</param>
/// <param name="Use">The way, see <see cref="DeviceWay.Use"/>.</param>
/// <param name="Automatic">Whether the gateway signs in by itself.</param>
/// <param name="Credentials"><c>mine</c>, <c>device</c> or <c>custom</c>.</param>
/// <param name="OneClient">Whether only one connection is accepted.</param>
/// <param name="Share">Whether everybody who may open it comes to the same terminal.</param>
public sealed record DeviceDefaults(string User, string Protocol, string Use, bool Automatic, string Credentials, bool OneClient, bool Share);
