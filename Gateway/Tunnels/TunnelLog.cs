namespace Gateway.Tunnels;

/// <summary>What happened to a device that dials in.</summary>
public enum TunnelEvent
{
    /// <summary>It came.</summary>
    Up,

    /// <summary>It went, or was cut; the reason says which.</summary>
    Down,

    /// <summary>It, or somebody with its name or key, was not let in.</summary>
    Refused,

    /// <summary>Its service port leads to the other one of the pair now.</summary>
    Switched,

    /// <summary>It was enrolled, changed, stopped or started; the reason says which and by whom.</summary>
    Changed,
}

/// <summary>A line of a device's history.</summary>
/// <param name="At">When.</param>
/// <param name="Event">What.</param>
/// <param name="Member">Which of a pair.</param>
/// <param name="Road">The road; null where none is meant.</param>
/// <param name="From">The address it came from; empty if that is not known.</param>
/// <param name="Reason">Why, in words; empty for nothing to say. At most 200 characters.</param>
/// <param name="Node">Name of the node.</param>
public sealed record TunnelEntry(DateTimeOffset At, TunnelEvent Event, Member Member, Road? Road, string From, string Reason, string Node);
