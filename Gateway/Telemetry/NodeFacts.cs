namespace Gateway.Telemetry;

/// <summary>Where what is told about the nodes comes from. The composition root sets it, so that this room knows no other.</summary>
public sealed record NodeFacts
{
    /// <summary>The nodes, this one first.</summary>
    public required Func<IReadOnlyList<NodeStatus>> Nodes { get; init; }

    /// <summary>Redis as this node sees it.</summary>
    public Func<RedisStatus> Redis { get; init; } = () => RedisStatus.Off;

    /// <summary>When the terminals of a draining node are ended, UTC; null while it does not drain.</summary>
    public Func<DateTimeOffset?> DrainsUntil { get; init; } = () => null;

    /// <summary>Hub connections that this node passes on to others.</summary>
    public Func<int> Forwarded { get; init; } = () => 0;

    /// <summary>Why the last change of the policy was not taken in; null while the file's own is in force.</summary>
    public Func<string?> RefusedPolicy { get; init; } = () => null;

    /// <summary>Why terminals cannot be recorded; null while they can.</summary>
    public Func<string?> Unrecorded { get; init; } = () => null;

    /// <summary>Everything together.</summary>
    public GatewayStatus Status()
    {
        var nodes = Nodes();
        var self = nodes[0];
        return new GatewayStatus(self.Id, self.Version, self.Started, Redis(), nodes, DrainsUntil() is { } until ? new DrainStatus(until) : null, RefusedPolicy(), Unrecorded());
    }
}
