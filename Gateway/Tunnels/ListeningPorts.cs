using System.Globalization;

namespace Gateway.Tunnels;

/// <summary>A TCP port that somebody on this machine listens on.</summary>
/// <param name="Port">The port.</param>
/// <param name="User">Number of the account whose it is.</param>
/// <param name="Inode">The socket's number, which /proc/PID/fd shows too (proc(5)).</param>
/// <param name="IsLoopback">Whether it is open to this machine only, at 127.0.0.0/8 or ::1.</param>
public sealed record ListeningPort(int Port, uint User, string Inode, bool IsLoopback);

/// <summary>The TCP ports that are listened on, as /proc/net/tcp and tcp6 show them (proc(5)).</summary>
public static class ListeningPorts
{
    private const string Listening = "0A"; // TCP_LISTEN
    private const int Fields = 10;

    /// <summary>All of them now, those of IPv4 first. Linux shows them before the connections, which may be many and are not read.</summary>
    public static IReadOnlyList<ListeningPort> Read() => [.. From("/proc/net/tcp"), .. From("/proc/net/tcp6")];

    /// <summary>Those of the text of such a file.</summary>
    public static IEnumerable<ListeningPort> Parse(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        foreach (string line in lines.Skip(1))
        {
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < Fields || fields[3] != Listening) yield break;
            string local = fields[1];
            int colon = local.IndexOf(':', StringComparison.Ordinal);
            yield return new ListeningPort(
                int.Parse(local.AsSpan(colon + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                uint.Parse(fields[7], CultureInfo.InvariantCulture), fields[9],
                // In the machine's byte order, which is little-endian on all that .NET runs on.
                colon == 8 ? local.AsSpan(6, 2) is "7F" : local.StartsWith("00000000000000000000000001000000", StringComparison.Ordinal));
        }
    }

    private static IEnumerable<ListeningPort> From(string file)
    {
        // A kernel without IPv6 has no such file.
        if (!File.Exists(file)) return [];
        return [.. Parse(File.ReadLines(file))];
    }
}
