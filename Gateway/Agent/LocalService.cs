using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Agent;

/// <summary>A service of the device that the gateway may open streams to.</summary>
/// <param name="Name"><c>ssh</c>, <c>http</c> or <c>app</c>.</param>
/// <param name="Host">A name or address, without brackets.</param>
/// <param name="Port">Its TCP port.</param>
internal sealed record LocalService(string Name, string Host, int Port)
{
    // A service of the same machine or room answers at once, or not at all.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Reads "host:port", "[address]:port" or a port of this machine.</summary>
    /// <exception cref="AgentException">It is none.</exception>
    public static LocalService Read(string name, string address)
    {
        int colon = address.LastIndexOf(':');
        string host = colon < 0 ? "127.0.0.1" : address[..colon];
        if (host.StartsWith('[') && host.EndsWith(']')) host = host[1..^1];
        else if (host.Contains(':', StringComparison.Ordinal)) host = "";
        bool isPort = int.TryParse(address[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= IPEndPoint.MaxPort;
        return isPort && Uri.CheckHostName(host) != UriHostNameType.Unknown ? new LocalService(name, host, port) : throw new AgentException($"--{name} {address}: that is not host:port.");
    }

    /// <summary>Connects to it, within five seconds.</summary>
    /// <exception cref="AgentException">It cannot be reached; the message says why.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<Socket> ConnectAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(Host, Port, patience.Token);
            return socket;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new AgentException($"{this}: {DialWords.Of(exception.SocketErrorCode)}", exception);
        }
        catch (OperationCanceledException exception)
        {
            socket.Dispose();
            if (cancellation.IsCancellationRequested) throw;
            throw new AgentException($"{this}: no answer within {Patience.TotalSeconds:0} seconds", exception);
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} at {(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
}
