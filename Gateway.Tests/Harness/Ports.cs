using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.Harness;

/// <summary>Ports of 127.0.0.1 that nobody listens on.</summary>
internal static class Ports
{
    private const int Lowest = 15000;

    // ip(7): the kernel picks ports from this range for outgoing connections and for whoever asks for any, and would
    // take one that a server here is yet to begin on or is to come back to.
    private static readonly int Picked = int.Parse(File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split('\t', ' ')[0], CultureInfo.InvariantCulture);
    private static readonly Lock Sync = new();
    private static readonly HashSet<int> Given = [];

    /// <summary>A port that was free just now, was given to no other test of this run and is given to no one by the kernel.</summary>
    public static int Free()
    {
        lock (Sync)
        {
            while (true)
            {
                // At random, as another run on the same machine looks in the same range.
                int port = Picked > Lowest + 1000 ? Random.Shared.Next(Lowest, Picked) : 0;
                using var listener = new TcpListener(IPAddress.Loopback, port);
                try
                {
                    listener.Start();
                }
                catch (SocketException)
                {
                    continue; // somebody listens there
                }
                port = ((IPEndPoint)listener.LocalEndpoint).Port;
                if (Given.Add(port)) return port;
            }
        }
    }
}
