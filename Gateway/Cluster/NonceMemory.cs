namespace Gateway.Cluster;

/// <summary>Which signed requests have come already. They are good for a short time only, and so need not be remembered for longer.</summary>
internal sealed class NonceMemory(TimeProvider time)
{
    private const int Most = 200_000;

    private readonly Lock _lock = new();
    private HashSet<string> _now = [];
    private HashSet<string> _before = [];
    private long _since = time.GetTimestamp();

    /// <summary>Remembers a nonce for at least twice as long as a request is good. False if it has come before, or too many come to tell.</summary>
    public bool TryAdd(string nonce)
    {
        lock (_lock)
        {
            if (time.GetElapsedTime(_since) > 2 * NodeRequests.Good) (_before, _now, _since) = (_now, [], time.GetTimestamp());
            return _now.Count < Most && !_before.Contains(nonce) && _now.Add(nonce);
        }
    }
}
