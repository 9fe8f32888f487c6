namespace Gateway.Telemetry;

/// <summary>Whether a node can be counted on.</summary>
public enum NodeState
{
    /// <summary>It serves.</summary>
    Up,

    /// <summary>It takes no new terminals and stops when the last has ended, or its time is up.</summary>
    Draining,

    /// <summary>Its heartbeat is missing: it is dead, or cut off.</summary>
    Lost,
}

/// <summary>A node as this one knows it.</summary>
/// <param name="Id">Random name of its process.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Address">Where the other nodes reach it; null where there are none.</param>
/// <param name="Version">The program's version.</param>
/// <param name="Started">When it started, UTC.</param>
/// <param name="State">Whether it can be counted on.</param>
/// <param name="Terminals">Terminals whose client runs.</param>
/// <param name="Viewers">Connections attached to them.</param>
/// <param name="Limit">Terminals that it may have at once.</param>
/// <param name="Load">Processor time that its process takes, in cores.</param>
/// <param name="Memory">Resident memory of its process, in bytes.</param>
/// <param name="Forwarded">Hub connections that it passes on to other nodes.</param>
public sealed record NodeStatus(
    string Id, string Name, string? Address, string Version, DateTimeOffset Started, NodeState State,
    int Terminals, int Viewers, int Limit, double Load, long Memory, int Forwarded);
