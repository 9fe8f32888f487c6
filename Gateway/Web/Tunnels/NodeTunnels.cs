using System.Net;
using System.Net.WebSockets;
using Gateway.Agent.Protocol;
using Gateway.Cluster;
using Gateway.Tunnels;
using Gateway.Tunnels.Roads;

namespace Gateway.Web.Tunnels;

/// <summary>The way to devices that are connected to another node: one WebSocket a connection, through the nodes' door.</summary>
public sealed class NodeTunnels(NodeTable nodes, NodeConnections connections, NodeRequests requests)
{
    // The device may take its time to open a stream, and so the other node to answer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    /// <summary>Connects to a service of a device through the node that it is connected to.</summary>
    /// <param name="road">The tunnel.</param>
    /// <param name="service">The service.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="TunnelException">That node, or the device, did not open it.</exception>
    public async Task<Stream> ConnectAsync(RoadUp road, Service service, CancellationToken cancellation)
    {
        if (nodes.Find(road.Node) is not { Record.Address: { } address } node) throw new TunnelException($"The node {road.NodeName}, which {road.Device} is connected to, is not known here.");
        var to = new Uri(address, NodeTunnelRoutes.PathOf(road.Device, road.Member, service));
        // A WebSocket makes its request itself; what signs one is copied.
        using var signed = new HttpRequestMessage(HttpMethod.Get, to);
        requests.Sign(signed, node.Id, null);
        var socket = new ClientWebSocket();
        (socket.Options.KeepAliveInterval, socket.Options.KeepAliveTimeout, socket.Options.CollectHttpResponseDetails) = (KeepAlive, KeepAlive, true);
        foreach (var (name, values) in signed.Headers) socket.Options.SetRequestHeader(name, string.Join(", ", values));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await socket.ConnectAsync(new UriBuilder(to) { Scheme = to.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs }.Uri, connections.Invoker, patience.Token);
            return new SocketStream(socket);
        }
        catch (Exception exception) when (exception is WebSocketException or HttpRequestException or IOException || exception is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            var status = socket.HttpStatusCode;
            socket.Dispose();
            throw new TunnelException(status switch
            {
                HttpStatusCode.NotFound => $"{road.Device} is not connected to the node {road.NodeName} any more.",
                HttpStatusCode.BadGateway => $"{road.Device} did not open the connection.",
                _ => $"The node {road.NodeName}, which {road.Device} is connected to, cannot be reached.",
            }, exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
