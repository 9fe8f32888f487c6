using Gateway.Inventory;

namespace Gateway.Tunnels;

/// <summary>Names, ports and keys that devices have already.</summary>
internal sealed class DialInTaken
{
    private readonly IReadOnlyList<Device> _inventory;
    private readonly Dictionary<int, List<Device>> _inventoryPorts = [];
    private readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<int, (string Device, string Key)> _ports = [];
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);

    public DialInTaken(IReadOnlyList<Device> inventory)
    {
        _inventory = inventory;
        foreach (var device in inventory)
            foreach (int port in new[] { device.Ssh, device.Telnet }.OfType<int>().Distinct())
                (_inventoryPorts.TryGetValue(port, out var there) ? there : _inventoryPorts[port] = []).Add(device);
    }

    /// <summary>Notes what a device has.</summary>
    public void Take(DialIn device)
    {
        foreach (var (name, _) in device.Entries()) _names.TryAdd(name, device.Name);
        foreach (var (key, port) in DialInChecks.PortsOf(device)) _ports.TryAdd(port, (device.Name, key));
        foreach (var (which, member) in device.Members())
            if (member.Key is { } key) _keys.TryAdd(key, Words(device, which));
    }

    /// <summary>What a device has that another has already, or that it has twice.</summary>
    public IEnumerable<DialInFault> Clashes(DialIn device)
    {
        string shown = DialInChecks.Printable(device.Name);
        var entries = device.Entries().Select(entry => entry.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (string name in entries.Where(_names.ContainsKey))
            yield return new DialInFault(shown, "name", name == device.Name ? "" : DialInChecks.Printable(name), $"is what {_names[name]} is called, or one of its pair", "Choose another name; letter case makes no difference.");
        foreach (var other in _inventory.Where(other => entries.Contains(other.Name) && !device.Entries().Any(entry => entry.Name == other.Name)))
            yield return new DialInFault(shown, "name", "", $"differs from {other.Name} of the inventory in letter case only", $"Write {other.Name} if that is meant, or choose another name.");
        Dictionary<int, string> own = [];
        foreach (var (key, port) in DialInChecks.PortsOf(device))
        {
            string number = DialInChecks.Number(port);
            if (!own.TryAdd(port, key)) yield return new DialInFault(shown, key, number, $"is its {own[port]} port too", "Each port of the domain leads to one service.");
            else if (_ports.TryGetValue(port, out var taken)) yield return new DialInFault(shown, key, number, $"is the {taken.Key} port of {taken.Device}", "Choose another one: gateway device list shows those in use.");
            else if (_inventoryPorts.GetValueOrDefault(port)?.FirstOrDefault(other => key == DialInChecks.Direct || !entries.Contains(other.Name)) is { } other) yield return new DialInFault(shown, key, number, $"leads to {other.Name} of the inventory", entries.Contains(other.Name) ? "Take it from its entry there: by its name it is led this way when it has to be." : "Choose another one, or take it from that device.");
        }
        Dictionary<string, Member> mine = [];
        foreach (var (which, member) in device.Members())
        {
            if (member.Key is not { } line) continue;
            if (!mine.TryAdd(line, which)) yield return new DialInFault(shown, DialInChecks.KeyOf(which, "key"), "", "is the master's too", "Make a key of its own on each device.");
            else if (_keys.TryGetValue(line, out string? whose)) yield return new DialInFault(shown, DialInChecks.KeyOf(which, "key"), "", $"is that of {whose} already", "Make a key of its own on each device; copies of one disk bring the same.");
        }
    }

    private static string Words(DialIn device, Member which) => device.CloneMember is null ? device.Name : $"{device.Name} ({which.ToString().ToLowerInvariant()})";
}
