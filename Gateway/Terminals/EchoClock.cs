namespace Gateway.Terminals;

/// <summary>
/// Measures how long a keystroke's echo takes: from when the key is written to the client until the next output is
/// read. A key counts only if nothing had been read for a while before it, so that other output is not taken for its
/// echo. While nobody types, output costs one look at one field.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="measured">Takes each measured time.</param>
internal sealed class EchoClock(TimeProvider time, Action<TimeSpan> measured)
{
    /// <summary>How long nothing may have been read before a key that counts.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    /// <summary>What comes later is no echo: the program took the key in silence.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    // Function keys with modifiers are no longer, anything larger was pasted.
    private const int LongestKey = 8;

    // When the key was typed whose echo is awaited, 0 for none. Its change hands the fields below to the other side.
    private long _typed;
    private bool _counts;
    private long _seenAt;
    private long _seen;

    /// <summary>Bytes are about to be written to the client. One call at a time.</summary>
    /// <param name="bytes">What is written.</param>
    /// <param name="received">Bytes of output that have been read so far.</param>
    public void Typed(ReadOnlySpan<byte> bytes, long received)
    {
        if (Volatile.Read(ref _typed) != 0)
        {
            // A line that ends without any echo is a password: what comes next is the answer to it.
            if (bytes.Contains((byte)'\r')) Volatile.Write(ref _counts, false);
            return;
        }
        long now = time.GetTimestamp();
        // The last read that was looked at is known to be the last one there was by the number of bytes alone.
        _counts = bytes.Length <= LongestKey && received == _seen && time.GetElapsedTime(_seenAt, now) >= Quiet;
        Volatile.Write(ref _typed, now);
    }

    /// <summary>Output has been read. One call at a time.</summary>
    /// <param name="received">Bytes that have been read so far, with it.</param>
    public void Read(long received)
    {
        long typed = Volatile.Read(ref _typed);
        if (typed == 0) return;
        long now = time.GetTimestamp();
        var took = time.GetElapsedTime(typed, now);
        if (Volatile.Read(ref _counts) && took <= Longest) measured(took);
        (_seenAt, _seen) = (now, received);
        Volatile.Write(ref _typed, 0);
    }
}
