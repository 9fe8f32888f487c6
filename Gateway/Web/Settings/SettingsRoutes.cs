using System.Globalization;
using Gateway.Access;
using Gateway.Access.Policies;
using Gateway.Cluster;
using Gateway.Inventory;

namespace Gateway.Web.Settings;

/// <summary>What is in force, for administrators to read. Nothing can be changed here.</summary>
internal static class SettingsRoutes
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGroup("/api/settings").OfPerson(AccessAction.SeeSettings)
        .MapGet("", (StartedSettings started, PolicyInForce policy, InventoryInForce inventory, NodeTable nodes) => Results.Ok(Make(started, policy, inventory, nodes)));

    private static SettingsOverview Make(StartedSettings started, PolicyInForce policy, InventoryInForce inventory, NodeTable nodes) => new(
        nodes.SelfName, started.Version, started.File, started.Rows, [.. policy.Current.Rules.Select(Row)], policy.Refused ?? "", inventory.Current.Devices.Length);

    private static RuleRow Row(PolicyRule rule) => new(
        rule.Name,
        Words("everybody who has signed in", ("group", rule.Groups), ("person", rule.People)),
        Words("everything that is allowed", ("port", rule.Ports is { } ports ? [.. ports.Ranges.Select(range => range.First == range.Last ? Number(range.First) : $"{Number(range.First)}-{Number(range.Last)}")] : []),
            ("device", rule.Devices), ("device group", rule.DeviceGroups), ("method", rule.Methods), ("user", rule.Users)),
        rule.May.ToString().ToLowerInvariant(),
        string.Join("; ", Limits(rule)));

    private static IEnumerable<string> Limits(PolicyRule rule)
    {
        if (rule.Hours is { } hours)
            yield return string.Create(CultureInfo.InvariantCulture, $"{(hours.Days.IsEmpty ? "daily" : string.Join(", ", hours.Days.Select(day => day.ToString()[..3].ToLowerInvariant())))} {hours.From:HH:mm}-{hours.To:HH:mm} {hours.Zone.Id}");
        if (rule.Longest is { } longest) yield return string.Create(CultureInfo.InvariantCulture, $"for {longest:c} at most");
        if (rule.Recorded) yield return "recorded";
    }

    private static string Words(string all, params (string What, IReadOnlyList<string> Names)[] conditions)
    {
        var words = conditions.Where(condition => condition.Names.Count > 0).Select(condition => $"{condition.What} {string.Join(", ", condition.Names)}").ToList();
        return words.Count == 0 ? all : string.Join("; ", words);
    }

    private static string Number(int port) => port.ToString(CultureInfo.InvariantCulture);
}
