using System.Diagnostics;

namespace Gateway.Tests.Bench;

/// <summary>Clocks and middle values.</summary>
internal static class Measure
{
    public static double Seconds(Action action)
    {
        long from = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(from).TotalSeconds;
    }

    public static async Task<double> SecondsAsync(Func<Task> action)
    {
        long from = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(from).TotalSeconds;
    }

    public static double Median(IEnumerable<double> values) => Percentile(values, 50);

    public static double Percentile(IEnumerable<double> values, double percent)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * percent / 100))];
    }

    /// <summary>Does nothing for a while: that is what is measured.</summary>
    public static void Stall(TimeSpan time) => Thread.Sleep(time);
}
