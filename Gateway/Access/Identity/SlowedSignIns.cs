using System.Net;
using System.Threading.RateLimiting;

namespace Gateway.Access.Identity;

/// <summary>Which of the attempts to sign in that are slowed are put on record: one a minute and address, or a flood of them would fill the disk.</summary>
public sealed class SlowedSignIns : IDisposable
{
    // The partitions of those who have gone are dropped by the limiter itself.
    private readonly PartitionedRateLimiter<string> _shown = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions { PermitLimit = 1, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));

    /// <summary>Whether this one is. Counts it.</summary>
    public bool IsToBeShown(IPAddress? address)
    {
        using var shown = _shown.AttemptAcquire(address is null ? "" : ClientAddress.CountedAs(address));
        return shown.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => _shown.Dispose();
}
