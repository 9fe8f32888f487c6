using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gateway.Inventory;

/// <summary>A place where devices stand.</summary>
/// <param name="Name">Its name, as devices call it.</param>
/// <param name="Description">One line for people; may be empty.</param>
/// <param name="Longitude">Degrees east; null for the middle of its devices.</param>
/// <param name="Latitude">Degrees north; null for the middle of its devices.</param>
public sealed record Site(string Name, string Description, double? Longitude, double? Latitude);

/// <summary>All devices at one time.</summary>
public sealed class DeviceInventory
{
    private readonly FrozenDictionary<string, Device> _byName;
    private readonly FrozenDictionary<int, Device> _byPort;

    /// <summary>Makes it from devices that have been checked: names and ports are each of one device.</summary>
    public DeviceInventory(IEnumerable<Device> devices, IEnumerable<Site>? sites = null, string? version = null, IEnumerable<int>? dialIns = null)
    {
        DialInPorts = [.. dialIns ?? []];
        Version = version ?? Guid.NewGuid().ToString("N");
        Devices = [.. devices];
        Sites = [.. sites ?? []];
        _byName = Devices.ToFrozenDictionary(device => device.Name, StringComparer.Ordinal);
        _byPort = Devices.SelectMany(device => new[] { (Port: device.Ssh, device), (Port: device.Telnet, device) })
            .Where(one => one.Port is not null).ToFrozenDictionary(one => one.Port!.Value, one => one.device);
    }

    /// <summary>No device.</summary>
    public static DeviceInventory Empty { get; } = new([]);

    /// <summary>Another word for every other content, and the same on nodes that have read the same.</summary>
    public string Version { get; }

    /// <summary>The devices, in the inventory's own order.</summary>
    public ImmutableArray<Device> Devices { get; }

    /// <summary>The sites that the inventory describes.</summary>
    public ImmutableArray<Site> Sites { get; }

    /// <summary>Ports of the domain that lead to devices which dial in: how these are is not found out by looking.</summary>
    public FrozenSet<int> DialInPorts { get; }

    /// <summary>The device of that name; null for none.</summary>
    public Device? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The device that a port of the domain leads to, whichever protocol it is for; null for none.</summary>
    /// <param name="port">The port.</param>
    public Device? FindByPort(int port) => _byPort.GetValueOrDefault(port);

    /// <summary>The device that a port of the domain leads to by a protocol; null for none.</summary>
    /// <param name="protocol"><c>ssh</c> or <c>telnet</c>.</param>
    /// <param name="port">The port.</param>
    public Device? FindByPort(string protocol, int port) =>
        FindByPort(port) is { } device && (protocol == "ssh" ? device.Ssh : protocol == "telnet" ? device.Telnet : null) == port ? device : null;
}
