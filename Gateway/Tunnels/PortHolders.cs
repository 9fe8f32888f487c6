using System.Globalization;

namespace Gateway.Tunnels;

/// <summary>A process that listens on a TCP port.</summary>
/// <param name="Pid">Its number; null if it is another account's, whose descriptors may not be seen.</param>
/// <param name="Program">Its name, as the kernel has it, at most 15 characters; empty if it is another account's.</param>
/// <param name="User">Number of the account.</param>
public sealed record PortHolder(int? Pid, string Program, uint User)
{
    /// <summary>In words.</summary>
    public string Words => Pid is { } pid ? string.Create(CultureInfo.InvariantCulture, $"{Program} (process {pid})")
        : string.Create(CultureInfo.InvariantCulture, $"another account's process (account {User})");
}

/// <summary>Which process holds a TCP port of this machine.</summary>
public static class PortHolders
{
    /// <summary>Who listens on the port; null for nobody. Looks through /proc: not for what is done often.</summary>
    public static PortHolder? Find(int port)
    {
        if (ListeningPorts.Read().FirstOrDefault(one => one.Port == port) is not { } listening) return null;
        string link = $"socket:[{listening.Inode}]";
        foreach (int pid in Processes.All())
            if (Processes.Holds(pid, link)) return new PortHolder(pid, Processes.Find(pid)?.Program ?? "", listening.User);
        return new PortHolder(null, "", listening.User);
    }
}
