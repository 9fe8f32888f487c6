using System.Globalization;
using System.Net;

namespace Gateway.Terminals;

/// <summary>
/// Whose a connection over loopback is, as the kernel tells (proc_pid_net(5), <c>tcp</c>; proc_pid_fd(5)): its far end is a
/// socket with a number, and a process that has it shows that among its descriptors.
/// </summary>
internal static class TelnetPeer
{
    private const int Attempts = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Whether a process holds the far end of a connection.</summary>
    /// <param name="far">The far end, on 127.0.0.1.</param>
    /// <param name="near">This end, on 127.0.0.1.</param>
    /// <param name="process">The process' id.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<bool> IsOfAsync(IPEndPoint far, IPEndPoint near, int process, CancellationToken cancellation)
    {
        string local = Words(far), remote = Words(near);
        for (int i = 0; i < Attempts; i++)
        {
            // The kernel's table, read while it changes, may lack a line.
            if (i > 0) await Task.Delay(Pause, cancellation);
            if (NumberOf(local, remote) is { } number) return Has(process, $"socket:[{number}]");
        }
        return false;
    }

    // Not /proc/net, which a service that sees processes only (ProcSubset=pid) has not.
    private static string? NumberOf(string local, string remote)
    {
        foreach (string line in File.ReadLines("/proc/self/net/tcp"))
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var from, var to, _, _, _, _, _, _, var number, ..] && from == local && to == remote) return number == "0" ? null : number;
        return null;
    }

    private static bool Has(int process, string socket)
    {
        try
        {
            return new DirectoryInfo($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/fd").EnumerateFileSystemInfos().Any(one => one.LinkTarget == socket);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended, or is not ours
        }
    }

    private static string Words(IPEndPoint end) => $"{BitConverter.ToUInt32(end.Address.GetAddressBytes()):X8}:{end.Port:X4}";
}
