using Gateway.Terminals;

namespace Gateway.Cluster;

/// <summary>What this node says of itself.</summary>
public sealed class NodeReport(ClusterOptions options, NodeTable nodes, TerminalTable terminals, TerminalOptions limits, ForwardedConnections forwarded, ProcessLoad load, TimeProvider time)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();

    /// <summary>How this node is now.</summary>
    public NodeRecord Make()
    {
        var all = terminals.All();
        return new NodeRecord(
            nodes.SelfId, nodes.SelfName, options.Address(), options.Version, _started, !terminals.TakesNew,
            all.Count(terminal => terminal.End is null), limits.PerNode, all.Sum(terminal => terminal.ViewerCount), load.Read(), Environment.WorkingSet, forwarded.Count);
    }
}
