using System.Reflection;
using Gateway.Access;
using Gateway.Inventory;
using Gateway.Methods;
using Gateway.Terminals;
using Gateway.Tunnels;
using Gateway.Web.Desktop;

namespace Gateway.Web;

/// <summary>The pages: start, terminal, sign-in, the person's own, the administrators', devices, recordings and error.</summary>
internal sealed class Pages(PageTemplates templates, MethodCatalog methods, SignInOptions signIn, Authorizer authorizer, InventoryInForce inventory, DesktopOptions desktops, TunnelOptions tunnels)
{
    private static readonly string Version = typeof(Pages).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private const int LongestDevice = 64;

    /// <summary>RFC 9110 wants HEAD wherever GET is; health probes and link checkers use it.</summary>
    public static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/", Reading, (HttpContext context, Pages pages) => pages.HomeAsync(context)).Asking(AccessAction.Anyone);
        routes.MapMethods("/remote/{method}/{user}/{port}", Reading, (HttpContext context, string method, string user, string port, Pages pages) => pages.TerminalAsync(context, method, user, port)).Asking(AccessAction.Anyone);
        routes.MapMethods("/shared/{terminal}", Reading, (HttpContext context, string terminal, Pages pages) => pages.SharedAsync(context, terminal)).Asking(AccessAction.Anyone);
        routes.MapMethods("/sign-in", Reading, (HttpContext context, string? trouble, Pages pages) => pages.SignInAsync(context, trouble)).Asking(AccessAction.Anyone);
        // Shells without content, the same for everybody: what they show they ask for.
        routes.MapMethods("/me", Reading, (HttpContext context, Pages pages) => pages.PersonalAsync(context, "me")).Asking(AccessAction.Anyone);
        routes.MapMethods("/admin", Reading, (HttpContext context, Pages pages) => pages.PersonalAsync(context, "admin")).Asking(AccessAction.Anyone);
        routes.MapMethods("/devices", Reading, (HttpContext context, Pages pages) => pages.ShellAsync(context, "devices")).Asking(AccessAction.Anyone);
        routes.MapMethods("/tunnels", Reading, (HttpContext context, Pages pages) => pages.TunnelsAsync(context)).Asking(AccessAction.Anyone);
        routes.MapMethods("/connect/{device}", Reading, (HttpContext context, Pages pages) => pages.ShellAsync(context, "connect")).Asking(AccessAction.Anyone);
        routes.MapMethods("/connect/{device}/go", Reading, (HttpContext context, string device, Pages pages) => pages.DeviceAsync(context, device)).Asking(AccessAction.Anyone);
        routes.MapMethods("/recordings", Reading, (HttpContext context, Pages pages) => pages.RecordingsAsync(context, "recordings")).Asking(AccessAction.Anyone);
        routes.MapMethods("/recordings/{id}", Reading, (HttpContext context, string id, Pages pages) => pages.RecordingsAsync(context, "recording")).Asking(AccessAction.Anyone);
        routes.MapPost("/api/visit", Visitors.VisitAsync).RequireRateLimiting(WebRoom.VisitRate).WithVisitor().Asking(AccessAction.Anyone);
    }

    /// <summary>Answers with a page or, where asked for, with JSON (RFC 9457).</summary>
    public Task ErrorAsync(HttpContext context, int status, Refusal refusal)
    {
        context.Response.Headers.CacheControl = "no-store"; // a 404 may be kept otherwise (RFC 9111)
        if (!WantsJson(context.Request)) return templates.WriteErrorAsync(context, status, refusal, Data(context, "error"));
        return Refusals.Refused(status, refusal).ExecuteAsync(context);
    }

    private Task HomeAsync(HttpContext context) => templates.WriteHomeAsync(context, Data(context, "home"));

    // A GET starts nothing: the page asks for the terminal over the hub.
    private Task TerminalAsync(HttpContext context, string method, string user, string port)
    {
        var verdict = methods.Read(method, user, port, out _);
        if (Refusals.Of(verdict, methods, method, port) is { } wrong) return ErrorAsync(context, wrong.Status, wrong.Refusal);
        return templates.WriteTerminalAsync(context, Data(context, "terminal", new PageLink(method, user, port)));
    }

    // The same for every name, whether there is such a device or not, and whoever asks: what it comes to the hub says.
    private Task DeviceAsync(HttpContext context, string device) => device.Length is > 0 and <= LongestDevice
        ? templates.WriteTerminalAsync(context, Data(context, "terminal", new PageLink("", "", "", device)))
        : ErrorAsync(context, StatusCodes.Status404NotFound, Refusals.NothingHere);

    // The same for every name, whether there is such a terminal or not. What lets somebody in is in the fragment, which a
    // browser keeps to itself.
    private Task SharedAsync(HttpContext context, string terminal) => Terminal.IsId(terminal)
        ? templates.WriteTerminalAsync(context, Data(context, "terminal", shared: terminal))
        : ErrorAsync(context, StatusCodes.Status404NotFound, Refusals.NothingHere);

    private Task SignInAsync(HttpContext context, string? trouble)
    {
        if (!signIn.IsOn) return ErrorAsync(context, StatusCodes.Status404NotFound, Refusals.NothingHere);
        bool local = signIn.PeopleFile is not null;
        var ways = new SignInWays(local || signIn.Ldap is not null, local, signIn.Oidc?.Label ?? "", signIn.Proxy is not null || signIn.Certificates is not null, Refusals.OfTrouble(trouble));
        return templates.WriteAsync(context, Data(context, "signin", ways: ways));
    }

    private Task PersonalAsync(HttpContext context, string page) =>
        signIn.IsOn ? templates.WriteAsync(context, Data(context, page)) : ErrorAsync(context, StatusCodes.Status404NotFound, Refusals.NothingHere);

    // Also where nothing is recorded any more: what was is still there.
    private Task RecordingsAsync(HttpContext context, string page) => ShellAsync(context, page);

    private Task TunnelsAsync(HttpContext context) => tunnels.IsOn ? ShellAsync(context, "tunnels") : ErrorAsync(context, StatusCodes.Status404NotFound, Refusals.NothingHere);

    private Task ShellAsync(HttpContext context, string page) => templates.WriteAsync(context, Data(context, page));

    private PageData Data(HttpContext context, string page, PageLink? link = null, SignInWays? ways = null, string? shared = null) => new(
        page, $"{context.Request.PathBase}/", Version, methods.Options.Domain, methods.Names,
        [.. methods.Options.Ports.Ranges.Select(range => new[] { range.First, range.Last })], link, signIn.IsOn, ways, shared, authorizer.CanRecord, !inventory.Current.Devices.IsEmpty, desktops.IsOn, tunnels.IsOn);

    private static bool WantsJson(HttpRequest request)
    {
        if (request.Path.StartsWithSegments("/api", StringComparison.Ordinal)) return true;
        string accept = request.Headers.Accept.ToString();
        return accept.Contains("json", StringComparison.OrdinalIgnoreCase) && !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }
}
