namespace Gateway.Recording;

/// <summary>What a typed byte is.</summary>
internal enum TypedKind
{
    /// <summary>A character or a part of one, which has to be shown.</summary>
    Printed,

    /// <summary>A key that prints nothing, or a part of one.</summary>
    Silent,

    /// <summary>The end of a line.</summary>
    Enter,
}

/// <summary>Tells characters from keys in what a terminal sends (xterm, ctlseqs: PC-style function keys).</summary>
internal static class TypedKeys
{
    // The longest that a terminal sends of itself is a report of a few numbers.
    private const int Longest = 32;

    /// <summary>The key at the beginning: what it is, and its length. A sequence counts as a key only in one piece; in doubt its letters are characters.</summary>
    public static (TypedKind Kind, int Length) First(ReadOnlySpan<byte> bytes)
    {
        byte value = bytes[0];
        if (value is (byte)'\r' or (byte)'\n') return (TypedKind.Enter, 1);
        if (value == 0x1b) return (TypedKind.Silent, Sequence(bytes));
        return (value is < 0x20 or 0x7f ? TypedKind.Silent : TypedKind.Printed, 1);
    }

    private static int Sequence(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 3) return 1;
        if (bytes[1] == 'O') return bytes[2] is >= (byte)'A' and <= (byte)'Z' ? 3 : 1; // SS3
        if (bytes[1] != '[') return 1;
        for (int i = 2; i < Math.Min(bytes.Length, Longest); i++)
        {
            if (bytes[i] is >= 0x40 and < 0x7f) return i + 1;
            if (bytes[i] is < 0x20 or >= 0x40) return 1;
        }
        return 1;
    }
}
