using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Agent;

/// <summary>
/// Dials the gateway, through proxies if there are any. WebSockets share an HTTP/2 connection (RFC 8441) where the gateway and
/// what is before it speak that, and have one of their own (RFC 6455) elsewhere. Disposed, it ends all that it has dialed.
/// </summary>
internal sealed class AgentDialer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // Less than what proxies and address translators forget a silent connection after.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    // A hundred streams that nobody reads take less than the client's room for a whole connection, which is 64 MiB.
    private const int StreamWindow = 512 * 1024;

    private readonly ConcurrentDictionary<NetworkStream, bool> _connections = new();
    private readonly GatewayAddress _gateway;
    private readonly HttpMessageInvoker _invoker;

    /// <summary>Makes one.</summary>
    /// <exception cref="AgentException">The settings are wrong, or the authority's file cannot be read.</exception>
    public AgentDialer(AgentSettings settings)
    {
        _gateway = settings.Gateway();
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = ConnectAsync,
            ConnectTimeout = Patience,
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = StreamWindow,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            UseCookies = false,
            AllowAutoRedirect = false,
        };
        if (settings.Proxy is { } proxy) handler.Proxy = Proxy(proxy);
        if (settings.Ca is { } file) handler.SslOptions.CertificateChainPolicy = Trusting(file);
        _invoker = new HttpMessageInvoker(handler);
    }

    static AgentDialer() =>
        // Otherwise the room of a stream grows to 16 MiB while it is read fast, and stays so when it is read no more.
        AppContext.SetSwitch("System.Net.SocketsHttpHandler.Http2FlowControl.DisableDynamicWindowSizing", true);

    /// <summary>Opens a WebSocket.</summary>
    /// <exception cref="AgentException">It cannot be opened; the message says why.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<ClientWebSocket> DialAsync(string path, string? subProtocol, CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        socket.Options.KeepAliveInterval = KeepAlive;
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.SetRequestHeader("User-Agent", $"gateway-agent/{AgentVersion.Text}");
        if (subProtocol is not null) socket.Options.AddSubProtocol(subProtocol);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await socket.ConnectAsync(_gateway.Socket(path), _invoker, patience.Token);
            return socket;
        }
        catch (Exception exception) when (exception is WebSocketException or HttpRequestException or OperationCanceledException)
        {
            socket.Dispose();
            cancellation.ThrowIfCancellationRequested();
            string words = exception is OperationCanceledException ? $"no answer within {Patience.TotalSeconds:0} seconds" : DialWords.Of(exception, socket.HttpStatusCode is 0 ? null : socket.HttpStatusCode);
            throw new AgentException($"{_gateway} cannot be reached: {words}", exception);
        }
    }

    /// <summary>Asks the gateway something.</summary>
    /// <exception cref="AgentException">It cannot be reached; the message says why.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<HttpResponseMessage> PostAsync(string path, HttpContent content, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _gateway.Web(path)) { Content = content };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return await _invoker.SendAsync(request, patience.Token);
        }
        catch (HttpRequestException exception)
        {
            throw new AgentException($"{_gateway} cannot be reached: {DialWords.Of(exception, null)}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new AgentException($"{_gateway} cannot be reached: no answer within {Patience.TotalSeconds:0} seconds", exception);
        }
    }

    public void Dispose()
    {
        _invoker.Dispose();
        // A connection that is cut in the middle would otherwise wait for its far end for a quarter of an hour.
        foreach (var (connection, _) in _connections) connection.Dispose();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            var connection = new NetworkStream(socket, ownsSocket: true);
            _connections[connection] = true;
            return connection;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static WebProxy Proxy(string text)
    {
        if (!Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}", UriKind.Absolute, out var address) || address.Host.Length == 0)
            throw new AgentException($"--proxy {text}: that is no address of a proxy, as http://proxy.example:3128 is one.");
        var proxy = new WebProxy(new UriBuilder(address) { UserName = "", Password = "" }.Uri);
        if (address.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var password]) proxy.Credentials = new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password.FirstOrDefault() ?? ""));
        return proxy;
    }

    private static X509ChainPolicy Trusting(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(file);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new AgentException($"--ca {file}: {exception.Message}", exception);
        }
        return policy.CustomTrustStore.Count > 0 ? policy : throw new AgentException($"--ca {file}: there is no certificate in it.");
    }
}
