using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Gateway.Agent;

/// <summary>Why nobody could be reached, in words for people.</summary>
internal static class DialWords
{
    /// <summary>What a failed request to the gateway means.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="status">What was answered in place of what was asked for; null if nothing was.</param>
    public static string Of(Exception exception, HttpStatusCode? status)
    {
        var http = Chain(exception).OfType<HttpRequestException>().FirstOrDefault();
        if (http?.HttpRequestError == HttpRequestError.ProxyTunnelError) return $"the proxy does not let it through: {http.Message}";
        if ((status ?? http?.StatusCode) is { } code and not HttpStatusCode.OK) return Of(code);
        if (Chain(exception).OfType<AuthenticationException>().FirstOrDefault() is { } tls)
            return $"the gateway's certificate, or that of a proxy in its place, is not trusted: {tls.Message} (--ca FILE names the authority to trust)";
        if (Chain(exception).OfType<SocketException>().FirstOrDefault() is { } socket) return Of(socket.SocketErrorCode);
        return Chain(exception).Last().Message;
    }

    /// <summary>What a status means that was answered in place of a WebSocket.</summary>
    public static string Of(HttpStatusCode code) => code switch
    {
        HttpStatusCode.NotFound => "404: there is no gateway for devices at this address, or it takes none (tunnels)",
        HttpStatusCode.Forbidden => "403: something on the way forbids it",
        HttpStatusCode.ProxyAuthenticationRequired => "407: the proxy asks for a user and a password",
        HttpStatusCode.MisdirectedRequest => "421: the gateway has another name than the one that was dialed (publicUrl)",
        HttpStatusCode.TooManyRequests => "429: too many connections come from this address",
        HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => $"{(int)code}: the proxy before the gateway does not reach it",
        HttpStatusCode.ServiceUnavailable => "503: the gateway takes no more at this moment",
        _ => $"the answer was {(int)code} in place of a WebSocket",
    };

    /// <summary>What a socket's error means.</summary>
    public static string Of(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "nobody listens there (connection refused)",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the name is not known (DNS)",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown => "there is no way to it (unreachable)",
        SocketError.TimedOut => "no answer",
        SocketError.ConnectionReset => "the connection was cut",
        _ => new SocketException((int)error).Message,
    };

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var one = exception; one is not null; one = one.InnerException) yield return one;
    }
}
