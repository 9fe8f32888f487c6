namespace Gateway.Cluster;

/// <summary>Counts the hub connections that this node passes on to others.</summary>
public sealed class ForwardedConnections
{
    private int _count;

    /// <summary>How many there are now.</summary>
    public int Count => Volatile.Read(ref _count);

    internal void Enter() => Interlocked.Increment(ref _count);

    internal void Leave() => Interlocked.Decrement(ref _count);
}
