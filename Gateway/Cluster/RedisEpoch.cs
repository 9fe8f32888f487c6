namespace Gateway.Cluster;

/// <summary>
/// Which filling of Redis this node knows. Redis holds a random word that the first node writes; where it has another, or
/// none, it was emptied, and what it does not hold may only not be there yet.
/// </summary>
internal sealed class RedisEpoch(TimeProvider time)
{
    // Every node finds out with its next heartbeat, and writes its part then.
    private static readonly TimeSpan Refilling = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private string? _current;
    private long? _changed;

    /// <summary>The word; null before the first heartbeat.</summary>
    public string? Current
    {
        get { lock (_lock) return _current; }
    }

    /// <summary>Whether Redis was emptied lately, so that not every node may have written its part again.</summary>
    public bool IsRefilling
    {
        get { lock (_lock) return _changed is { } changed && time.GetElapsedTime(changed) < Refilling; }
    }

    /// <summary>Whether an answer that came with this word was given by a Redis that may not hold all that it held.</summary>
    public bool IsUnsure(string? word)
    {
        lock (_lock) return _current is not null && word != _current || IsRefilling;
    }

    /// <summary>Takes over the word that the nodes agreed on.</summary>
    public void Set(string word)
    {
        lock (_lock)
        {
            if (_current is not null && _current != word) _changed = time.GetTimestamp();
            _current = word;
        }
    }
}
