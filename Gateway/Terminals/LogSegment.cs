namespace Gateway.Terminals;

/// <summary>A stretch of the output log. Guarded by the log's lock, but for the bytes below its length, which never change.</summary>
internal sealed class LogSegment(long offset, byte[] buffer)
{
    /// <summary>Offset of the first byte.</summary>
    public long Offset { get; private set; } = offset;

    /// <summary>The segment's memory; grows no more.</summary>
    public byte[] Buffer { get; } = buffer;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; set; }

    /// <summary>Readers that are just sending from it: while there are any, it is not used again.</summary>
    public int Pins { get; set; }

    /// <summary>Offset behind the last byte.</summary>
    public long End => Offset + Length;

    /// <summary>Starts anew at another offset.</summary>
    public void Reuse(long offset) => (Offset, Length) = (offset, 0);
}
