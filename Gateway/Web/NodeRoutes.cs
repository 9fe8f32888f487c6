using System.Globalization;
using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Cluster;
using Gateway.Terminals;
using Gateway.Web.Devices;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Web;

/// <summary>What nodes ask each other. Each question about somebody's terminals names whose, and is answered for those only.</summary>
internal static class NodeRoutes
{
    private const string Root = "/cluster/terminals";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root, (string owner, VisitorTerminals terminals) => Results.Json(terminals.ListHere(owner))).Through(Door.Node);
        MapForPeople(routes);
        routes.MapMethods($"{Root}/{{id}}", [HttpMethods.Head], (string id, TerminalTable terminals) => terminals.Has(id) ? Results.Ok() : Results.NotFound()).Through(Door.Node);
        routes.MapDelete($"{Root}/{{id}}", async (string id, string owner, VisitorTerminals terminals) => await terminals.CloseHereAsync(owner, id) ? Results.NoContent() : Results.NotFound()).Through(Door.Node);
    }

    private static void MapForPeople(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/cluster/presence", (string at, string but, Presences presences) => Results.Json(presences.Here(at, but))).Through(Door.Node);
        routes.MapGet("/cluster/shared", (string at, string method, string user, string by, SharedTerminals shared) => Results.Json(shared.Here(at, method, user, by))).Through(Door.Node);
        routes.MapGet("/cluster/overview", (string by, string address, Callers callers, Authorizer authorizer, Overviews overviews) =>
            AsAsync(callers, authorizer, by, address, AccessAction.Administer, _ => Results.Json(overviews.Here()))).Through(Door.Node);
        routes.MapDelete($"{Root}/{{id}}/order", (string id, string by, string address, Callers callers, Authorizer authorizer, Overviews overviews) =>
            AsAsync(callers, authorizer, by, address, AccessAction.EndTerminal, async caller => Done(await overviews.EndHereAsync(caller, id)))).Through(Door.Node);
        routes.MapPost($"{Root}/{{id}}/message", (string id, string text, string by, string address, Callers callers, Authorizer authorizer, Overviews overviews) =>
            AsAsync(callers, authorizer, by, address, AccessAction.SendMessage, caller => Done(overviews.SendHere(caller, id, text)))).Through(Door.Node);
        routes.MapGet("/cluster/audit", (HttpContext context, long page, int limit, string by, string address, Callers callers, Authorizer authorizer, AuditTrail trail, TimeProvider time) =>
            AsAsync(callers, authorizer, by, address, AccessAction.ReadAudit, _ => AuditAsync(context, page, limit, trail, time))).Through(Door.Node);
    }

    // The other node says whose sign-in it acts for; whether that one may is looked up and decided here.
    internal static Task<IResult> AsAsync(Callers callers, Authorizer authorizer, string by, string address, AccessAction action, Func<Caller, IResult> act) =>
        AsAsync(callers, authorizer, by, address, action, caller => Task.FromResult(act(caller)));

    internal static async Task<IResult> AsAsync(Callers callers, Authorizer authorizer, string by, string address, AccessAction action, Func<Caller, Task<IResult>> act)
    {
        var caller = await callers.FindByIdAsync(by, address);
        return authorizer.Decide(caller, new AccessRequest(action)).IsAllowed ? await act(caller!) : Results.StatusCode(StatusCodes.Status403Forbidden);
    }

    private static IResult Done(bool done) => done ? Results.NoContent() : Results.NotFound();

    /// <summary>Who is at a place on that node, but for one owner.</summary>
    public static string PresenceAt(string key, string but) => $"cluster/presence?at={Uri.EscapeDataString(key)}&but={Uri.EscapeDataString(but)}";

    /// <summary>The terminals at a place on that node that are shared with all.</summary>
    public static string SharedAt(string key, string method, string user, string by) =>
        $"cluster/shared?at={Uri.EscapeDataString(key)}&method={Uri.EscapeDataString(method)}&user={Uri.EscapeDataString(user)}&by={Uri.EscapeDataString(by)}";

    /// <summary>That node's part of what administrators see.</summary>
    public static string Overview(Caller caller) => $"cluster/overview?{By(caller)}";

    /// <summary>A terminal there that an administrator ends.</summary>
    public static string Ordered(Caller caller, string id) => $"{Terminal(id)}/order?{By(caller)}";

    /// <summary>A terminal there that an administrator writes to.</summary>
    public static string MessageTo(Caller caller, string id, string text) => $"{Terminal(id)}/message?{By(caller)}&text={Uri.EscapeDataString(text)}";

    /// <summary>Lines of that node's record with smaller numbers.</summary>
    public static string Audit(Caller caller, AuditFilter filter, long before, int limit) =>
        string.Create(CultureInfo.InvariantCulture, $"cluster/audit?{By(caller)}&page={before}&limit={limit}&filter={Uri.EscapeDataString(filter.ToQuery())}");

    /// <summary>Whom a question is asked for.</summary>
    internal static string By(Caller caller) => $"by={Uri.EscapeDataString(caller.SignIn?.Id ?? "")}&address={Uri.EscapeDataString(caller.Address)}";

    /// <summary>The terminals of a visitor on that node.</summary>
    public static string TerminalsOf(string owner) => $"cluster/terminals?owner={Uri.EscapeDataString(owner)}";

    /// <summary>One terminal on that node.</summary>
    public static string Terminal(string id) => $"cluster/terminals/{Uri.EscapeDataString(id)}";

    /// <summary>One terminal of a visitor on that node.</summary>
    public static string TerminalOf(string owner, string id) => $"{Terminal(id)}?owner={Uri.EscapeDataString(owner)}";

    // The filter is a query of its own: it has an address and a name as well.
    private static async Task<IResult> AuditAsync(HttpContext context, long before, int limit, AuditTrail trail, TimeProvider time)
    {
        var query = QueryHelpers.ParseQuery(context.Request.Query["filter"]);
        if (AuditFilter.Read(name => query.GetValueOrDefault(name), time.GetUtcNow(), out _) is not { } filter || before < 1 || limit is < 1 or > AuditReader.Most) return Results.BadRequest();
        return await trail.HereAsync(filter, before, limit, context.RequestAborted) is { } slice ? Results.Json(slice) : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }
}
