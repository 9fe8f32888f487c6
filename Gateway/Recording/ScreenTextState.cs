namespace Gateway.Recording;

/// <summary>How much text of a recording was kept so far.</summary>
internal sealed record ScreenTextState
{
    /// <summary>When the screen was looked at last, in seconds from the recording's start.</summary>
    public double Sampled { get; set; }

    /// <summary>What stands on the main screen while the alternate one is seen.</summary>
    public IReadOnlyList<string> Behind { get; set; } = [];

    /// <summary>The second that text was kept of last.</summary>
    public long Second { get; set; }

    /// <summary>Text of that second, in UTF-16 units.</summary>
    public long InSecond { get; set; }

    /// <summary>Text of the whole recording, in UTF-16 units.</summary>
    public long InAll { get; set; }

    /// <summary>Lines that were left out because there was too much.</summary>
    public long LeftOut { get; set; }

    /// <summary>When the first line was left out, in seconds from the recording's start; null if none was.</summary>
    public double? LeftOutFrom { get; set; }

    /// <summary>Whether there is room for a line; else it is counted as left out.</summary>
    public bool Allows(double at, int length)
    {
        if ((long)at != Second) (Second, InSecond) = ((long)at, 0);
        if (InSecond + length > ScreenText.MostInSecond || InAll + length > ScreenText.MostInAll)
        {
            LeftOut++;
            LeftOutFrom ??= at;
            return false;
        }
        InSecond += length;
        InAll += length;
        return true;
    }
}
