using System.Threading.RateLimiting;

namespace Gateway.Access;

/// <summary>
/// Counts wrong secrets per address: API tokens, invitations. Nobody guesses 128 bits; but whoever tries does not keep the
/// gateway busy, and shows on record, once a minute and address.
/// </summary>
internal sealed class WrongGuesses : IDisposable
{
    /// <summary>Wrong secrets of an address in a minute that are looked up at all.</summary>
    public const int PerMinute = 120;

    private readonly PartitionedRateLimiter<string> _tries = Limiter(PerMinute);
    private readonly PartitionedRateLimiter<string> _shown = Limiter(1);

    /// <summary>Whether a secret from this address is looked up. Those of colleagues behind the same address wait for a minute with it.</summary>
    public bool MayTry(string address) => _tries.GetStatistics(address) is not { CurrentAvailablePermits: 0 };

    /// <summary>Counts a wrong one. True if it is to be put on record.</summary>
    public bool Count(string address)
    {
        using var tried = _tries.AttemptAcquire(address);
        using var shown = _shown.AttemptAcquire(address);
        return shown.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tries.Dispose();
        _shown.Dispose();
    }

    // The partitions of those who have gone are dropped by the limiter itself.
    private static PartitionedRateLimiter<string> Limiter(int perMinute) => PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));
}
