using System.Net;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Cluster;

/// <summary>Passes a hub connection on, whole, to the node that runs its terminal.</summary>
public sealed class HubForwarder(IHttpForwarder forwarder, NodeConnections connections, NodeRequests requests, ForwardedConnections forwarded)
{
    // Both sides ping every 15 seconds; a page that rests is waited for as long as by the hub itself.
    private static readonly ForwarderRequestConfig Config = new() { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact, ActivityTimeout = TimeSpan.FromMinutes(6) };

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Passes the connection on, until it ends.</summary>
    /// <param name="context">The request for a WebSocket.</param>
    /// <param name="node">Where it belongs.</param>
    /// <param name="cancellation">Ends the connection.</param>
    /// <returns>False if the node cannot be reached or does not know us; nothing has been answered then.</returns>
    public async Task<bool> ForwardAsync(HttpContext context, Node node, CancellationToken cancellation)
    {
        if (node.Record.Address is not { } address) return false;
        using var connecting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var passage = new Passage(requests, node.Id, connecting);
        connecting.CancelAfter(Patience); // a node that stands still takes connections, and says nothing
        forwarded.Enter();
        try
        {
            var error = await forwarder.SendAsync(context, address.AbsoluteUri, connections.Invoker, Config, passage, connecting.Token);
            if (context.Response.HasStarted || passage.IsAnswered && error == ForwarderError.None) return true;
            context.Response.Clear();
            return false;
        }
        finally
        {
            forwarded.Leave();
        }
    }

    private sealed class Passage(NodeRequests requests, string node, CancellationTokenSource connecting) : HttpTransformer
    {
        /// <summary>Whether the other side took the connection, or refused it for a reason that is the visitor's.</summary>
        public bool IsAnswered { get; private set; }

        public override async ValueTask TransformRequestAsync(HttpContext context, HttpRequestMessage request, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(context, request, destinationPrefix, cancellationToken);
            // The visitor's own host and address are signed, or were checked here; proxies' words about them go no further.
            foreach (string name in new[] { "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto" }) request.Headers.Remove(name);
            request.Headers.Host = null;
            request.RequestUri ??= RequestUtilities.MakeDestinationAddress(destinationPrefix, context.Request.Path, context.Request.QueryString);
            requests.Sign(request, node, context);
        }

        public override ValueTask<bool> TransformResponseAsync(HttpContext context, HttpResponseMessage? response, CancellationToken cancellationToken)
        {
            connecting.CancelAfter(Timeout.InfiniteTimeSpan);
            IsAnswered = response?.StatusCode is HttpStatusCode.SwitchingProtocols or HttpStatusCode.TooManyRequests;
            return IsAnswered ? base.TransformResponseAsync(context, response, cancellationToken) : ValueTask.FromResult(false);
        }
    }
}
