using Gateway.Access;
using Gateway.Web.Desktop;
using Gateway.Web.Tunnels;

namespace Gateway.Web;

/// <summary>
/// Turns away requests for another host, and everything that changes something or upgrades to a WebSocket but does
/// not come from one of our own pages. Browsers send <c>Origin</c> with all of those, so a missing one is refused too,
/// except from a script that shows an API token: no page of another site can send one, since we allow none to (CORS).
/// </summary>
internal sealed class OwnOrigin(Listeners listeners, WebOptions options, SignInOptions signIn, IHostApplicationLifetime lifetime)
{
    private static readonly Refusal OtherHost = new("forbidden", "This is not the gateway's address", "Use the address that the operator gave you. Operators: it is the setting publicUrl.");
    private static readonly Refusal OtherOrigin = new("forbidden", "This request comes from another site", "Open the gateway's own page and try again.");

    private OriginPolicy? _policy;

    // Known only once the server listens, since a port may be chosen by the system. Requests that come while it opens
    // its addresses must not settle which those are.
    private OriginPolicy Policy => _policy ?? (lifetime.ApplicationStarted.IsCancellationRequested ? _policy = new OriginPolicy(Addresses()) : new OriginPolicy(Addresses()));

    public static void Use(IApplicationBuilder app) => app.Use((context, next) =>
        context.RequestServices.GetRequiredService<OwnOrigin>().GuardAsync(context, next));

    /// <summary>Whether that is the scheme, host and port of an address of this gateway.</summary>
    public bool IsOwn(string origin) => Policy.AllowsOrigin(origin);

    private Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        if (Listeners.DoorOf(context) == Door.Node) return next(context); // checked where it came in
        var request = context.Request;
        // Load balancers ask for health by whatever name they know; the answer holds nothing.
        if (request.Path.StartsWithSegments("/health", StringComparison.Ordinal)) return next(context);
        if (!Policy.AllowsHost(request.Host.Value)) return Refuse(421, OtherHost);
        // No browser's page comes there, only people's own programs and devices, which know no Origin; what lets them in is a ticket or a key.
        if (request.Path.StartsWithSegments(DesktopRoutes.Path, StringComparison.OrdinalIgnoreCase) || request.Path.StartsWithSegments(AgentRoutes.Path, StringComparison.OrdinalIgnoreCase))
            return request.Headers.Origin.Count > 0 ? Refuse(403, OtherOrigin) : next(context);
        bool reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        bool hub = request.Path.StartsWithSegments(WebRoom.HubPath, StringComparison.OrdinalIgnoreCase);
        if ((!reads || hub) && !Policy.AllowsOrigin(request.Headers.Origin) && !IsScript(request)) return Refuse(403, OtherOrigin);
        return next(context);

        Task Refuse(int status, Refusal refusal) => context.RequestServices.GetRequiredService<Pages>().ErrorAsync(context, status, refusal);
    }

    // Where nobody signs in there are no tokens, and a cookie counts whatever else is sent.
    private bool IsScript(HttpRequest request) => signIn.IsOn && Callers.HasToken(request) && request.Headers.Origin.Count == 0;

    private IEnumerable<Uri> Addresses()
    {
        if (options.PublicUrl is { } url) yield return url;
        foreach (var uri in listeners.Of(Door.Public).Where(uri => uri.Host is not ("0.0.0.0" or "[::]")))
            yield return uri;
    }
}
