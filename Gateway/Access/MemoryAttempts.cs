namespace Gateway.Access;

/// <summary>Attempts that this node alone has seen.</summary>
public sealed class MemoryAttempts(SignInOptions options, TimeProvider time) : IAttempts
{
    /// <summary>Most names, addresses and pairs of both that are remembered; those longest unused are forgotten first.</summary>
    public const int Most = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<(char Kind, string Key), Bucket> _buckets = [];
    private readonly AttemptRule _person = AttemptRule.ForPerson(options);
    private readonly AttemptRule _address = AttemptRule.ForAddress(options);

    /// <inheritdoc/>
    public Task<TimeSpan> EnterAsync(string name, string address) => Task.FromResult(Enter(name, address));

    /// <inheritdoc/>
    public Task SucceededAsync(string name, string address)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            _buckets.Remove(Person(name, address, now));
            _buckets[('k', Pair(name, address))] = new Bucket(0, now, now + AttemptRule.KnownLife);
            if (_buckets.TryGetValue(('a', address), out var shared)) _buckets[('a', address)] = shared with { Level = Math.Max(shared.Level - 1, 0) };
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<TimeSpan> EnterAsync(string what, AttemptRule rule)
    {
        var (key, now) = (('o', what), time.GetUtcNow());
        lock (_lock)
        {
            var wait = Wait(rule, key, now);
            if (wait > TimeSpan.Zero) return Task.FromResult(wait);
            Count(rule, key, now);
            if (_buckets.Count > Most) Forget(now);
            return Task.FromResult(TimeSpan.Zero);
        }
    }

    private TimeSpan Enter(string name, string address)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            var (person, from) = (Person(name, address, now), ('a', address));
            var wait = Wait(_person, person, now);
            if (Wait(_address, from, now) is var other && other > wait) wait = other;
            if (wait > TimeSpan.Zero) return wait;
            Count(_person, person, now);
            Count(_address, from, now);
            if (_buckets.Count > Most) Forget(now);
            return TimeSpan.Zero;
        }
    }

    private (char, string) Person(string name, string address, DateTimeOffset now) =>
        _buckets.TryGetValue(('k', Pair(name, address)), out var known) && known.Until > now ? ('p', Pair(name, address)) : ('n', name);

    private TimeSpan Wait(AttemptRule rule, (char, string) key, DateTimeOffset now) =>
        _buckets.TryGetValue(key, out var bucket) ? rule.Wait(bucket.Level, Since(bucket, now)) : TimeSpan.Zero;

    private void Count(AttemptRule rule, (char, string) key, DateTimeOffset now)
    {
        double level = _buckets.TryGetValue(key, out var bucket) ? rule.Add(bucket.Level, Since(bucket, now)) : 1;
        _buckets[key] = new Bucket(level, now, now + rule.Life(level));
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, bucket) in _buckets)
            if (bucket.Until <= now) _buckets.Remove(key);
        foreach (var (key, _) in _buckets.OrderBy(one => one.Value.At).Take(_buckets.Count - Most / 2).ToList()) _buckets.Remove(key);
    }

    private static string Pair(string name, string address) => $"{name}\n{address}";

    // The system's clock may be set back.
    private static TimeSpan Since(Bucket bucket, DateTimeOffset now) => now > bucket.At ? now - bucket.At : TimeSpan.Zero;

    private readonly record struct Bucket(double Level, DateTimeOffset At, DateTimeOffset Until);
}
