using Gateway.Access;
using Gateway.Agent.Protocol;
using Gateway.Tunnels;
using Gateway.Tunnels.Roads;

namespace Gateway.Web.Tunnels;

/// <summary>Lets other nodes through to the devices that are connected to this one.</summary>
internal static class NodeTunnelRoutes
{
    private const string Root = "/cluster/tunnels";

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public static void Map(WebApplication app)
    {
        var branch = ((IEndpointRouteBuilder)app).CreateApplicationBuilder();
        branch.UseWebSockets(new WebSocketOptions { KeepAliveInterval = KeepAlive, KeepAliveTimeout = KeepAlive });
        branch.Run(ConnectAsync);
        app.MapMethods($"{Root}/{{device}}/{{member}}/{{service}}", [HttpMethods.Get], branch.Build()).Through(Door.Node);
    }

    /// <summary>A device's service on the node that it is connected to, without a leading slash.</summary>
    public static string PathOf(string device, Gateway.Tunnels.Member member, Service service) => $"cluster/tunnels/{Uri.EscapeDataString(device)}/{member}/{service}";

    private static async Task ConnectAsync(HttpContext context)
    {
        var route = context.Request.RouteValues;
        bool isKnown = Enum.TryParse<Gateway.Tunnels.Member>(route["member"] as string, true, out var member) & Enum.TryParse<Service>(route["service"] as string, true, out var service);
        if (!isKnown || !context.WebSockets.IsWebSocketRequest)
        {
            context.Response.StatusCode = isKnown ? StatusCodes.Status426UpgradeRequired : StatusCodes.Status400BadRequest;
            return;
        }
        var roads = context.RequestServices.GetRequiredService<LiveRoads>();
        var device = context.RequestServices.GetRequiredService<DialInBook>().Current.Find(route["device"] as string ?? "");
        var tunnel = device is null ? null : roads.To(device, member, service).FirstOrDefault(road => road.Tunnel is not null)?.Tunnel;
        if (tunnel is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        // The node's stop ends the connection too.
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        Stream opened;
        try
        {
            opened = await tunnel.ConnectAsync(service, ending.Token);
        }
        catch (TunnelException)
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway; // the other node says which device
            return;
        }
        await using (opened)
        {
            await using var socket = new SocketStream(await context.WebSockets.AcceptWebSocketAsync());
            try
            {
                await Duplex.CarryAsync(socket, opened, ending.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // One of them has gone.
            }
        }
    }
}
