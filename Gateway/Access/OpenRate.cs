using System.Threading.RateLimiting;

namespace Gateway.Access;

/// <summary>
/// How often terminals may be opened. Counted per visitor, and more generously per address, since who throws the
/// cookie away is a new visitor.
/// </summary>
public sealed class OpenRate : IDisposable
{
    /// <summary>So many visitors may come from one address.</summary>
    public const int AddressFactor = 10;

    private readonly PartitionedRateLimiter<string> _visitors;
    private readonly PartitionedRateLimiter<string> _addresses;

    /// <summary>Allows <paramref name="perMinute"/> openings a minute and visitor, ten times that an address.</summary>
    public OpenRate(int perMinute) => (_visitors, _addresses) = (Limiter(perMinute), Limiter(perMinute * AddressFactor));

    /// <summary>Counts one opening. False if it is one too many.</summary>
    public bool TryTake(string visitor, string address)
    {
        using var first = _visitors.AttemptAcquire(visitor);
        if (!first.IsAcquired) return false;
        using var second = _addresses.AttemptAcquire(address);
        return second.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _visitors.Dispose();
        _addresses.Dispose();
    }

    // The partitions of those who have gone are dropped by the limiter itself.
    private static PartitionedRateLimiter<string> Limiter(int perMinute) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetSlidingWindowLimiter(key, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = perMinute,
            Window = TimeSpan.FromMinutes(1),
            SegmentsPerWindow = 6,
            QueueLimit = 0,
        }));
}
