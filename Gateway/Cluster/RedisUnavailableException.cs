namespace Gateway.Cluster;

/// <summary>Redis did not answer in time, or not at all. Whoever asked goes on without it.</summary>
public sealed class RedisUnavailableException : Exception
{
    /// <summary>With the reason in words.</summary>
    public RedisUnavailableException(string reason, Exception? inner = null)
        : base(reason, inner)
    {
    }
}
