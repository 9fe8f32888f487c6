using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.Harness;

/// <summary>
/// Ports of 127.0.0.1 that nobody listens on. None is of those that the kernel gives away by itself (ip(7),
/// ip_local_port_range): another connection could get it before the test does, and one to it could get it for its own end
/// and so meet itself.
/// </summary>
internal static class Ports
{
    private const int Lowest = 10_000;

    private static readonly Lock Sync = new();
    private static readonly HashSet<int> Given = [];
    private static readonly int[] Ours = [.. Others(File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range"))];

    /// <summary>A port that was free just now and was given to no other test of this run.</summary>
    public static int Free()
    {
        lock (Sync)
        {
            while (true)
            {
                // By chance: another run of the tests on this machine seeks too.
                int port = Ours[Random.Shared.Next(Ours.Length)];
                if (!Given.Add(port)) continue;
                try
                {
                    // It does not listen: a program that is just being started may hold a copy for a moment longer.
                    using var place = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    place.Bind(new IPEndPoint(IPAddress.Loopback, port));
                    return port;
                }
                catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
                {
                    // Another's.
                }
            }
        }
    }

    private static IEnumerable<int> Others(string range)
    {
        int[] ends = [.. range.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(end => int.Parse(end, CultureInfo.InvariantCulture))];
        return Enumerable.Range(Lowest, IPEndPoint.MaxPort - Lowest).Where(port => port < ends[0] || port > ends[1]);
    }
}
