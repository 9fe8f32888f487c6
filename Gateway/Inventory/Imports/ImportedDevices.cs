using System.Globalization;
using System.Text;
using Gateway.Inventory.Sources;

namespace Gateway.Inventory.Imports;

/// <summary>
/// Devices of another system, with our keys, judged as those of a file of ours are: what would be a fault there is left out
/// here and said.
/// </summary>
internal sealed class ImportedDevices(string file, InventoryRules rules)
{
    private const int LongestName = 64;

    private readonly FaultList _left = new();
    private readonly List<Device> _devices = [];
    private readonly Dictionary<string, Site> _sites = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<int> _ports = [];

    /// <summary>All of them.</summary>
    public ImportResult Result() => new(new DeviceInventory(_devices, _sites.Values), _left.All, _left.HasMore);

    /// <summary>Says what is not taken.</summary>
    public void Leave(int line, string key, string? value, string problem, string repair) => _left.Add(new InventoryFault(file, line, key, value is null ? null : SourceNode.Printable(value), problem, repair));

    /// <summary>Takes one device, as far as it can be.</summary>
    /// <param name="line">Where it stands.</param>
    /// <param name="path">What it is called in messages.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="values">Its other values, by our keys.</param>
    public void Add(int line, string path, string name, IEnumerable<SourceMember> values)
    {
        if (_devices.Count == InventoryReader.MostDevices)
        {
            Leave(line, path, null, "is more than 20,000 devices", "Export fewer.");
            return;
        }
        string ours = Name(name);
        if (ours.Length == 0)
        {
            Leave(line, path, name, "has no name that can be taken", "Give it a name with letters or digits.");
            return;
        }
        if (ours != name) Leave(line, path, name, $"is called {ours} here", "Names have letters, digits and . _ - only.");
        if (!_names.Add(ours))
        {
            Leave(line, path, name, "is a second device of that name", "Rename one of the two, and import again.");
            return;
        }
        var node = new SourceNode(SourceKind.Object, line) { Members = [new SourceMember("name", line, new SourceNode(SourceKind.Text, line) { Text = ours }), .. values] };
        var device = new DeviceReader(rules).Read(new Fields(file, _left, node, path));
        // What is said of one of the two means both.
        if (device.Latitude is null || device.Longitude is null) device = device with { Latitude = null, Longitude = null };
        _devices.Add(device with { Ssh = Port("ssh", device.Ssh), Telnet = Port("telnet", device.Telnet == device.Ssh ? null : device.Telnet) });

        int? Port(string key, int? port)
        {
            if (port is not { } number || _ports.Add(number)) return port;
            Leave(line, $"{path}.{key}", number.ToString(CultureInfo.InvariantCulture), "is the port of another device too", "Each port of the domain leads to one device.");
            return null;
        }
    }

    /// <summary>Takes a site once.</summary>
    public void AddSite(Site site) => _sites.TryAdd(site.Name, site);

    /// <summary>A text value.</summary>
    public static SourceMember Text(string key, int line, string value) => new(key, line, new SourceNode(SourceKind.Word, line) { Text = value });

    /// <summary>A list of texts.</summary>
    public static SourceMember List(string key, int line, IEnumerable<string> values) => new(key, line, new SourceNode(SourceKind.Array, line) { Items = [.. values.Select(value => new SourceNode(SourceKind.Text, line) { Text = value })] });

    /// <summary>A group of texts.</summary>
    public static SourceMember Group(string key, int line, IEnumerable<KeyValuePair<string, string>> values) =>
        new(key, line, new SourceNode(SourceKind.Object, line) { Members = [.. values.Select(pair => new SourceMember(pair.Key, line, new SourceNode(SourceKind.Text, line) { Text = pair.Value }))] });

    private static string Name(string name)
    {
        var kept = new StringBuilder();
        foreach (char c in name.Trim())
        {
            if (char.IsAsciiLetterOrDigit(c) || c == '_' || kept.Length > 0 && c is '.' or '-') kept.Append(c);
            else if (kept.Length > 0 && kept[^1] != '-') kept.Append('-');
        }
        string ours = kept.ToString().TrimEnd('-');
        return ours.Length > LongestName ? ours[..LongestName] : ours;
    }
}
