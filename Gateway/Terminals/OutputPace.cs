namespace Gateway.Terminals;

/// <summary>What a viewer's stream does next.</summary>
internal enum OutputStep
{
    /// <summary>Send what comes next, or wait for it.</summary>
    Send,

    /// <summary>Send nothing until the page has acknowledged more.</summary>
    Rest,

    /// <summary>Go on with the screen as it is now.</summary>
    Skip,
}

/// <summary>
/// How output goes to a viewer that does not hold the program: never more than it can take, and never a gap without the
/// screen. Who types, and so holds the program, is sent everything; the flow gate sees to it that this is not too much.
/// </summary>
/// <param name="Window">Most bytes on their way to the page.</param>
/// <param name="Lag">Bytes behind the end of the log from which on it is skipped forward.</param>
internal readonly record struct OutputPace(int Window, int Lag)
{
    /// <summary>Decides.</summary>
    /// <param name="holds">Whether it holds the program.</param>
    /// <param name="next">Offset of the next byte to send.</param>
    /// <param name="acknowledged">Offset below which the page has everything.</param>
    /// <param name="skippedTo">Offset of the last screen that it was sent.</param>
    /// <param name="start">First offset that the log holds.</param>
    /// <param name="end">Offset behind the last byte of the log.</param>
    public OutputStep Next(bool holds, long next, long acknowledged, long skippedTo, long start, long end) =>
        !holds && next - acknowledged >= Window ? OutputStep.Rest
        : next < start ? OutputStep.Skip
        // One screen at a time: who has yet to show the last one is not sent the next.
        : end - next > Lag && acknowledged >= skippedTo ? OutputStep.Skip
        : OutputStep.Send;
}
