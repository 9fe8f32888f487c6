namespace Gateway.Agent;

/// <summary>How long to wait before the next try: a second, doubled up to thirty, and not all devices in the same moment.</summary>
/// <param name="random">Gives a number from 0 to 1.</param>
internal sealed class Backoff(Func<double> random)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    // Whatever a gateway asks for, somebody who has repaired it must not wait until tomorrow.
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);
    private static readonly TimeSpan Good = TimeSpan.FromMinutes(1);

    private TimeSpan _next = First;

    /// <summary>The wait after a connection that ended, or never came.</summary>
    /// <param name="up">How long it was up; zero if it never was.</param>
    /// <param name="asked">How long the gateway has asked to wait at least.</param>
    public TimeSpan After(TimeSpan up, TimeSpan asked)
    {
        if (up >= Good) _next = First;
        // From half of it to all of it; what was asked for is exceeded by a quarter at most.
        var own = _next * (0.5 + random() / 2);
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        var least = asked < LongestAsked ? asked : LongestAsked;
        return least * (1 + random() / 4) is var polite && polite > own ? polite : own;
    }
}
