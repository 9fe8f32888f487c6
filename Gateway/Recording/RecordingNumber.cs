namespace Gateway.Recording;

/// <summary>
/// A recording's number in the index: when it began, in seconds since 2020, and eight bits for those of the same second. With
/// 24 bits for a block's place it makes the block's id, 63 bits that are in the order of time until 2088.
/// </summary>
internal static class RecordingNumber
{
    /// <summary>Most blocks of a recording.</summary>
    public const int MostBlocks = 1 << PlaceBits;

    private const int PlaceBits = 24;
    private const int SameBits = 8;
    private const long Largest = (1L << (31 + SameBits)) - 1;

    private static readonly DateTimeOffset Epoch = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The first number of those that begin at a time; one that is taken makes way for the next.</summary>
    public static long From(DateTimeOffset started) => Math.Clamp((long)(started - Epoch).TotalSeconds, 0, Largest >> SameBits) << SameBits;

    /// <summary>The id of a recording's block.</summary>
    public static long Block(long number, int place) => (number << PlaceBits) + place;

    /// <summary>The recording of a block.</summary>
    public static long Of(long block) => block >> PlaceBits;
}
