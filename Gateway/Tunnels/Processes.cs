using System.Globalization;

namespace Gateway.Tunnels;

/// <summary>A process as /proc/PID/stat shows it (proc(5)).</summary>
/// <param name="Pid">Its number.</param>
/// <param name="Program">Its name.</param>
/// <param name="Session">Number of its session.</param>
/// <param name="Started">When it started, in ticks since the machine did.</param>
internal sealed record ProcessState(int Pid, string Program, int Session, long Started);

/// <summary>The processes of this machine, in /proc. Any may be gone at the next moment.</summary>
internal static class Processes
{
    /// <summary>Numbers of all.</summary>
    public static IEnumerable<int> All() =>
        Directory.EnumerateDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int pid) ? pid : 0).Where(pid => pid > 0);

    /// <summary>One of them; null if it is gone, or has ended and waits to be asked how.</summary>
    public static ProcessState? Find(int pid)
    {
        try
        {
            string text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            // The name may hold blanks and brackets.
            int open = text.IndexOf('(', StringComparison.Ordinal), close = text.LastIndexOf(')');
            string[] fields = text[(close + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : new ProcessState(pid, text[(open + 1)..close], int.Parse(fields[3], CultureInfo.InvariantCulture), long.Parse(fields[19], CultureInfo.InvariantCulture));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether a process has a descriptor that leads to what a link says, such as "socket:[1234]". False too if that may not be seen.</summary>
    public static bool Holds(int pid, string link)
    {
        try
        {
            return Directory.EnumerateFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/fd")).Any(descriptor => new FileInfo(descriptor).LinkTarget == link);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
