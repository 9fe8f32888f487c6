using System.Threading.RateLimiting;

namespace Gateway.Access.Audit;

/// <summary>How many refusals to one person or address are put on record.</summary>
internal sealed class RefusalRate : IDisposable
{
    /// <summary>Most in a minute.</summary>
    public const int PerMinute = 120;

    // The partitions of those who have gone are dropped by the limiter itself.
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(who =>
        RateLimitPartition.GetFixedWindowLimiter(who, _ => new FixedWindowRateLimiterOptions { PermitLimit = PerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));

    /// <summary>Counts one. False if it is one too many.</summary>
    public bool TryTake(AuditEntry entry)
    {
        using var taken = _limiter.AttemptAcquire(entry.Person ?? entry.Address ?? "");
        return taken.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();
}
