using Gateway.Access.Records;

namespace Gateway.Cluster;

/// <summary>What happened.</summary>
public enum ClusterEventKind
{
    /// <summary>A visitor's list of terminals changed.</summary>
    TerminalsChanged,

    /// <summary>A node came, went or changed its state.</summary>
    NodesChanged,

    /// <summary>A record was written or removed; the event says which. For the nodes, not for pages.</summary>
    RecordChanged,

    /// <summary>Something new is on the board about devices. For the nodes, not for pages.</summary>
    DeviceStatesChanged,

    /// <summary>A device that dials in came or went, or something is new about it. For the nodes, not for pages.</summary>
    TunnelsChanged,
}

/// <summary>Something small that concerns people on every node. It says that there is news, and about what, and never carries any.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Visitor">Whose list it is; null where it concerns administrators only.</param>
/// <param name="RecordKind">Kind of the record that changed.</param>
/// <param name="Record">Its id, which proves nothing.</param>
public sealed record ClusterEvent(ClusterEventKind Kind, string? Visitor = null, RecordKind? RecordKind = null, string? Record = null);

/// <summary>Events to every node, the one that they come from among them.</summary>
public interface IClusterEvents
{
    /// <summary>Called with every event, on no particular thread; must not wait.</summary>
    event Action<ClusterEvent>? Happened;

    /// <summary>Tells this node at once and the others as soon as may be. Does not wait. An event may be lost with the connection to the others.</summary>
    void Publish(ClusterEvent happened);
}

/// <summary>Events of a gateway that is one node.</summary>
internal sealed class MemoryEvents : IClusterEvents
{
    public event Action<ClusterEvent>? Happened;

    public void Publish(ClusterEvent happened) => Happened?.Invoke(happened);
}
