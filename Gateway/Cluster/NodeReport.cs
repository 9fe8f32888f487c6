using System.Diagnostics;
using Gateway.Terminals;

namespace Gateway.Cluster;

/// <summary>What this node says of itself.</summary>
public sealed class NodeReport(ClusterOptions options, NodeTable nodes, TerminalTable terminals, TerminalOptions limits, ForwardedConnections forwarded, TimeProvider time)
{
    private static readonly TimeSpan LoadOver = TimeSpan.FromSeconds(10);

    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly Queue<(long At, TimeSpan Used)> _used = new();
    private readonly Lock _lock = new();

    /// <summary>How this node is now.</summary>
    public NodeRecord Make()
    {
        var all = terminals.All();
        return new NodeRecord(
            nodes.SelfId, nodes.SelfName, options.Address(), options.Version, _started, !terminals.TakesNew,
            all.Count(terminal => terminal.End is null), limits.PerNode, all.Sum(terminal => terminal.ViewerCount), Load(), Environment.WorkingSet, forwarded.Count);
    }

    // Over the last seconds: a single beat would jump with every collection.
    private double Load()
    {
        var used = Environment.CpuUsage.TotalTime;
        long now = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            _used.Enqueue((now, used));
            while (_used.Count > 2 && Stopwatch.GetElapsedTime(_used.Peek().At, now) > LoadOver) _used.Dequeue();
            var (at, before) = _used.Peek();
            double seconds = Stopwatch.GetElapsedTime(at, now).TotalSeconds;
            return seconds < 0.1 ? 0 : Math.Round((used - before).TotalSeconds / seconds, 2);
        }
    }
}
