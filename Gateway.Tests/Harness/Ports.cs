using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.Harness;

/// <summary>Ports of 127.0.0.1 that nobody listens on.</summary>
internal static class Ports
{
    private static readonly Lock Sync = new();
    private static readonly HashSet<int> Given = [];

    /// <summary>A port that was free just now and was given to no other test of this run.</summary>
    public static int Free()
    {
        lock (Sync)
        {
            while (true)
            {
                using var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                int port = ((IPEndPoint)listener.LocalEndpoint).Port;
                if (Given.Add(port)) return port;
            }
        }
    }
}
