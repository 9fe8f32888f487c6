using System.Collections.Immutable;

namespace Gateway.Inventory;

/// <summary>What the gateway around the inventory allows. This room knows neither the settings nor the clients.</summary>
public sealed record InventoryRules
{
    /// <summary>Whether a port of the domain may be opened.</summary>
    public required Func<int, bool> AllowsPort { get; init; }

    /// <summary>The old ssh algorithms that a device may be allowed.</summary>
    public required IReadOnlyCollection<string> LegacyAlgorithms { get; init; }

    /// <summary>Whether a text can be a user on a device.</summary>
    public required Func<string, bool> IsUser { get; init; }

    /// <summary>The day, by which it is seen what is over.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>The device that dials in and has a port of the domain, with all names that it appears by; null for none.</summary>
    public Func<int, (string Name, ImmutableArray<string> Entries)?> DialInAt { get; init; } = _ => null;

    /// <summary>Whether devices can be reached through the domain as a jump host.</summary>
    public bool HasJumpHost { get; init; } = true;
}
