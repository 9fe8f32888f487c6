using Gateway.Access;
using Gateway.Cluster;
using Gateway.Tunnels;

namespace Gateway.Web.DevicePages;

using Member = Gateway.Tunnels.Member;

/// <summary>Passes what somebody asks for on to the device, as long as he may, and says in the gateway's own words why not.</summary>
internal sealed partial class WebPassage(WebHosts hosts, WebRoads roads, WebVisits visits, WebRights rights, DeviceForwarder forwarder, SignIns signIns, SignInOptions signIn, IHostApplicationLifetime lifetime, ILogger<WebPassage> logger)
{
    /// <summary>Passes a request on. True if whoever asks has to come in anew, and nothing was answered.</summary>
    public async Task<bool> PassAsync(HttpContext context, WebVisit visit)
    {
        string label = visit.Session.Label;
        var target = WebTarget.Of(hosts, roads, label);
        var decision = target is null ? null : rights.Decide(visit.Caller, target.Place);
        if (decision is { IsAllowed: true } && rights.IsOver(visit.Session, decision)) return true;
        if (target is null || decision is not { IsAllowed: true })
        {
            await WebEntry.RefuseAsync(context, decision);
            return false;
        }
        using var place = await visits.PlaceAsync(visit, context.RequestAborted);
        if (!place.IsAcquired)
        {
            await PlainPage.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Too much is asked of this device at once", "Wait until its page has loaded, and close other tabs of it.");
            return false;
        }
        // What a page asks for by itself must not keep a sign-in awake that nobody uses.
        if (visit.Caller.SignIn is { } used && (!HttpMethods.IsGet(context.Request.Method) || context.Request.Headers["Sec-Fetch-Mode"] == "navigate"))
            await signIns.TouchAsync(used, visit.Caller.Address, context.Request.Headers.UserAgent.ToString());
        await ForwardAsync(context, visit, target);
        return false;
    }

    private async Task ForwardAsync(HttpContext context, WebVisit visit, WebTarget target)
    {
        var origin = new Uri(hosts.Origin(visit.Session.Label));
        string cookies = string.Join("; ", context.Request.Headers.Cookie.OfType<string>());
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping);
        using var running = visit.Run(ending, target.Place);
        var failure = await forwarder.ForwardAsync(context, visit.Line, target.Part,
            request => DeviceRequest.Change(request, cookies, origin, signIn.Proxy), response => DeviceAnswer.Change(response, origin, target.Place.Port), ending.Token);
        if (failure is null || context.RequestAborted.IsCancellationRequested) return;
        context.Response.Clear();
        if (ending.IsCancellationRequested) await PlainPage.WriteAsync(context, StatusCodes.Status403Forbidden, "You may not be here any more", "Your sign-in or your right to this device has ended, or the gateway stops. Load the page again.", ("Load it again", "/"));
        else if (TunnelFault(failure) is { } fault) await PlainPage.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, $"{target.Place.Device} is not connected", fault.Message, ("Try again", "/"));
        else
        {
            NoAnswer(target.Place.Device, target.Member, failure.GetBaseException().Message);
            await PlainPage.WriteAsync(context, StatusCodes.Status502BadGateway, $"{target.Place.Device} does not answer", "It is connected, but what should show its web pages does not answer, or not as a web server does.", ("Try again", "/"));
        }
    }

    private static TunnelException? TunnelFault(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
            if (exception is TunnelException fault) return fault;
        return null;
    }

    [LoggerMessage(1, LogLevel.Information, "The web pages of {Device} ({Member}) do not answer: {Reason}")]
    private partial void NoAnswer(string device, Member member, string reason);
}
