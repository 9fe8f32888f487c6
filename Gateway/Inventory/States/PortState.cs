namespace Gateway.Inventory.States;

/// <summary>How a port of a device was found.</summary>
public enum PortWord
{
    /// <summary>Not looked at: not yet, or because it is reached through a jump host.</summary>
    Unknown,

    /// <summary>It answers.</summary>
    Up,

    /// <summary>Nothing answers that answered before.</summary>
    Down,

    /// <summary>Something answers where ssh is expected, and it is not ssh.</summary>
    Other,

    /// <summary>Nothing has ever answered, as far as is known.</summary>
    NeverSeen,
}

/// <summary>How a port is.</summary>
/// <param name="Word">How it was found last.</param>
/// <param name="Since">Since when it has been found so, UTC, in whole seconds.</param>
public readonly record struct PortState(PortWord Word, DateTimeOffset Since);

/// <summary>A port of a device that is another one than before.</summary>
/// <param name="Device">The device's name.</param>
/// <param name="Protocol"><c>ssh</c> or <c>telnet</c>.</param>
/// <param name="State">How it is now.</param>
public sealed record DeviceChange(string Device, string Protocol, PortState State);
