using System.Net;
using System.Net.Http.Json;

namespace Gateway.Cluster;

/// <summary>The way to the other nodes.</summary>
public sealed class NodeConnections : IDisposable
{
    /// <summary>How long another node may take to be reached or to answer a question.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly NodeRequests _requests;

    /// <summary>Makes it, with the authorities that the options name.</summary>
    public NodeConnections(ClusterOptions options, NodeRequests requests)
    {
        _requests = requests;
        Invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = Patience,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            SslOptions = { CertificateChainPolicy = new CertificateTrust(options.Authority).Policy() },
        });
    }

    /// <summary>For the forwarder.</summary>
    public HttpMessageInvoker Invoker { get; }

    /// <summary>Asks a node something.</summary>
    /// <param name="node">The node.</param>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">Path and query, without a leading slash.</param>
    /// <param name="patience">How long it may take; null for <see cref="Patience"/>.</param>
    /// <returns>The answer's status and, where it is a good one with a body, the body; null if the node could not be reached in time.</returns>
    public async Task<(HttpStatusCode Status, T? Body)?> AskAsync<T>(Node node, HttpMethod method, string path, TimeSpan? patience = null) where T : class
    {
        if (node.Record.Address is not { } address) return null;
        using var timeout = new CancellationTokenSource(patience ?? Patience);
        using var request = new HttpRequestMessage(method, new Uri(address, path));
        _requests.Sign(request, node.Id, null);
        try
        {
            using var response = await Invoker.SendAsync(request, timeout.Token);
            bool reads = response.StatusCode == HttpStatusCode.OK && method == HttpMethod.Get;
            return (response.StatusCode, reads ? await response.Content.ReadFromJsonAsync<T>(timeout.Token) : null);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <summary>Asks a node for something that is read as it comes.</summary>
    /// <param name="node">The node.</param>
    /// <param name="path">Path and query, without a leading slash.</param>
    /// <param name="patience">How long it may take until it begins to answer.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The answer, whose body has yet to be read; null if the node could not be reached in time.</returns>
    public async Task<HttpResponseMessage?> OpenAsync(Node node, string path, TimeSpan patience, CancellationToken cancellation)
    {
        if (node.Record.Address is not { } address) return null;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(patience);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
        _requests.Sign(request, node.Id, null);
        try
        {
            return await Invoker.SendAsync(request, timeout.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or IOException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Invoker.Dispose();
}
