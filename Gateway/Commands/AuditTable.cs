using System.Globalization;
using Gateway.Access.Audit;

namespace Gateway.Commands;

/// <summary>Entries of the audit record as lines for people.</summary>
internal static class AuditTable
{
    private const int LongestCell = 40;

    /// <summary>The lines, in the order of the entries.</summary>
    /// <param name="entries">The entries.</param>
    /// <param name="width">Columns that a line may have; what is longer is cut.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<AuditLine> entries, int width)
    {
        if (entries.Count == 0) return ["Nothing was found."];
        List<string[]> rows = [["TIME", "EVENT", "PERSON", "ADDRESS", "WHAT", "RULE", "REASON"], .. entries.Select(Row)];
        // Columns in which nothing stands only take room away.
        int[] columns = [.. Enumerable.Range(0, rows[0].Length).Where(column => rows.Skip(1).Any(row => row[column].Length > 0))];
        int[] widths = [.. columns.Select(column => Math.Min(LongestCell, rows.Max(row => row[column].Length)))];
        return rows.Select(row => Fit(string.Join("  ", columns.Select((column, i) => i == columns.Length - 1 ? row[column] : Fit(row[column], widths[i]).PadRight(widths[i]))).TrimEnd(), width));
    }

    /// <summary>A text without what a terminal would obey, or show in another place than it stands (Unicode's formatting characters).</summary>
    public static string Plain(string text) => string.Concat(text.Select(letter => char.IsControl(letter)
        || char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? '\uFFFD' : letter));

    private static string[] Row(AuditLine line) =>
    [
        line.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        Plain(line.Event),
        Plain(line.Person ?? ""),
        Plain(line.Address ?? ""),
        Plain(What(line)),
        Plain(line.Rule ?? ""),
        Plain(line.Reason ?? ""),
    ];

    private static string What(AuditLine line) => line switch
    {
        { Method: { } method } => string.Create(CultureInfo.InvariantCulture, $"{method}/{line.User}/{line.Port}"),
        { Port: { } port } => port.ToString(CultureInfo.InvariantCulture),
        { Target: { } target } => target,
        _ => line.Terminal ?? "",
    };

    private static string Fit(string text, int width) => text.Length <= width ? text : width < 2 ? "" : $"{text.AsSpan(0, width - 1)}…";
}
