using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Gateway.Tunnels;

/// <summary>What happened to each device that dials in, the last <see cref="Most"/> lines of each, on all nodes. For several threads.</summary>
public sealed class TunnelHistory(TimeProvider time)
{
    /// <summary>Most lines of a device.</summary>
    public const int Most = 100;

    /// <summary>Longest reason, in characters.</summary>
    public const int LongestReason = 200;

    // Whoever dials with names that he makes up is not remembered for ever.
    private const int MostDevices = 10_000;

    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, ImmutableArray<TunnelEntry>> _lines = new();

    /// <summary>Name of this node, for each line.</summary>
    public string Node { get; init; } = "";

    /// <summary>Raised with a line that was added here; must not wait.</summary>
    public event Action<string, TunnelEntry>? Added;

    /// <summary>Raised with the name of a device of which other nodes have added lines; must not wait.</summary>
    public event Action<string>? Merged;

    /// <summary>Notes something about a device of that name. Does not wait.</summary>
    public void Note(string device, TunnelEvent what, Member member, Road? road, string from, string reason)
    {
        var entry = new TunnelEntry(time.GetUtcNow(), what, member, road, from, reason.Length <= LongestReason ? reason : reason[..LongestReason], Node);
        if (_lines.Count >= MostDevices && !_lines.ContainsKey(device)) return;
        _lines.AddOrUpdate(device, _ => [entry], (_, lines) => Last([.. lines, entry]));
        Added?.Invoke(device, entry);
    }

    /// <summary>A device's lines, oldest first.</summary>
    public IReadOnlyList<TunnelEntry> Of(string device) => _lines.GetValueOrDefault(device, []);

    /// <summary>How often it came within the last 24 hours, as far as the lines reach.</summary>
    /// <param name="device">The device.</param>
    /// <param name="member">Which of a pair; null for both.</param>
    public int Flaps(string device, Member? member = null)
    {
        var from = time.GetUtcNow() - Day;
        return Of(device).Count(line => line.Event == TunnelEvent.Up && line.At >= from && (member is null || line.Member == member));
    }

    /// <summary>Its last coming or going; null if it was never seen, as far as the lines reach.</summary>
    /// <param name="device">The device.</param>
    /// <param name="member">Which of a pair; null for either.</param>
    public TunnelEntry? LastSeen(string device, Member? member = null) =>
        Of(device).LastOrDefault(line => line.Event is TunnelEvent.Up or TunnelEvent.Down && (member is null || line.Member == member));

    /// <summary>When it, or somebody with its name or key, was last not let in, and why; null for never.</summary>
    /// <param name="device">The device.</param>
    /// <param name="member">Which of a pair; null for either.</param>
    public TunnelEntry? LastRefusal(string device, Member? member = null) => Of(device).LastOrDefault(line => line.Event == TunnelEvent.Refused && (member is null || line.Member == member));

    /// <summary>Takes over lines that another node, or an earlier run of this one, has kept.</summary>
    public void Merge(string device, IEnumerable<TunnelEntry> kept)
    {
        var (before, now) = (Of(device), ImmutableArray<TunnelEntry>.Empty);
        _lines.AddOrUpdate(device, _ => now = Last([.. kept.Distinct()]), (_, lines) => now = Last([.. lines.Union(kept)]));
        if (!now.SequenceEqual(before)) Merged?.Invoke(device);
    }

    /// <summary>Forgets a device that is none any more.</summary>
    public void Forget(string device) => _lines.TryRemove(device, out _);

    /// <summary>The devices with lines.</summary>
    public IReadOnlyCollection<string> Devices => [.. _lines.Keys];

    // A line that was noted while another clock ran ahead belongs where its time says.
    private static ImmutableArray<TunnelEntry> Last(IEnumerable<TunnelEntry> lines) => [.. lines.OrderBy(line => line.At).TakeLast(Most)];
}
