using System.Globalization;
using System.Text;

namespace Gateway.Inventory.Sources;

/// <summary>
/// Reads CSV as devices: the first row names the keys, with dots for groups of them (<c>terminal.enter</c>); an empty cell
/// is a key that was left out; lists have semicolons between their items.
/// </summary>
internal static class CsvSource
{
    private static readonly string[] Lists = ["groups", "legacy.algorithms"];

    /// <summary>Reads text that is UTF-8.</summary>
    public static SourceResult Parse(string file, ReadOnlySpan<byte> utf8)
    {
        var rows = CsvTable.Read(Encoding.UTF8.GetString(utf8), ',', out var broken);
        if (broken is var (line, problem)) return SourceFile.Unread(file, line, problem, "Put quotes around the whole cell, and double those within it.");
        if (rows.Count == 0) return SourceFile.Unread(file, 0, "is empty", "Write the names of the columns into the first row, \"name\" among them.");
        var header = rows[0];
        if (HeaderProblem(header) is var (what, repair)) return SourceFile.Unread(file, header.Line, what, repair);
        var devices = new List<SourceNode>(rows.Count - 1);
        foreach (var row in rows.Skip(1))
        {
            if (row.Cells.Count != header.Cells.Count)
                return SourceFile.Unread(file, row.Line, string.Create(CultureInfo.InvariantCulture, $"has {row.Cells.Count} cells, but the first row names {header.Cells.Count} columns"), "Write a comma between cells, and quotes around a cell with a comma in it.");
            devices.Add(Device(header, row));
        }
        return new SourceResult(Of("devices", new SourceNode(SourceKind.Array, header.Line) { Items = devices }), null);
    }

    private static (string Problem, string Repair)? HeaderProblem(CsvRow header)
    {
        if (header.Cells is [var only] && only.Contains(';', StringComparison.Ordinal)) return ("has semicolons between its columns", "Save it with commas, or take it over with \"gateway inventory import --from csv\".");
        if (header.Cells.Any(cell => cell.Length == 0)) return ("has a column without a name", "Name every column, or remove it.");
        if (header.Cells.GroupBy(cell => cell, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice) return ($"has two columns \"{SourceNode.Printable(twice.Key)}\"", "Keep one of them.");
        return null;
    }

    private static SourceNode Device(CsvRow header, CsvRow row)
    {
        var members = new List<SourceMember>();
        var groups = new Dictionary<string, List<SourceMember>>(StringComparer.Ordinal);
        for (int column = 0; column < header.Cells.Count; column++)
        {
            if (row.Cells[column].Trim() is not { Length: > 0 } cell) continue;
            string key = header.Cells[column];
            var value = Lists.Contains(key)
                ? new SourceNode(SourceKind.Array, row.Line) { Items = [.. cell.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(one => Word(one, row.Line))] }
                : Word(cell, row.Line);
            int dot = key.IndexOf('.', StringComparison.Ordinal);
            if (dot < 0)
            {
                members.Add(new SourceMember(key, row.Line, value));
                continue;
            }
            string group = key[..dot];
            if (!groups.TryGetValue(group, out var inner))
            {
                groups[group] = inner = [];
                members.Add(new SourceMember(group, row.Line, new SourceNode(SourceKind.Object, row.Line) { Members = inner }));
            }
            inner.Add(new SourceMember(key[(dot + 1)..], row.Line, value));
        }
        return new SourceNode(SourceKind.Object, row.Line) { Members = members };
    }

    private static SourceNode Word(string text, int line) => new(SourceKind.Word, line) { Text = text };

    private static SourceNode Of(string name, SourceNode value) => new(SourceKind.Object, 1) { Members = [new SourceMember(name, value.Line, value)] };
}
