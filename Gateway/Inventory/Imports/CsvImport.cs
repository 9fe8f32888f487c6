using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Gateway.Inventory.Sources;

namespace Gateway.Inventory.Imports;

/// <summary>Takes over devices of a CSV export of another system, by the usual names of columns; other columns become properties.</summary>
public static class CsvImport
{
    private const int MostProperties = 64;

    private static readonly FrozenDictionary<string, string> Columns = new Dictionary<string, string[]>
    {
        ["name"] = ["name", "hostname", "host", "host name", "device", "device name", "node", "node name", "sysname", "caption", "system name"],
        ["description"] = ["description", "comment", "comments", "notes", "sysdescr", "purpose"],
        ["icon"] = ["icon"],
        ["vendor"] = ["vendor", "manufacturer", "make", "brand"],
        ["model"] = ["model", "device type", "hardware", "machine type", "chassis"],
        ["os"] = ["os", "operating system", "platform", "software", "nos", "os name"],
        ["site"] = ["site", "location", "building", "office", "campus", "site name"],
        ["longitude"] = ["longitude", "lon", "lng", "long", "gps longitude"],
        ["latitude"] = ["latitude", "lat", "gps latitude"],
        ["groups"] = ["groups", "group", "role", "device role", "tags", "category"],
        ["ip"] = ["ip", "ip address", "ipaddress", "address", "primary ip", "primary ip4", "management ip", "mgmt ip", "management address", "primary ip address", "ipv4 address"],
        ["sshPort"] = ["port", "ssh port"],
        ["ssh"] = ["ssh"],
        ["telnet"] = ["telnet"],
        ["via"] = ["via"],
    }.SelectMany(pair => pair.Value.Select(alias => (alias, pair.Key))).ToFrozenDictionary(pair => pair.alias, pair => pair.Key, StringComparer.Ordinal);

    // Known by their names; what such a column holds is not for an inventory.
    private static readonly string[] Secrets = ["password", "passphrase", "secret", "community", "private key", "token", "api key", "enable"];

    /// <summary>Takes over a file: commas, semicolons or tabs, whichever the first row has.</summary>
    public static ImportResult Read(string file, ReadOnlySpan<byte> utf8, InventoryRules rules)
    {
        utf8 = SourceFile.Text(utf8);
        if (!Utf8.IsValid(utf8)) return Unread(0, "is not UTF-8 text", "Save the file as UTF-8.");
        string text = Encoding.UTF8.GetString(utf8);
        string first = text.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? text[..end] : text;
        char separator = ((char[])[',', ';', '\t']).MaxBy(candidate => first.Count(c => c == candidate));
        var rows = CsvTable.Read(text, separator, out var broken);
        if (broken is var (line, problem)) return Unread(line, problem, "Put quotes around the whole cell, and double those within it.");
        if (rows.Count == 0) return Unread(0, "is empty", "Export it with the names of the columns in the first row.");
        var devices = new ImportedDevices(file, rules);
        string?[] keys = Keys(rows[0], devices);
        if (!keys.Contains("name")) return Unread(1, "has no column with names of devices", "Name one \"name\" or \"hostname\".");
        foreach (var row in rows.Skip(1)) Take(devices, row, keys, rows[0].Cells);
        return devices.Result();

        ImportResult Unread(int line, string what, string repair) => new(null, [SourceFile.Unread(file, line, what, repair).Fault!], false);
    }

    // Null for a column that is not taken.
    private static string?[] Keys(CsvRow header, ImportedDevices devices)
    {
        string?[] keys = new string?[header.Cells.Count];
        HashSet<string> taken = new(StringComparer.Ordinal);
        for (int column = 0; column < keys.Length; column++)
        {
            string written = header.Cells[column].Trim();
            string words = string.Join(' ', written.ToLowerInvariant().Split((char[])[' ', '_', '-', '.'], StringSplitOptions.RemoveEmptyEntries));
            string? key = Columns.GetValueOrDefault(words) ?? (words.Length == 0 ? null : $"properties.{written}");
            if (Secrets.Any(secret => words.Contains(secret, StringComparison.Ordinal)))
                devices.Leave(header.Line, written, null, "is not taken: an inventory holds no secret", "Keep it as a credential of the gateway, and remove this export.");
            else if (key is null)
                devices.Leave(header.Line, string.Create(CultureInfo.InvariantCulture, $"column {column + 1}"), null, "has no name and is not taken", "Name it.");
            else if (!taken.Add(key))
                devices.Leave(header.Line, written, null, $"is another column for {key} and is not taken", "Keep one of the two.");
            else
                keys[column] = key;
        }
        return keys;
    }

    private static void Take(ImportedDevices devices, CsvRow row, string?[] keys, IReadOnlyList<string> header)
    {
        List<SourceMember> values = [];
        List<KeyValuePair<string, string>> properties = [];
        string name = "";
        for (int column = 0; column < keys.Length && column < row.Cells.Count; column++)
        {
            if (keys[column] is not { } key || row.Cells[column].Trim() is not { Length: > 0 } cell) continue;
            if (key == "name") name = cell;
            else if (key == "groups") values.Add(ImportedDevices.List(key, row.Line, cell.Split((char[])[';', ',', '|'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
            else if (key == "ip") values.Add(ImportedDevices.Text(key, row.Line, cell.Split('/')[0]));
            else if (!key.StartsWith("properties.", StringComparison.Ordinal)) values.Add(ImportedDevices.Text(key, row.Line, OneLine(cell)));
            else if (properties.Count < MostProperties) properties.Add(new(header[column].Trim(), OneLine(cell)));
            else devices.Leave(row.Line, header[column].Trim(), null, "is one property too many", "Export fewer columns; 64 are taken.");
        }
        if (properties.Count > 0) values.Add(ImportedDevices.Group("properties", row.Line, properties));
        if (row.Cells.Count > keys.Length) devices.Leave(row.Line, name, null, "has more cells than the first row", "Put quotes around cells that hold the separator.");
        devices.Add(row.Line, name.Length == 0 ? "row" : SourceNode.Printable(name), name, values);
    }

    // Notes often have several lines, of which ours are one.
    internal static string OneLine(string text) => string.Join(' ', text.Split((char[])['\r', '\n', '\t'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
