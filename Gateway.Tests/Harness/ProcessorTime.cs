using System.Globalization;

namespace Gateway.Tests.Harness;

/// <summary>What something costs, whatever else this machine does meanwhile.</summary>
internal static class ProcessorTime
{
    // Ticks of times(2); a hundred a second wherever Linux runs .NET.
    private const double TicksPerSecond = 100;

    /// <summary>Time that this thread has been on a processor, in steps of ten milliseconds (proc(5), stat: utime and stime).</summary>
    public static TimeSpan OfThisThread()
    {
        string[] fields = File.ReadAllText("/proc/thread-self/stat").Split(')')[^1].Trim().Split(' ');
        return TimeSpan.FromSeconds((long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond);
    }
}
