using System.Net;

namespace Gateway.Cluster;

/// <summary>
/// The connections of one person to the web pages of one device, which nobody else uses: some devices take who signed in
/// on a connection for whoever sends on it next (NTLM), and one that answers out of step would answer another person.
/// </summary>
public sealed class DeviceLine : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly HttpMessageInvoker _invoker;

    /// <summary>Makes it.</summary>
    /// <param name="connect">Opens a connection to the part of the device that it is given.</param>
    /// <param name="most">Most connections at once to one part.</param>
    public DeviceLine(Func<string, CancellationToken, Task<Stream>> connect, int most) => _invoker = new HttpMessageInvoker(new UnbufferedHandler(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = Patience,
        MaxConnectionsPerServer = most,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
        // A small device's longest line is not that of a server of our own.
        MaxResponseHeadersLength = 64,
        ConnectCallback = async (context, cancellation) => await connect(context.DnsEndPoint.Host, cancellation),
    }));

    /// <summary>For the forwarder.</summary>
    internal HttpMessageInvoker Invoker => _invoker;

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();
}
