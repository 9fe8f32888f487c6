using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Records;

namespace Gateway.Web.DevicePages;

/// <summary>The device's side of coming in: sends a browser to the gateway's own address, and lets it in with the ticket that it brings from there.</summary>
internal sealed class WebEntry(WebHosts hosts, WebRoads roads, WebTickets tickets, WebSessions sessions, WebRights rights, AuditLog audit)
{
    /// <summary>Where a ticket is shown, below what the gateway keeps for itself.</summary>
    public const string Path = "/enter";

    private static readonly TimeSpan NonceLife = TimeSpan.FromMinutes(15);

    /// <summary>Name of the cookie that lets in.</summary>
    public string CookieName => NameOf("gateway-web");

    private string NonceName => NameOf("gateway-web-nonce");

    /// <summary>Sends a browser to the gateway's own address, where somebody signs in. It keeps what binds the ticket to it: nobody's ticket but one that it asked for itself is good here (login CSRF).</summary>
    public Task SendToGate(HttpContext context, string label, string next)
    {
        // The same for several tabs at once, each of which comes back.
        if (NonceOf(context) is not { } nonce)
        {
            nonce = WebTickets.NewSecret();
            context.Response.Cookies.Append(NonceName, nonce, Cookie(NonceLife));
        }
        Redirect(context, new Uri(hosts.Own, $"{WebGate.Path.TrimStart('/')}?host={label}&nonce={WebTickets.HashOf(nonce)}&next={Uri.EscapeDataString(next)}").AbsoluteUri);
        return Task.CompletedTask;
    }

    /// <summary>Lets a browser in with its ticket.</summary>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    public async Task EnterAsync(HttpContext context, string label)
    {
        var ticket = await tickets.TakeAsync(context.Request.Query["ticket"], label, NonceOf(context));
        var caller = ticket is null ? null : await sessions.CallerAsync(ticket.Owner, ticket.SignIn, context.Connection.RemoteIpAddress?.ToString() ?? "");
        if (caller is null)
        {
            await PlainPage.WriteAsync(context, StatusCodes.Status403Forbidden, "This address was good once only", "It was used before, is too old, or was another browser's. Your browser has to accept cookies here.", ("Try again", "/"));
            return;
        }
        var target = WebTarget.Of(hosts, roads, label);
        var decision = target is null ? null : rights.Decide(caller, target.Place);
        if (target is null || decision is not { IsAllowed: true })
        {
            await RefuseAsync(context, decision);
            return;
        }
        var (_, secret) = await sessions.BeginAsync(ticket!);
        audit.Write(WebRights.Entry(caller, AuditEvent.WebOpened, target.Place) with { Rule = decision.Rule, Target = target.Device.CloneMember is null ? null : target.Member.ToString().ToLowerInvariant() });
        context.Response.Cookies.Append(CookieName, secret, Cookie(null));
        Redirect(context, ticket!.Next);
    }

    /// <summary>Says no. A device that somebody has no rule for answers like one that is not there.</summary>
    public static Task RefuseAsync(HttpContext context, AccessDecision? decision)
    {
        var (status, refusal) = Refusals.OfWeb(decision);
        return PlainPage.WriteAsync(context, status, refusal.Title, refusal.Detail);
    }

    private string? NonceOf(HttpContext context) =>
        DeviceCookies.Values(context.Request.Headers.Cookie.ToString(), NonceName) is [var one] && WebTickets.IsSecret(one) ? one : null;

    private string NameOf(string name) => hosts.IsHttps ? "__Host-" + name : name;

    // Lax: the way back from the gateway, or from a provider that signs people in, may begin at another site.
    private CookieOptions Cookie(TimeSpan? life) => new() { HttpOnly = true, Secure = hosts.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = life, IsEssential = true };

    private static void Redirect(HttpContext context, string address)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Redirect(address);
    }
}
