using Gateway.Cluster;
using Gateway.Terminals;

namespace Gateway.Web;

/// <summary>What nodes ask each other. Each question about somebody's terminals names whose, and is answered for those only.</summary>
internal static class NodeRoutes
{
    private const string Root = "/cluster/terminals";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root, (string owner, VisitorTerminals terminals) => Results.Json(terminals.ListHere(owner))).Through(Door.Node);
        routes.MapMethods($"{Root}/{{id}}", [HttpMethods.Head], (string id, TerminalTable terminals) => terminals.Has(id) ? Results.Ok() : Results.NotFound()).Through(Door.Node);
        routes.MapDelete($"{Root}/{{id}}", async (string id, string owner, VisitorTerminals terminals) => await terminals.CloseHereAsync(owner, id) ? Results.NoContent() : Results.NotFound()).Through(Door.Node);
    }

    /// <summary>The terminals of a visitor on that node.</summary>
    public static string TerminalsOf(string owner) => $"cluster/terminals?owner={Uri.EscapeDataString(owner)}";

    /// <summary>One terminal on that node.</summary>
    public static string Terminal(string id) => $"cluster/terminals/{Uri.EscapeDataString(id)}";

    /// <summary>One terminal of a visitor on that node.</summary>
    public static string TerminalOf(string owner, string id) => $"{Terminal(id)}?owner={Uri.EscapeDataString(owner)}";
}
