namespace Gateway.Recording;

/// <summary>Where a program's output takes away what stands on the screen, as far as that shows at a glance.</summary>
internal static class ClearedScreen
{
    // ECMA-48 ED and RIS, xterm's alternate screens (ctlseqs, "DECSET"): what erases or changes the whole screen at once.
    private static readonly string[] Sequences = ["\e[2J", "\e[H\e[J", "\e[H\e[0J", "\e[1;1H\e[J", "\ec", "\e[?1049", "\e[?1047", "\e[?47"];

    /// <summary>The first such place from an index on; -1 if there is none.</summary>
    public static int In(string output, int from)
    {
        for (int at = output.IndexOf('\e', from); at >= 0; at = output.IndexOf('\e', at + 1))
            foreach (string sequence in Sequences)
                if (string.CompareOrdinal(output, at, sequence, 0, sequence.Length) == 0) return at;
        return -1;
    }

    /// <summary>Whether it is a change between the two screens, which takes nothing away for good.</summary>
    public static bool IsSwitch(string output, int at) => string.CompareOrdinal(output, at, "\e[?", 0, 3) == 0;
}
