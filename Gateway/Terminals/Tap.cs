namespace Gateway.Terminals;

/// <summary>
/// A reader of everything that a terminal puts out, for the gateway's own use: the screen, the recording. It holds the
/// program while it is far behind, as somebody who types does, so that it misses nothing. Made by <see cref="Terminal.OpenTap"/>.
/// </summary>
public sealed class Tap : IDisposable
{
    private readonly Terminal _terminal;

    internal Tap(Terminal terminal, LogReader reader, long slack) => (_terminal, Reader, Acknowledged, Slack) = (terminal, reader, reader.Offset, slack);

    /// <summary>The output.</summary>
    public LogReader Reader { get; }

    /// <summary>So many bytes it may be behind before it holds the program.</summary>
    public long Slack { get; }

    /// <summary>Offset below which everything has been dealt with. Guarded by the terminal's lock.</summary>
    internal long Acknowledged { get; set; }

    /// <summary>Everything below <paramref name="offset"/> has been dealt with.</summary>
    public void Acknowledge(long offset) => _terminal.Advance(this, offset);

    /// <summary>Holds the program no more. Not while another thread reads: cancel the reader first.</summary>
    public void Dispose()
    {
        _terminal.Close(this);
        Reader.Dispose();
    }
}
