namespace Gateway.Terminals;

/// <summary>What can be sent to a device beside characters (RFC 854, "Standard Representation of Control Functions").</summary>
public enum DeviceSignal
{
    /// <summary>BRK: the Break or Attention key, which a serial console has beside its character set.</summary>
    Break,

    /// <summary>IP: interrupts the process that runs.</summary>
    Interrupt,

    /// <summary>AO: what still is to be shown of the process is not.</summary>
    AbortOutput,

    /// <summary>AYT: the device shows that it is there.</summary>
    AreYouThere,

    /// <summary>EC: erases the character before.</summary>
    EraseCharacter,

    /// <summary>EL: erases the line.</summary>
    EraseLine,
}

/// <summary>What became of a signal.</summary>
public enum SignalVerdict
{
    /// <summary>It follows what was typed before.</summary>
    Sent,

    /// <summary>Whoever sent it may not type now.</summary>
    NotTyping,

    /// <summary>Nothing on the way to this device can carry it, or the terminal has ended.</summary>
    NoWay,

    /// <summary>As many wait as may.</summary>
    TooMany,
}
