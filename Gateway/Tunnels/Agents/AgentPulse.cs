using Gateway.Agent.Protocol;

namespace Gateway.Tunnels.Agents;

/// <summary>Whether an agent is still there, and how far away it is. For several threads.</summary>
internal sealed class AgentPulse(TimeProvider time)
{
    /// <summary>So many pings without an answer, and it is not.</summary>
    public const int Most = 3;

    // As TCP smooths what it measures (RFC 6298, 2.3).
    private const double Weight = 1.0 / 8;

    private readonly Lock _lock = new();
    private long _id;
    private long _sent;
    private int _missed = -1;
    private TimeSpan? _roundTrip;

    /// <summary>Time there and back, smoothed; null before the first answer.</summary>
    public TimeSpan? RoundTrip
    {
        get
        {
            lock (_lock) return _roundTrip;
        }
    }

    /// <summary>The next ping; null when <see cref="Most"/> of them have not been answered.</summary>
    public Ping? Beat()
    {
        lock (_lock)
        {
            if (++_missed >= Most) return null;
            _sent = time.GetTimestamp();
            return new Ping(++_id);
        }
    }

    /// <summary>Something came from it, whatever it was.</summary>
    public void Heard()
    {
        lock (_lock) _missed = -1;
    }

    /// <summary>An answer came; one to an older ping measures nothing.</summary>
    public void Answered(long id)
    {
        lock (_lock)
        {
            if (id != _id || _sent == 0) return;
            var took = time.GetElapsedTime(_sent);
            _sent = 0;
            _roundTrip = _roundTrip is { } before ? before + (took - before) * Weight : took;
        }
    }
}
