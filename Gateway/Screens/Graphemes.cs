namespace Gateway.Screens;

/// <summary>
/// How wide a character is and whether it joins the one before: the rules of @xterm/addon-unicode-graphemes (UAX 29 and UAX 11,
/// Unicode 15), which the client uses. The table is read from a resource: runs of equal code points, each a length (7 bits a byte,
/// low ones first) and a byte of width and kind.
/// </summary>
internal static class Graphemes
{
    private const int Block = 256;

    private static readonly ushort[] Blocks = new ushort[0x110000 / Block];
    private static readonly byte[] Properties = Load();

    // Kinds of the property Grapheme_Cluster_Break; 0 is any other.
    private const int Prepend = 1, Extend = 2, Regional = 3, SpacingMark = 4, HangulL = 5, HangulV = 6, HangulT = 7, HangulLV = 8, HangulLVT = 9, Joiner = 10, Pictographic = 11;

    /// <summary>What is known of a code point that follows another one.</summary>
    /// <param name="code">The code point.</param>
    /// <param name="before">What this gave for the one before; default where there is none.</param>
    public static Joined Next(int code, Joined before)
    {
        int property = code < 127 ? 0x10 : Properties[Blocks[code / Block] * Block + code % Block];
        int kind = property & 15, width = property >> 4;
        if (before.Width == 0 || !Joins(before.Kind, kind)) return new Joined(kind, width, false);
        if (before.Width > width) width = before.Width;
        else if (kind == Regional) width = 2;
        // A pair of regional indicators is complete: a third one starts the next.
        return new Joined(kind == Regional ? 0 : kind, width, true);
    }

    private static bool Joins(int before, int after) => after switch
    {
        Extend or Joiner or SpacingMark => true,
        _ when before == Prepend => true,
        HangulL or HangulLV or HangulLVT => before == HangulL,
        HangulV => before is HangulL or HangulLV or HangulV,
        HangulT => before is HangulLV or HangulV or HangulLVT or HangulT,
        Pictographic => before == Joiner,
        Regional => before == Regional,
        _ => false,
    };

    private static byte[] Load()
    {
        using var stream = typeof(Graphemes).Assembly.GetManifestResourceStream("Gateway.Screens.graphemes.bin")!;
        byte[] flat = new byte[0x110000];
        for (int at = 0; at < flat.Length;)
        {
            int length = 0, shift = 0, next;
            do
            {
                next = stream.ReadByte();
                length |= (next & 0x7F) << shift;
                shift += 7;
            }
            while (next >= 0x80);
            flat.AsSpan(at, length).Fill((byte)stream.ReadByte());
            at += length;
        }
        Dictionary<string, ushort> known = [];
        List<byte> properties = [];
        for (int i = 0; i < Blocks.Length; i++)
        {
            var block = flat.AsSpan(i * Block, Block);
            string key = Convert.ToBase64String(block);
            if (!known.TryGetValue(key, out ushort index))
            {
                known[key] = index = (ushort)known.Count;
                properties.AddRange(block);
            }
            Blocks[i] = index;
        }
        return [.. properties];
    }
}
