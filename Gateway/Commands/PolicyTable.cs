using System.Globalization;
using Gateway.Configuration;

namespace Gateway.Commands;

/// <summary>The rules of a policy as lines for people.</summary>
internal static class PolicyTable
{
    /// <summary>The lines.</summary>
    public static IEnumerable<string> Lines(GatewayConfiguration configuration)
    {
        if (!configuration.SignIn.IsOn)
        {
            yield return "Nobody signs in here (signIn), so there is no policy: everybody may open what a link may name.";
            yield break;
        }
        List<string[]> rows = [["", "RULE", "FOR", "PORTS", "DEVICES", "METHODS", "USERS", "HOURS", "MAY", "LONGEST"], .. configuration.Policy.Select(Row)];
        int[] widths = [.. rows[0].Select((_, column) => rows.Max(row => row[column].Length))];
        foreach (var row in rows) yield return string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd();
        yield return "";
        yield return "What no rule fits is refused.";
        var administrators = configuration.Administrators;
        yield return $"Administrators: {Names(administrators.Groups, administrators.People, "none")}{(administrators.WatchIsShown ? "" : "; people are not told when they watch")}";
    }

    private static string[] Row(RuleSettings rule, int index) =>
    [
        (index + 1).ToString(CultureInfo.InvariantCulture),
        rule.Name,
        Names(rule.Groups, rule.People, "everybody"),
        rule.Ports is { } ports ? PortRange.Describe(ports) : "all",
        Names(rule.DeviceGroups, rule.Devices, "all"),
        List(rule.Methods),
        List(rule.Users),
        rule.Hours?.ToString() ?? "always",
        rule.May.ToString().ToLowerInvariant() + (rule.Recorded ? ", recorded" : ""),
        rule.Longest is { } longest ? longest.ToString("c", CultureInfo.InvariantCulture) : "",
    ];

    private static string Names(IEnumerable<string> groups, IEnumerable<string> people, string none) =>
        string.Join(", ", groups.Select(group => $"group {group}").Concat(people)) is { Length: > 0 } names ? names : none;

    private static string List(IReadOnlyList<string> items) => items.Count == 0 ? "all" : string.Join(", ", items);
}
