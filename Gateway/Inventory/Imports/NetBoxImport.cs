using System.Globalization;
using System.Text.Unicode;
using Gateway.Inventory.Sources;

namespace Gateway.Inventory.Imports;

/// <summary>
/// Takes over a NetBox export in JSON: the array of <c>dcim/devices</c>, or its REST answer with <c>results</c>
/// (NetBox REST API, /api/dcim/devices/).
/// </summary>
public static class NetBoxImport
{
    /// <summary>Takes over a file.</summary>
    public static ImportResult Read(string file, ReadOnlySpan<byte> utf8, InventoryRules rules)
    {
        utf8 = SourceFile.Text(utf8);
        if (!Utf8.IsValid(utf8)) return Failed("is not UTF-8 text", "Save the file as UTF-8.", 0);
        var (root, fault) = JsonSource.Parse(file, utf8);
        if (fault is not null) return new ImportResult(null, [fault], false);
        var list = root!.Kind == SourceKind.Array ? root : Member(root, "results");
        if (list is not { Kind: SourceKind.Array }) return Failed("has no list of devices", "Export dcim/devices as JSON: an array, or { \"results\": [ … ] }.", 1);
        var devices = new ImportedDevices(file, rules);
        if (Member(root, "next") is { IsText: true }) devices.Leave(0, "next", null, "says that there are more pages", "Ask for all of them (\"?limit=0\"), and import again.");
        for (int number = 0; number < list.Items.Count; number++) Take(devices, list.Items[number], number);
        return devices.Result();

        ImportResult Failed(string problem, string repair, int line) => new(null, [SourceFile.Unread(file, line, problem, repair).Fault!], false);
    }

    private static void Take(ImportedDevices devices, SourceNode item, int number)
    {
        string name = Word(item, "name") ?? "";
        string path = name.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"device {number + 1}") : SourceNode.Printable(name);
        List<SourceMember> values = [];
        void Set(string key, string? value)
        {
            if (value is { Length: > 0 }) values.Add(ImportedDevices.Text(key, item.Line, CsvImport.OneLine(value)));
        }

        var type = Member(item, "device_type");
        Set("description", Word(item, "description"));
        Set("vendor", Called(Member(type, "manufacturer")));
        Set("model", Word(type, "model") ?? Called(type));
        Set("os", Called(Member(item, "platform")));
        Set("site", Called(Member(item, "site")));
        if (Word(item, "latitude") is { } latitude && Word(item, "longitude") is { } longitude)
        {
            Set("latitude", latitude);
            Set("longitude", longitude);
        }
        else
        {
            Place(devices, Member(item, "site"));
        }
        Set("ip", (Word(Member(item, "primary_ip"), "address") ?? Word(Member(item, "primary_ip4"), "address") ?? Word(Member(item, "primary_ip6"), "address"))?.Split('/')[0]);
        string[] groups = [.. new[] { Called(Member(item, "role") ?? Member(item, "device_role")) }.Concat(Member(item, "tags")?.Items.Select(Called) ?? []).OfType<string>().Where(group => group.Length > 0)];
        if (groups.Length > 0) values.Add(ImportedDevices.List("groups", item.Line, groups));
        if (Properties(devices, item, path) is { Count: > 0 } properties) values.Add(ImportedDevices.Group("properties", item.Line, properties));
        devices.Add(item.Line, path, name, values);
    }

    private static void Place(ImportedDevices devices, SourceNode? site)
    {
        if (site is null || Called(site) is not { } name || Degrees(site, "latitude", 90) is not { } latitude || Degrees(site, "longitude", 180) is not { } longitude) return;
        if (TextRule.ProblemOf(name, 128) is null) devices.AddSite(new Site(name, "", longitude, latitude));
    }

    private static double? Degrees(SourceNode site, string key, double most) =>
        double.TryParse(Word(site, key), NumberStyles.Float, CultureInfo.InvariantCulture, out double degrees) && Math.Abs(degrees) <= most ? degrees : null;

    private static List<KeyValuePair<string, string>> Properties(ImportedDevices devices, SourceNode item, string path)
    {
        List<KeyValuePair<string, string>> properties = [];
        Add("serial", Word(item, "serial"));
        Add("asset tag", Word(item, "asset_tag"));
        Add("status", Called(Member(item, "status")) ?? Word(Member(item, "status"), "value"));
        Add("location", Called(Member(item, "location")));
        Add("rack", Called(Member(item, "rack")));
        Add("position", Word(item, "position"));
        Add("tenant", Called(Member(item, "tenant")));
        foreach (var (name, line, value) in Member(item, "custom_fields")?.Members ?? [])
        {
            if (value.Kind == SourceKind.Null) continue;
            string? text = value.Kind == SourceKind.Array && value.Items.All(one => Scalar(one) is not null) ? string.Join("; ", value.Items.Select(Scalar)) : Scalar(value) ?? Called(value);
            if (text is null) devices.Leave(line, $"{path}.custom_fields.{SourceNode.Printable(name)}", value.Shown, "is not text", "Write it into the inventory by hand.");
            else if (properties.Exists(one => one.Key == name)) devices.Leave(line, $"{path}.custom_fields.{SourceNode.Printable(name)}", null, "has the name of another property", "Write it into the inventory by hand.");
            else Add(name, text);
        }
        return properties;

        void Add(string key, string? value)
        {
            if (value is { Length: > 0 }) properties.Add(new(key, CsvImport.OneLine(value)));
        }
    }

    private static SourceNode? Member(SourceNode? node, string name) => node?.Members.FirstOrDefault(member => member.Name == name) is { Value: { Kind: not SourceKind.Null } value } ? value : null;

    private static string? Word(SourceNode? node, string name) => Member(node, name) is { } value ? Scalar(value) : null;

    // Objects that others refer to are nested with their name, what they show or their label; older exports have the text alone.
    private static string? Called(SourceNode? node) => node is null ? null : Scalar(node) ?? Word(node, "name") ?? Word(node, "label") ?? Word(node, "display");

    private static string? Scalar(SourceNode value) => value.Kind switch
    {
        SourceKind.Text or SourceKind.Word or SourceKind.Number => value.Text,
        SourceKind.True => "true",
        SourceKind.False => "false",
        _ => null,
    };
}
