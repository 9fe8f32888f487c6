namespace Gateway.Cluster;

/// <summary>The turns of this process.</summary>
public sealed class MemoryPortRotation : IPortRotation
{
    private long _last = -1;

    /// <inheritdoc/>
    public Task<long> NextAsync() => Task.FromResult(Interlocked.Increment(ref _last));
}
