using System.Globalization;
using Gateway.Telemetry;

namespace Gateway.Commands;

/// <summary>The status of a gateway as lines for people.</summary>
internal static class StatusTable
{
    private const int NameColumn = 0;
    private const int StateColumn = 1;
    private const int ShortestName = 8;

    // Left out from the first on where the lines would be too long.
    private static readonly string[] Dispensable = ["VERSION", "FORWARDED", "UP SINCE", "MEMORY", "LOAD", "VIEWERS"];

    /// <summary>The lines.</summary>
    /// <param name="status">What the gateway answered.</param>
    /// <param name="width">Columns that a line may have.</param>
    /// <param name="colours">Whether states are coloured (ECMA-48, SGR).</param>
    public static IEnumerable<string> Lines(GatewayStatus status, int width, bool colours)
    {
        List<string[]> rows = [["NODE", "STATE", "TERMINALS", "VIEWERS", "FORWARDED", "LOAD", "MEMORY", "VERSION", "UP SINCE"], .. status.Nodes.Select(node => Row(node, status.Node))];
        if (status.Nodes.Count == 1) rows = Without(rows, "FORWARDED");
        foreach (string column in Dispensable)
            if (Widths(rows).Sum() + 2 * (rows[0].Length - 1) > width) rows = Without(rows, column);
        int[] widths = Widths(rows);
        int excess = Math.Clamp(widths.Sum() + 2 * (widths.Length - 1) - width, 0, Math.Max(0, widths[NameColumn] - ShortestName));
        widths[NameColumn] -= excess;
        for (int i = 0; i < rows.Count; i++)
        {
            var cells = rows[i].Select((cell, column) => Fit(cell, widths[column])).ToArray();
            if (colours && i > 0) cells[StateColumn] = $"\e[{Colour(status.Nodes[i - 1].State)}m{cells[StateColumn]}\e[0m";
            yield return string.Join("  ", cells).TrimEnd();
        }
        yield return "";
        yield return status.Redis switch
        {
            { State: RedisState.Off } => "Redis: not used, this is one node",
            { State: RedisState.Up } redis => $"Redis: up, {redis.Address}",
            var redis => $"Redis: down, {redis.Address}",
        };
        if (status.Drain is { } drain) yield return $"Draining: takes no new terminals; those that run are ended at {Time(drain.Until)} at the latest";
        foreach (string problem in status.Problems()) yield return $"Problem: {problem}";
    }

    private static string[] Row(NodeStatus node, string self) =>
    [
        node.Id == self ? $"{node.Name} *" : node.Name,
        node.State.ToString().ToLowerInvariant(),
        string.Create(CultureInfo.InvariantCulture, $"{node.Terminals} of {node.Limit}"),
        node.Viewers.ToString(CultureInfo.InvariantCulture),
        node.Forwarded.ToString(CultureInfo.InvariantCulture),
        node.Load.ToString("0.00", CultureInfo.InvariantCulture),
        string.Create(CultureInfo.InvariantCulture, $"{node.Memory / (1024 * 1024)} MiB"),
        node.Version,
        Time(node.Started),
    ];

    private static List<string[]> Without(List<string[]> rows, string column)
    {
        int index = Array.IndexOf(rows[0], column);
        return index < 0 ? rows : [.. rows.Select(row => row.Where((_, i) => i != index).ToArray())];
    }

    private static int[] Widths(List<string[]> rows) => [.. rows[0].Select((_, column) => rows.Max(row => row[column].Length))];

    private static string Fit(string cell, int width) => cell.Length <= width ? cell.PadRight(width) : $"{cell.AsSpan(0, width - 1)}…";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static int Colour(NodeState state) => state switch
    {
        NodeState.Up => 32,
        NodeState.Lost => 31,
        _ => 33,
    };
}
