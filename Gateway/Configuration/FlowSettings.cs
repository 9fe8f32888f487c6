namespace Gateway.Configuration;

/// <summary>
/// Sizes of the output log and the flow gate, in bytes:
/// <c>acknowledgeEvery ≤ low &lt; high &lt; log − segment</c>, or the gate could shut with no acknowledgement left to open it.
/// </summary>
public sealed record FlowSettings
{
    /// <summary>Size of one segment of the output log, in bytes.</summary>
    public const int SegmentSize = 64 * 1024;

    /// <summary>Bytes a viewer shows before it acknowledges them, 1 KiB to 1 MiB.</summary>
    public int AcknowledgeEvery { get; init; } = 128 * 1024;

    /// <summary>Unacknowledged bytes under which the program may write again, 1 KiB to 64 MiB.</summary>
    public int Low { get; init; } = 128 * 1024;

    /// <summary>Unacknowledged bytes at which the program has to wait, 1 KiB to 64 MiB.</summary>
    public int High { get; init; } = 384 * 1024;

    /// <summary>Most output kept of one terminal, for scrollback and reconnecting, 64 KiB to 256 MiB.</summary>
    public int Log { get; init; } = 2 * 1024 * 1024;
}
