using Gateway.Inventory;

namespace Gateway.Tunnels;

/// <summary>What the gateway around them allows devices that dial in.</summary>
public sealed record DialInRules
{
    /// <summary>Whether a port of the domain may be opened.</summary>
    public required Func<int, bool> AllowsPort { get; init; }

    /// <summary>The setting by which the gateway itself listens at a port; null for none.</summary>
    public Func<int, string?> TakenBy { get; init; } = _ => null;

    /// <summary>The devices of the operator's own inventory, without those that dial in.</summary>
    public Func<IEnumerable<Device>> Inventory { get; init; } = () => [];
}
