namespace Gateway.Screens;

/// <summary>Finds out how much of a flood of plain text never stays on the screen.</summary>
internal static class FastForward
{
    /// <summary>Bytes below which looking costs more than it saves.</summary>
    public const int Worthwhile = 2048;

    /// <summary>
    /// How many bytes can be left out, if after them the cursor stands at the start of the last row: the rest moves every row
    /// away that was there before.
    /// </summary>
    /// <param name="text">Only printable ASCII, CR and LF.</param>
    /// <param name="rows">Rows of the screen.</param>
    /// <param name="feedReturns">Whether a line feed goes to the first column, too.</param>
    /// <returns>Bytes; 0 if none can.</returns>
    public static int Find(ReadOnlySpan<byte> text, int rows, bool feedReturns)
    {
        // From the end: as many lines as there are rows, and the one that begins them.
        int end = text.Length;
        for (int lines = 0; lines <= rows; lines++)
        {
            end = text[..end].LastIndexOf((byte)'\n');
            if (end < 0) return 0;
        }
        while (!feedReturns && !(end > 0 && text[end - 1] == '\r'))
        {
            end = text[..end].LastIndexOf((byte)'\n');
            if (end < 0) return 0;
        }
        // From the start: enough lines to be in the last row for certain.
        int start = 0;
        for (int lines = 0; lines < rows; lines++)
        {
            int next = text[start..(end + 1)].IndexOf((byte)'\n');
            if (next < 0) return 0;
            start += next + 1;
        }
        return end + 1;
    }
}
