namespace Gateway.Agent;

/// <summary>What to do about a connection now.</summary>
internal enum Beat
{
    /// <summary>Nothing.</summary>
    Rest,

    /// <summary>Ask whether somebody is there.</summary>
    Ask,

    /// <summary>Nobody is: dial again.</summary>
    Lost,
}

/// <summary>
/// Whether the gateway is still there. A connection that is cut in the middle says nothing for hours, and a machine that
/// slept finds its own so: it is noticed by the clock that went on while the time since the start did not.
/// </summary>
/// <param name="keepAlive">How often to ask; after three times as long without a word the connection is lost.</param>
/// <param name="time">The clock.</param>
internal sealed class LinkPulse(TimeSpan keepAlive, TimeProvider time)
{
    private static readonly TimeSpan Jump = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AfterSleep = TimeSpan.FromSeconds(5);

    private long _heard = time.GetTimestamp();
    private long _asked = time.GetTimestamp();
    private long _looked = time.GetTimestamp();
    private DateTimeOffset _lookedAt = time.GetUtcNow();
    private long? _woke;

    /// <summary>Something came.</summary>
    public void Heard() => Volatile.Write(ref _heard, time.GetTimestamp());

    /// <summary>Looks; to be called every second or two.</summary>
    public Beat Look()
    {
        long now = time.GetTimestamp(), heard = Volatile.Read(ref _heard);
        var clock = time.GetUtcNow();
        bool slept = clock - _lookedAt - time.GetElapsedTime(_looked, now) > Jump;
        (_looked, _lookedAt) = (now, clock);
        if (_woke < heard) _woke = null;
        if (time.GetElapsedTime(heard, now) >= 3 * keepAlive || (_woke is { } woke && time.GetElapsedTime(woke, now) >= AfterSleep)) return Beat.Lost;
        if (slept) _woke = now;
        else if (time.GetElapsedTime(_asked, now) < keepAlive) return Beat.Rest;
        _asked = now;
        return Beat.Ask;
    }
}
