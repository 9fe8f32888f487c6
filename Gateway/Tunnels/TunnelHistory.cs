using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Gateway.Tunnels;

/// <summary>What happened to each device that dials in, the last <see cref="Most"/> lines of each.</summary>
public sealed class TunnelHistory(TimeProvider time)
{
    /// <summary>Most lines of a device.</summary>
    public const int Most = 100;

    /// <summary>Longest reason, in characters.</summary>
    public const int LongestReason = 200;

    private readonly ConcurrentDictionary<string, ImmutableQueue<TunnelEntry>> _lines = new();

    /// <summary>Name of this node, for each line.</summary>
    public string Node { get; init; } = "";

    /// <summary>Raised with a line that was added; must not wait.</summary>
    public event Action<string, TunnelEntry>? Added;

    /// <summary>Notes something about a device of that name. Does not wait.</summary>
    public void Note(string device, TunnelEvent what, Member member, Road? road, string from, string reason)
    {
        var entry = new TunnelEntry(time.GetUtcNow(), what, member, road, from, reason.Length <= LongestReason ? reason : reason[..LongestReason], Node);
        _lines.AddOrUpdate(device, _ => ImmutableQueue.Create(entry), (_, lines) => (lines.Count() < Most ? lines : lines.Dequeue()).Enqueue(entry));
        Added?.Invoke(device, entry);
    }

    /// <summary>A device's lines, oldest first.</summary>
    public IReadOnlyList<TunnelEntry> Of(string device) => _lines.TryGetValue(device, out var lines) ? [.. lines] : [];
}
