using System.Security.Cryptography;

namespace Gateway.Cluster;

/// <summary>The nodes of this gateway as the last heartbeat showed them, this one among them. Without Redis there is this one.</summary>
public sealed class NodeTable(ClusterOptions options)
{
    private volatile IReadOnlyDictionary<string, Node> _others = new Dictionary<string, Node>();

    /// <summary>Random name of this process: another process is another node, also under the same name and address.</summary>
    public string SelfId { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>This node's name for people.</summary>
    public string SelfName => options.NodeName;

    /// <summary>This node's name where there can be several, else nothing: for pages.</summary>
    public string ShownName => options.Redis is null ? "" : options.NodeName;

    /// <summary>The other nodes, by name.</summary>
    public IReadOnlyList<Node> Others => [.. _others.Values.OrderBy(node => node.Name, StringComparer.Ordinal).ThenBy(node => node.Id, StringComparer.Ordinal)];

    /// <summary>Another node; null for one that is not known, or no more.</summary>
    public Node? Find(string id) => _others.GetValueOrDefault(id);

    /// <summary>The node to send somebody to who wants a new terminal: the one with the fewest of those that take any; null if there is none.</summary>
    public Node? Roomiest() => _others.Values.Where(node => node.State == NodeState.Up && node.Record.Terminals < node.Record.Limit).MinBy(node => node.Record.Terminals);

    /// <summary>Takes over what a heartbeat showed.</summary>
    /// <param name="known">Every node that was heard of in the last minute: its id, and what it says, or null where its heartbeat is missing.</param>
    /// <param name="settling">Whether Redis was away or lost what it held just now: that a node is missing there means nothing yet.</param>
    /// <returns>Whether a node came, went or changed its state.</returns>
    internal bool Update(IEnumerable<(string Id, NodeRecord? Record)> known, bool settling)
    {
        var before = _others;
        // What a node that was not heard of since has in the directory is not known either.
        var now = settling ? before.ToDictionary(node => node.Key, node => node.Value with { Record = node.Value.Record with { Epoch = null } }) : [];
        foreach (var (id, record) in known.Where(node => node.Id != SelfId))
        {
            if (record is not null) now[id] = new Node(record, record.Draining ? NodeState.Draining : NodeState.Up);
            // A node that was never heard while it lived cannot be told about.
            else if (!settling && before.TryGetValue(id, out var last)) now[id] = last with { State = NodeState.Lost };
        }
        _others = now;
        return now.Count != before.Count || now.Any(node => !before.TryGetValue(node.Key, out var last) || last.State != node.Value.State);
    }
}
