using Gateway.Access;
using Gateway.Access.Identity;
using Gateway.Access.Records;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Web.DevicePages;

/// <summary>Everything that is asked for under a device's host name, and nothing else: none of the gateway's own routes is there, and none of its pages.</summary>
internal sealed class WebDoor(WebHosts hosts, WebEntry entry, WebPassage passage, WebVisits visits)
{
    /// <summary>What the gateway keeps for itself under each of those names.</summary>
    private const string Reserved = "/.gateway";

    private const int LongestNext = 1500;

    /// <summary>Answers there; before anything of the gateway's own, and after what a proxy in front says was believed.</summary>
    public static void Use(WebApplication app)
    {
        var (door, hosts) = (app.Services.GetRequiredService<WebDoor>(), app.Services.GetRequiredService<WebHosts>());
        app.Use((context, next) => Listeners.DoorOf(context) == Door.Public && hosts.LabelOf(context.Request.Host.Host) is { } label ? door.AnswerAsync(context, label) : next(context));
    }

    private async Task AnswerAsync(HttpContext context, string label)
    {
        var (request, response) = (context.Request, context.Response);
        if (hosts.IsHttps) response.Headers.StrictTransportSecurity = "max-age=31536000";
        string target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (!WebHosts.IsLabel(label) || !IsHere(request.Host, label)) await PlainPage.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, "There are no web pages at this address", "Open them from the gateway's list of devices.");
        else if (HttpMethods.IsTrace(request.Method) || !target.StartsWith('/')) await PlainPage.WriteAsync(context, StatusCodes.Status400BadRequest, "The request could not be read", "Check the address and try again.");
        else if (!OwnPages.Lets(request, hosts.Origin(label))) await PlainPage.WriteAsync(context, StatusCodes.Status403Forbidden, "This request comes from another site", "Open the device's own page and try from there.");
        else
        {
            try
            {
                await AnswerAsync(context, label, target);
            }
            catch (RecordsUnavailableException) when (!response.HasStarted)
            {
                await PlainPage.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, Refusals.NoSessions.Title, Refusals.NoSessions.Detail);
            }
        }
    }

    private async Task AnswerAsync(HttpContext context, string label, string target)
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments(Reserved, StringComparison.OrdinalIgnoreCase, out var own))
        {
            if (own == WebEntry.Path && HttpMethods.IsGet(request.Method)) await entry.EnterAsync(context, label);
            else await PlainPage.WriteAsync(context, StatusCodes.Status404NotFound, Refusals.NothingHere.Title, "This part of the address is the gateway's own.", ("To the device's start page", "/"));
            return;
        }
        var cookies = DeviceCookies.Values(request.Headers.Cookie.ToString(), entry.CookieName);
        if (cookies.Count > 1)
        {
            await PlainPage.WriteAsync(context, StatusCodes.Status400BadRequest, "Your browser sends two cookies for one", "Another site, or another device's page, may have set one of them. Clear the cookies of this address and try again.");
            return;
        }
        var visit = cookies is [var secret] ? await visits.EnterAsync(secret, label, context.Connection.RemoteIpAddress?.ToString() ?? "") : null;
        try
        {
            if (visit is null || await passage.PassAsync(context, visit)) await SendAwayAsync(context, label, target);
        }
        finally
        {
            visit?.Leave();
        }
    }

    // A page goes to the gateway and comes back; what a page asks for by itself cannot.
    private Task SendAwayAsync(HttpContext context, string label, string target)
    {
        var request = context.Request;
        bool isPage = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && !request.Headers.ContainsKey("Upgrade") && OwnPages.IsGoing(request.Headers);
        if (isPage) return entry.SendToGate(context, label, target.Length <= LongestNext ? NextPath.Of(target, "") : "/");
        return PlainPage.WriteAsync(context, StatusCodes.Status401Unauthorized, Refusals.NotSignedIn.Title, "Load the page again.", ("Load it again", "/"));
    }

    private bool IsHere(HostString host, string label)
    {
        var own = new Uri(hosts.Origin(label));
        return own.Host.Equals(host.Host, StringComparison.OrdinalIgnoreCase) && (host.Port ?? (own.Scheme == Uri.UriSchemeHttps ? 443 : 80)) == own.Port;
    }
}
