namespace Gateway.Inventory.States;

/// <summary>How often ports are looked at.</summary>
public sealed record ProbeOptions
{
    /// <summary>Time between two looks at a port.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long connecting may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Looks in a second over all nodes.</summary>
    public int PerSecond { get; init; } = 20;
}

/// <summary>
/// Says which port is to be looked at when: each at its interval, a little earlier or later so that they do not come
/// together; one that is down ever more rarely; and never more in a second than this node's share of what is allowed. Not
/// for several threads.
/// </summary>
public sealed class ProbeSchedule(ProbeOptions options, TimeProvider time, Random random)
{
    /// <summary>Intervals after which a port that stays down is looked at, at the most.</summary>
    public const int LongestBackOff = 10;

    private const double Jitter = 0.1;

    // What is new is to be known soon.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private readonly Dictionary<ProbeTarget, Entry> _entries = [];
    private readonly PriorityQueue<Entry, DateTimeOffset> _queue = new();
    private double _allowed = 1;
    private double _rate = options.PerSecond;
    private DateTimeOffset _counted = time.GetUtcNow();

    /// <summary>Says what is to be looked at from now on, and over how many nodes the looks are shared.</summary>
    /// <param name="targets">All ports of this node.</param>
    /// <param name="nodes">Nodes that live, this one among them.</param>
    /// <param name="isKnown">Whether it is known how a port is, from another node for one.</param>
    public void Follow(IEnumerable<ProbeTarget> targets, int nodes, Func<ProbeTarget, bool> isKnown)
    {
        _rate = (double)options.PerSecond / Math.Max(1, nodes);
        var now = time.GetUtcNow();
        HashSet<ProbeTarget> wanted = [.. targets];
        foreach (var gone in _entries.Keys.Where(target => !wanted.Contains(target)).ToList()) _entries.Remove(gone);
        foreach (var target in wanted.Where(target => !_entries.ContainsKey(target)))
        {
            var within = isKnown(target) || options.Interval < Soon ? options.Interval : Soon;
            Plan(_entries[target] = new Entry(target), now + within * random.NextDouble());
        }
    }

    /// <summary>What is to be looked at now; <see cref="Done"/> has to be told of each.</summary>
    public IReadOnlyList<ProbeTarget> Take()
    {
        var now = time.GetUtcNow();
        // What was not used does not add up to a burst.
        _allowed = Math.Min(Math.Max(1, _rate), _allowed + (now - _counted).TotalSeconds * _rate);
        _counted = now;
        List<ProbeTarget> taken = [];
        while (_allowed >= 1 && _queue.TryPeek(out var entry, out var due) && due <= now)
        {
            _queue.Dequeue();
            if (_entries.GetValueOrDefault(entry.Target) != entry || entry.Due != due) continue;
            entry.Due = DateTimeOffset.MaxValue;
            taken.Add(entry.Target);
            _allowed--;
        }
        return taken;
    }

    /// <summary>A port was looked at: plans the next look.</summary>
    public void Done(ProbeTarget target, PortWord found)
    {
        if (_entries.GetValueOrDefault(target) is not { } entry) return;
        entry.Downs = found is PortWord.Down or PortWord.NeverSeen ? Math.Min(entry.Downs + 1, 8) : 0;
        // The first time that it is down may be a restart: back soon.
        double intervals = entry.Downs == 0 ? 1 : Math.Min(LongestBackOff, 1 << entry.Downs - 1);
        Plan(entry, time.GetUtcNow() + options.Interval * (intervals * (1 - Jitter + 2 * Jitter * random.NextDouble())));
    }

    private void Plan(Entry entry, DateTimeOffset due)
    {
        entry.Due = due;
        _queue.Enqueue(entry, due);
    }

    private sealed class Entry(ProbeTarget target)
    {
        public ProbeTarget Target => target;

        public DateTimeOffset Due { get; set; }

        public int Downs { get; set; }
    }
}
