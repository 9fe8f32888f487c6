namespace Gateway.Cluster;

/// <summary>Redis's clock, as the last heartbeat showed it and this process's monotonic clock goes on: the one that all nodes share.</summary>
public sealed class RedisClock(TimeProvider time)
{
    private readonly Lock _lock = new();
    private long _shown;
    private long? _at;

    /// <summary>Milliseconds of Unix time; null before Redis was first asked.</summary>
    public long? Now
    {
        get { lock (_lock) return _at is { } at ? _shown + (long)time.GetElapsedTime(at).TotalMilliseconds : null; }
    }

    internal void Set(long milliseconds)
    {
        lock (_lock) (_shown, _at) = (milliseconds, time.GetTimestamp());
    }
}
