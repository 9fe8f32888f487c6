namespace Gateway.Telemetry;

/// <summary>Whether Redis answers.</summary>
public enum RedisState
{
    /// <summary>The gateway is one node and uses none.</summary>
    Off,

    /// <summary>It answers.</summary>
    Up,

    /// <summary>It does not answer.</summary>
    Down,
}

/// <summary>Redis as this node sees it.</summary>
/// <param name="State">Whether it answers.</param>
/// <param name="Address">Where it is; null for none.</param>
/// <param name="Since">Since when the state is so, UTC; null where it was never asked.</param>
public sealed record RedisStatus(RedisState State, string? Address, DateTimeOffset? Since)
{
    /// <summary>No Redis.</summary>
    public static RedisStatus Off { get; } = new(RedisState.Off, null, null);
}
