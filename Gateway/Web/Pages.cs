using System.Reflection;
using Gateway.Access;
using Gateway.Methods;

namespace Gateway.Web;

/// <summary>The pages: start, terminal and error.</summary>
internal sealed class Pages(PageTemplates templates, MethodCatalog methods, SignInOptions signIn)
{
    private static readonly string Version = typeof(Pages).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>RFC 9110 wants HEAD wherever GET is; health probes and link checkers use it.</summary>
    public static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", Reading, (HttpContext context, Pages pages) => pages.HomeAsync(context)).Asking(AccessAction.Anyone);
        routes.MapMethods("/remote/{method}/{user}/{port}", Reading, (HttpContext context, string method, string user, string port, Pages pages) => pages.TerminalAsync(context, method, user, port)).Asking(AccessAction.Anyone);
        routes.MapPost("/api/visit", Visitors.VisitAsync).RequireRateLimiting(WebRoom.VisitRate).WithVisitor().Asking(AccessAction.Anyone);
    }

    /// <summary>Answers with a page or, where asked for, with JSON (RFC 9457).</summary>
    public Task ErrorAsync(HttpContext context, int status, Refusal refusal)
    {
        context.Response.Headers.CacheControl = "no-store"; // a 404 may be kept otherwise (RFC 9111)
        if (!WantsJson(context.Request)) return templates.WriteErrorAsync(context, status, refusal, Data(context, "error"));
        return Results.Problem(refusal.Detail, null, status, refusal.Title, extensions: new Dictionary<string, object?> { ["code"] = refusal.Code }).ExecuteAsync(context);
    }

    private Task HomeAsync(HttpContext context) => templates.WriteHomeAsync(context, Data(context, "home"));

    // A GET starts nothing: the page asks for the terminal over the hub.
    private Task TerminalAsync(HttpContext context, string method, string user, string port)
    {
        var verdict = methods.Read(method, user, port, out _);
        if (Refusals.Of(verdict, methods, method, port) is { } wrong) return ErrorAsync(context, wrong.Status, wrong.Refusal);
        return templates.WriteTerminalAsync(context, Data(context, "terminal", new PageLink(method, user, port)));
    }

    private PageData Data(HttpContext context, string page, PageLink? link = null, SignInWays? ways = null) => new(
        page, $"{context.Request.PathBase}/", Version, methods.Options.Domain, methods.Names,
        [.. methods.Options.Ports.Ranges.Select(range => new[] { range.First, range.Last })], link, signIn.IsOn, ways);

    private static bool WantsJson(HttpRequest request)
    {
        string accept = request.Headers.Accept.ToString();
        return accept.Contains("json", StringComparison.OrdinalIgnoreCase) && !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }
}
