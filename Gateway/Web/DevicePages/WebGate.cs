using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Identity;
using Gateway.Access.Records;

namespace Gateway.Web.DevicePages;

/// <summary>The gateway's side of coming in to a device's pages, at its own address: who it is, whether he may, and a ticket.</summary>
internal static class WebGate
{
    /// <summary>Where browsers are sent.</summary>
    public const string Path = "/web/enter";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, EnterAsync).WithVisitor().RequireRateLimiting(WebRoom.SignInRate).Asking(AccessAction.Anyone);
        routes.MapPost(Path, VisitAsync).WithVisitor().RequireRateLimiting(WebRoom.VisitRate).Asking(AccessAction.Anyone);
    }

    private static async Task EnterAsync(HttpContext context, string? host, string? nonce, string? next, string? again, WebHosts hosts, WebRoads roads, WebRights rights, WebTickets tickets, Callers callers, AuditLog audit, Gateway.Web.Pages pages)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!hosts.IsOn || !WebHosts.IsLabel(host))
        {
            await pages.ErrorAsync(context, StatusCodes.Status404NotFound, Refusals.NothingHere);
            return;
        }
        string path = NextPath.Of(next, "");
        if (!WebTickets.IsSecret(nonce))
        {
            context.Response.Redirect(hosts.Origin(host!) + path); // comes back with one
            return;
        }
        try
        {
            if (await callers.FindAsync(context) is not { } caller)
            {
                await AskWhoAsync(context, host!, again is not null);
                return;
            }
            // Whether there is such a device only he learns who may open it.
            var target = WebTarget.Of(hosts, roads, host!);
            var decision = target is null ? null : rights.Decide(caller, target.Place);
            if (target is null || decision is not { IsAllowed: true })
            {
                if (target is not null) audit.Write(WebRights.Entry(caller, AuditEvent.Refused, target.Place) with { Rule = decision!.Rule, Reason = $"{AccessAction.OpenWeb}: {decision.Denial}" });
                var (status, refusal) = Refusals.OfWeb(decision);
                await pages.ErrorAsync(context, status, refusal);
                return;
            }
            context.Response.Redirect($"{hosts.Origin(host!)}/.gateway{WebEntry.Path}?ticket={await tickets.MakeAsync(caller, host!, nonce!, path)}");
        }
        catch (RecordsUnavailableException)
        {
            await pages.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, Refusals.NoSessions);
        }
    }

    // After a click on another site's link a browser leaves the strict cookies out. From a page of our own they come along.
    private static Task AskWhoAsync(HttpContext context, string host, bool isSure)
    {
        string here = $"{context.Request.PathBase}{Path}{context.Request.QueryString}";
        if (!isSure) return PlainPage.GoOnAsync(context, here + "&again=1");
        if (!context.RequestServices.GetRequiredService<SignInOptions>().IsOn)
            return PlainPage.AskAsync(context, $"The web pages of {host}", "They are shown through the gateway.", "Open them");
        context.Response.Redirect($"{context.Request.PathBase}/sign-in?next={Uri.EscapeDataString(here)}");
        return Task.CompletedTask;
    }

    // Where nobody signs in: the form above makes the visitor, as only a page's own request may.
    private static async Task VisitAsync(HttpContext context)
    {
        await Visitors.VisitAsync(context);
        if (context.Response.StatusCode != StatusCodes.Status204NoContent) return;
        context.Response.Headers.CacheControl = "no-store";
        await PlainPage.GoOnAsync(context, $"{context.Request.PathBase}{Path}{context.Request.QueryString}");
    }
}
