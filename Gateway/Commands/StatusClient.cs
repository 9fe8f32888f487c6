using System.Net.Sockets;

namespace Gateway.Commands;

/// <summary>Why the gateway's socket gave no answer, in words for the operator.</summary>
internal sealed class StatusUnreadException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Asks a running gateway through the socket in its data folder.</summary>
internal static class StatusClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The JSON that <c>/status</c> answers.</summary>
    /// <exception cref="StatusUnreadException">Nobody answers, or this account may not ask.</exception>
    public static async Task<string> AskAsync(string path, CancellationToken cancellation)
    {
        using var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, token) => ConnectAsync(path, token), UseProxy = false }) { Timeout = Patience };
        try
        {
            return await client.GetStringAsync(new Uri("http://localhost/status"), cancellation);
        }
        catch (HttpRequestException exception)
        {
            throw new StatusUnreadException(exception.InnerException is SocketException failure ? Words(path, failure.SocketErrorCode) : $"{path}: the answer is no gateway's ({exception.Message}).", exception);
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new StatusUnreadException($"{path}: the gateway does not answer within {Patience.TotalSeconds:0} seconds.", exception);
        }
    }

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string Words(string path, SocketError error) => error switch
    {
        SocketError.AccessDenied => $"{path}: {Environment.UserName} may not connect to it. Run the command as the gateway's account, or as root.",
        SocketError.ConnectionRefused => $"{path}: nobody listens there; the gateway is not running (it was killed, as the socket is still there).",
        _ => $"{path}: there is no such socket; the gateway is not running, or has another data folder.",
    };
}
