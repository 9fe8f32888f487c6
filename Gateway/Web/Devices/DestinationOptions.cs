using Gateway.Methods;

namespace Gateway.Web.Devices;

/// <summary>What the operator says of devices' own addresses.</summary>
public sealed record DestinationOptions
{
    /// <summary>The domain as a jump host; null where it is none, and no address is reached through it.</summary>
    public JumpHost? Jump { get; init; }

    /// <summary>Whether addresses of the gateway itself may be reached directly. For tests, which have no other host; no setting says so.</summary>
    internal bool ReachesItself { get; init; }
}
