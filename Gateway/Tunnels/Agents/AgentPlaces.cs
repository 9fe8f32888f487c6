using System.Threading.RateLimiting;

namespace Gateway.Tunnels.Agents;

/// <summary>How many may be connected that have not said yet who they are. A whole site may return at once from one address.</summary>
internal sealed class AgentPlaces : IDisposable
{
    /// <summary>Most of one address.</summary>
    public const int PerAddress = 1000;

    /// <summary>Most on this node.</summary>
    public const int Most = 2000;

    private readonly PartitionedRateLimiter<string> _addresses = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetConcurrencyLimiter(address, _ => new ConcurrencyLimiterOptions { PermitLimit = PerAddress, QueueLimit = 0 }));

    private readonly ConcurrencyLimiter _all = new(new ConcurrencyLimiterOptions { PermitLimit = Most, QueueLimit = 0 });

    /// <summary>A place until it is disposed; null if there is none.</summary>
    public IDisposable? TryEnter(string address)
    {
        var one = _addresses.AttemptAcquire(address);
        if (one.IsAcquired)
        {
            var all = _all.AttemptAcquire();
            if (all.IsAcquired) return new Place(one, all);
            all.Dispose();
        }
        one.Dispose();
        return null;
    }

    public void Dispose()
    {
        _addresses.Dispose();
        _all.Dispose();
    }

    private sealed class Place(RateLimitLease one, RateLimitLease all) : IDisposable
    {
        public void Dispose()
        {
            one.Dispose();
            all.Dispose();
        }
    }
}
