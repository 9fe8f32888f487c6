using Gateway.Access;
using Gateway.Agent.Protocol;
using Gateway.Cluster;
using Gateway.Tunnels;
using Gateway.Tunnels.Agents;
using Gateway.Tunnels.Sshd;

namespace Gateway.Web.Tunnels;

/// <summary>Where devices dial in by WebSocket: their agents, the streams of these, and plain ssh.</summary>
internal static class AgentRoutes
{
    /// <summary>Below it no browser's page has anything to do.</summary>
    public const string Path = AgentWire.ControlPath;

    private static readonly string[] Opening = [HttpMethods.Get, HttpMethods.Connect]; // RFC 8441, 4, for HTTP/2

    public static void Map(WebApplication app)
    {
        // The control connection asks by itself whether somebody is there.
        MapSocket(app, AgentWire.ControlPath, Timeout.InfiniteTimeSpan, ConnectAsync);
        var keepAlive = app.Services.GetRequiredService<TunnelOptions>().KeepAlive;
        MapSocket(app, AgentWire.StreamPath + "{node}/{name}", keepAlive, StreamAsync).Through(Door.Public, Door.Node);
        MapSocket(app, AgentWire.SshPath, keepAlive, SshAsync);
        AgentEnrolment.Map(app);
    }

    private static IEndpointConventionBuilder MapSocket(WebApplication app, string path, TimeSpan keepAlive, RequestDelegate serve)
    {
        var branch = ((IEndpointRouteBuilder)app).CreateApplicationBuilder();
        branch.UseWebSockets(new WebSocketOptions { KeepAliveInterval = keepAlive });
        branch.Run(context => GuardAsync(context, serve));
        return app.MapMethods(path, Opening, branch.Build()).Asking(AccessAction.Anyone); // what they show says who they are
    }

    private static async Task GuardAsync(HttpContext context, RequestDelegate serve)
    {
        var services = context.RequestServices;
        context.Response.Headers.CacheControl = "no-store";
        if (!services.GetRequiredService<TunnelOptions>().IsOn)
        {
            await services.GetRequiredService<Pages>().ErrorAsync(context, StatusCodes.Status404NotFound, Refusals.NothingHere);
            return;
        }
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            await PlainAnswers.SayAsync(context, StatusCodes.Status426UpgradeRequired, "This address speaks WebSocket only.");
            return;
        }
        using var place = services.GetRequiredService<ConnectionLimit>().TryEnterFrom(CountedFrom(context));
        if (place is null) await PlainAnswers.SayAsync(context, StatusCodes.Status429TooManyRequests, "Too many connections come from this address.");
        else await serve(context);
    }

    private static async Task ConnectAsync(HttpContext context)
    {
        var services = context.RequestServices;
        if (!context.WebSockets.WebSocketRequestedProtocols.Contains(AgentWire.SubProtocol))
        {
            await PlainAnswers.SayAsync(context, StatusCodes.Status400BadRequest, $"The sub-protocol {AgentWire.SubProtocol} is spoken here.");
            return;
        }
        var sessions = services.GetRequiredService<AgentSessions>();
        if (sessions.TryEnter(CountedFrom(context)) is not { } place)
        {
            await PlainAnswers.SayAsync(context, StatusCodes.Status503ServiceUnavailable, "Too many agents are coming at once. Try again in some seconds.");
            return;
        }
        using (place)
        {
            var (own, keys) = (services.GetRequiredService<OwnOrigin>(), services.GetRequiredService<DialInHostKeys>());
            string from = From(context);
            using var socket = await context.WebSockets.AcceptWebSocketAsync(AgentWire.SubProtocol);
            await sessions.ServeAsync(new AgentCall(new AgentSocket(socket, context.Abort), from, CountedFrom(context), own.IsOwn,
                visitor => keys.PinAsync(visitor.Device.Name, visitor.Entry, visitor.HostKeys, from)), place);
        }
    }

    private static async Task StreamAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var (nodes, lifetime) = (services.GetRequiredService<NodeTable>(), services.GetRequiredService<IHostApplicationLifetime>());
        string node = (string)context.Request.RouteValues["node"]!, name = (string)context.Request.RouteValues["name"]!;
        bool isCarried = AgentStreams.IsName(name) && (node == nodes.SelfId
            ? await services.GetRequiredService<AgentStreams>().CarryAsync(name, () => AcceptAsync(context), context.Abort, context.RequestAborted)
            // What a node has passed on goes no further, or it could go round in circles.
            : Listeners.DoorOf(context) == Door.Public && nodes.Find(node) is { } other && await services.GetRequiredService<HubForwarder>().ForwardAsync(context, other, lifetime.ApplicationStopping));
        if (!isCarried) await PlainAnswers.SayAsync(context, StatusCodes.Status404NotFound, "No such stream is awaited.");
    }

    private static async Task SshAsync(HttpContext context)
    {
        var services = context.RequestServices;
        if (services.GetRequiredService<SshdDoor>() is not { IsReady: true } door)
        {
            await PlainAnswers.SayAsync(context, StatusCodes.Status404NotFound, "This gateway takes no ssh by WebSocket.");
            return;
        }
        var lifetime = services.GetRequiredService<IHostApplicationLifetime>();
        var socket = new CountedSocket(await AcceptAsync(context), static _ => { }, static _ => { }, context.Abort);
        await using var stream = new SocketStream(socket);
        await using var stopping = lifetime.ApplicationStopping.Register(context.Abort);
        // Who leaves while he waits for his turn leaves the queue.
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, context.RequestAborted);
        try
        {
            await door.ServeAsync(stream, From(context), leaving.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The device has gone, or the gateway goes.
        }
    }

    private static Task<System.Net.WebSockets.WebSocket> AcceptAsync(HttpContext context) =>
        context.WebSockets.AcceptWebSocketAsync(context.WebSockets.WebSocketRequestedProtocols.Contains(AgentWire.SubProtocol) ? AgentWire.SubProtocol : null);

    /// <summary>The address that a request came from, as it is shown; empty if it is not known.</summary>
    internal static string From(HttpContext context) => context.Connection.RemoteIpAddress is not { } address ? "" : address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString() : address.ToString();

    private static string CountedFrom(HttpContext context) => ClientAddress.CountedAs(context.Connection.RemoteIpAddress);
}
