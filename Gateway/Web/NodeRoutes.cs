using System.Globalization;
using Gateway.Access.Audit;
using Gateway.Access.Records;
using Gateway.Cluster;
using Gateway.Terminals;
using Microsoft.AspNetCore.Mvc;

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
        routes.MapGet("/cluster/audit", AuditAsync).Through(Door.Node);
    }

    /// <summary>Entries of that node's record, for somebody who has signed in.</summary>
    public static string Audit(string signIn, AuditFilter filter, long before, int limit) =>
        string.Create(CultureInfo.InvariantCulture, $"cluster/audit?as={Uri.EscapeDataString(signIn)}&page={before}&limit={limit}&{filter.ToQuery()}");

    /// <summary>The terminals of a visitor on that node.</summary>
    public static string TerminalsOf(string owner) => $"cluster/terminals?owner={Uri.EscapeDataString(owner)}";

    /// <summary>One terminal on that node.</summary>
    public static string Terminal(string id) => $"cluster/terminals/{Uri.EscapeDataString(id)}";

    /// <summary>One terminal of a visitor on that node.</summary>
    public static string TerminalOf(string owner, string id) => $"{Terminal(id)}?owner={Uri.EscapeDataString(owner)}";

    // That the other node let him ask is not enough: who may read is for the node to say whose record it is.
    private static async Task<IResult> AuditAsync(HttpContext context, [FromQuery(Name = "as")] string? signIn, long page, int limit, AuditTrail trail, TimeProvider time)
    {
        if (AuditFilter.Read(name => context.Request.Query[name], time.GetUtcNow(), out _) is not { } filter || page < 1 || limit is < 1 or > AuditReader.Most) return Results.BadRequest();
        try
        {
            return await trail.HereForAsync(signIn, filter, page, limit, context.RequestAborted) is { } slice ? Results.Json(slice) : Results.NotFound();
        }
        catch (RecordsUnavailableException)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
