using System.Threading.RateLimiting;

namespace Gateway.Access;

/// <summary>
/// How many hub connections may stand at once. An idle one costs little, but without a bound one client could hold
/// all the gateway's descriptors. The numbers are far above what people use: one connection a tab.
/// </summary>
public sealed class ConnectionLimit : IDisposable
{
    /// <summary>Connections of one visitor at once.</summary>
    public const int PerVisitor = 500;

    /// <summary>Connections of one address at once; a company behind one address, or a proxy that is not trusted, is many people.</summary>
    public const int PerAddress = 4000;

    private readonly PartitionedRateLimiter<string> _visitors = Limiter(PerVisitor);
    private readonly PartitionedRateLimiter<string> _addresses = Limiter(PerAddress);

    /// <summary>Counts a connection of a visitor until the result is disposed. Null if it is one too many.</summary>
    public IDisposable? TryEnter(string visitor) => Take(_visitors, visitor);

    /// <summary>Counts a connection of an address (<see cref="ClientAddress.CountedAs"/>) until the result is disposed. Null if it is one too many.</summary>
    public IDisposable? TryEnterFrom(string address) => Take(_addresses, address);

    /// <inheritdoc/>
    public void Dispose()
    {
        _visitors.Dispose();
        _addresses.Dispose();
    }

    private static RateLimitLease? Take(PartitionedRateLimiter<string> limiter, string name)
    {
        var lease = limiter.AttemptAcquire(name);
        if (lease.IsAcquired) return lease;
        lease.Dispose();
        return null;
    }

    // The partitions of those who have gone are dropped by the limiter itself.
    private static PartitionedRateLimiter<string> Limiter(int limit) => PartitionedRateLimiter.Create<string, string>(name =>
        RateLimitPartition.GetConcurrencyLimiter(name, _ => new ConcurrencyLimiterOptions { PermitLimit = limit, QueueLimit = 0 }));
}
