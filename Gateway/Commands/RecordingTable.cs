using System.Globalization;
using Gateway.Recording;

namespace Gateway.Commands;

/// <summary>Recordings, and lines of them, as lines for people.</summary>
internal static class RecordingTable
{
    private const int LongestCell = 40;
    private const int ShortestCell = 10;

    /// <summary>The lines of recordings, in their order.</summary>
    /// <param name="recordings">The recordings.</param>
    /// <param name="width">Columns that a line may have; what is longer is cut.</param>
    public static IEnumerable<string> Lines(IReadOnlyList<RecordingFacts> recordings, int width) =>
        Lines(["STARTED", "LENGTH", "SIZE", "STATE", "PERSON", "WHAT", "NODE", "ID"], recordings.Select(facts => (string[])[Time(facts.Started), Length(facts.Seconds), Size(facts.Bytes), StateOf(facts), facts.Owner, What(facts), facts.Node, facts.Id]), width);

    /// <summary>The lines of what was found, in its order.</summary>
    /// <inheritdoc cref="Lines(IReadOnlyList{RecordingFacts}, int)"/>
    public static IEnumerable<string> Lines(IReadOnlyList<SearchHit> hits, int width) =>
        Lines(["TIME", "AT", "PERSON", "WHAT", "ID", "LINE"], hits.Select(hit => (string[])[Time(hit.Recording.Started.AddSeconds(hit.At)), Length(hit.At), hit.Recording.Owner, What(hit.Recording), hit.Recording.Id, hit.Line.Trim()]), width);

    /// <summary>A text without what a terminal would obey.</summary>
    public static string Plain(string text) => AuditTable.Plain(text);

    /// <summary>How a recording is, in one word.</summary>
    public static string StateOf(RecordingFacts facts) => facts.State switch
    {
        RecordingState.Live => "live",
        RecordingState.Complete => "complete",
        RecordingState.CutOff => "cut off",
        _ => "damaged",
    };

    /// <summary>What was opened.</summary>
    public static string What(RecordingFacts facts) => facts.Device.Length > 0 ? $"{facts.Method}/{facts.User}/{facts.Device}" : string.Create(CultureInfo.InvariantCulture, $"{facts.Method}/{facts.User}/{facts.Port}");

    /// <summary>A size in bytes for people.</summary>
    public static string Size(long bytes) => bytes < 10 * 1024 ? FormattableString.Invariant($"{bytes} B")
        : bytes < 10 * 1024 * 1024 ? FormattableString.Invariant($"{bytes / 1024} KiB") : FormattableString.Invariant($"{bytes / (1024 * 1024)} MiB");

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Length(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{(long)seconds / 3600}:{(long)seconds / 60 % 60:00}:{(long)seconds % 60:00}");

    private static IEnumerable<string> Lines(string[] heads, IEnumerable<string[]> cells, int width)
    {
        List<string[]> rows = [heads, .. cells.Select(row => row.Select(Plain).ToArray())];
        if (rows.Count == 1) return ["Nothing was found."];
        int[] widths = [.. heads.Select((_, column) => Math.Min(LongestCell, rows.Max(row => row[column].Length)))];
        // A name that was cut could not be given to another command.
        bool MayShrink(int column) => heads[column] is "PERSON" or "WHAT" or "NODE" && widths[column] > ShortestCell;
        while (widths.Sum() + 2 * (widths.Length - 1) > width && Enumerable.Range(0, heads.Length).Where(MayShrink).ToArray() is { Length: > 0 } wide) widths[wide.MaxBy(column => widths[column])]--;
        return rows.Select(row => Fit(string.Join("  ", row.Select((cell, column) => column == row.Length - 1 ? cell : Fit(cell, widths[column]).PadRight(widths[column]))).TrimEnd(), width));
    }

    private static string Fit(string text, int width) => text.Length <= width ? text : width < 2 ? "" : $"{text.AsSpan(0, width - 1)}…";
}
