using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.Harness;

/// <summary>Ports of 127.0.0.1 that nobody listens on.</summary>
internal static class Ports
{
    // Below what the system gives to outgoing connections (ip_local_port_range): one of those could have taken the port
    // before whoever it is meant for listens there.
    private const int First = 12_000, Last = 32_000;

    private static readonly Lock Sync = new();
    private static int _next = Random.Shared.Next(First, Last);

    /// <summary>A port that was free just now and was given to no other test of this run.</summary>
    public static int Free()
    {
        lock (Sync)
        {
            while (true)
            {
                int port = _next = _next < Last ? _next + 1 : First;
                using var listener = new TcpListener(IPAddress.Loopback, port);
                try
                {
                    listener.Start();
                    return port;
                }
                catch (SocketException)
                {
                    // Somebody listens there.
                }
            }
        }
    }
}
