using System.Globalization;
using Gateway.Terminals;

namespace Gateway.Tunnels.Sshd;

/// <summary>
/// Which sshd processes are the gateway's: one file each, named as the process, which says when that started. A gateway
/// that was killed leaves them running, with the ports that they hold; the next one ends them by these marks. sshd writes
/// over its own command line, so nothing else tells them from the system's.
/// </summary>
internal sealed class SshdMarks(string folder)
{
    // Numbers of processes and their times count from the machine's start, and the file outlives that (random(4)).
    private static readonly string Boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    /// <summary>Marks a process that was just started.</summary>
    public void Add(int pid)
    {
        if (Processes.Find(pid) is { } process) File.WriteAllText(PathOf(pid), string.Create(CultureInfo.InvariantCulture, $"{Boot} {process.Started}"));
    }

    /// <summary>Ends what a process that is gone has left in its session, and forgets it.</summary>
    public void Remove(int pid)
    {
        End(pid, 0);
        File.Delete(PathOf(pid));
    }

    /// <summary>Ends all that are marked: those of a gateway that is gone.</summary>
    /// <returns>How many processes were there.</returns>
    public int EndAll()
    {
        int ended = 0;
        foreach (string file in Directory.GetFiles(folder))
        {
            if (int.TryParse(Path.GetFileName(file), CultureInfo.InvariantCulture, out int pid) && File.ReadAllText(file).Split(' ') is [var boot, var ticks] && boot == Boot && long.TryParse(ticks, CultureInfo.InvariantCulture, out long started)) ended += End(pid, started);
            File.Delete(file);
        }
        return ended;
    }

    // The number of a session is given to no other process while one of the session runs.
    private static int End(int session, long started)
    {
        if (Processes.Find(session) is { } leader && leader.Started != started) return 0;
        int ended = 0;
        foreach (var process in Processes.All().Select(Processes.Find).OfType<ProcessState>())
        {
            if (process.Session != session || process.Started < started || !process.Program.StartsWith("sshd", StringComparison.Ordinal)) continue;
            ChildProcess.EndForeign(process.Pid);
            ended++;
        }
        return ended;
    }

    private string PathOf(int pid) => Path.Combine(folder, pid.ToString(CultureInfo.InvariantCulture));
}
