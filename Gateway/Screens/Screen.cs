namespace Gateway.Screens;

/// <summary>
/// What a terminal shows, kept from its output alone: a model of the emulator that people look at, xterm.js 6 with its Unicode
/// addon, after ECMA-48 and xterm's control sequences (https://invisible-island.net/xterm/ctlseqs/ctlseqs.html).
/// It has no scrollback, answers no question of a program, and does not break wrapped lines anew when its width changes.
/// Time is linear in bytes and memory bounded by the size, whatever comes: what moves or looks at every cell of the screen
/// (SL, SR, DECIC, DECDC, DECSED) is left undone where a program asks for it far more often than any real one. Not safe for use by several threads at once.
/// </summary>
public sealed class Screen
{
    /// <summary>Columns or rows at most.</summary>
    internal const int MaxSize = 1000;

    private readonly Emulation _emulation;
    private readonly Parser _parser;

    /// <summary>A blank screen.</summary>
    /// <param name="columns">Columns, brought into 2 to 1000 (a wide character has to fit, so xterm.js has no less).</param>
    /// <param name="rows">Rows, brought into 1 to 1000.</param>
    public Screen(int columns, int rows) : this(columns, rows, skips: true) { }

    internal Screen(int columns, int rows, bool skips)
    {
        _emulation = new Emulation(FitColumns(columns), FitRows(rows)) { Skips = skips };
        _parser = new Parser(_emulation);
    }

    /// <summary>Columns, 2 to 1000.</summary>
    public int Columns => _emulation.Buffer.Columns;

    /// <summary>Rows, 1 to 1000.</summary>
    public int Rows => _emulation.Buffer.Rows;

    /// <summary>Bytes fed so far.</summary>
    public long Fed => _parser.Fed;

    /// <summary>Changes whenever something visible may have changed.</summary>
    public long Version { get; private set; }

    /// <summary>Called with every line of the main screen that leaves at the top, before the feed goes on. It must not feed.</summary>
    public Action<ScreenLine>? ScrolledOff
    {
        get => _emulation.ScrolledOff;
        set => _emulation.ScrolledOff = value;
    }

    /// <summary>Whether the alternate screen is seen, as full-screen programs have it.</summary>
    public bool IsAlternate => _emulation.IsAlternate;

    /// <summary>Row of the cursor, from 0.</summary>
    public int CursorRow => _emulation.Buffer.Y;

    /// <summary>Column of the cursor, from 0; equal to <see cref="Columns"/> while the next character would wrap.</summary>
    public int CursorColumn => _emulation.Buffer.X;

    /// <summary>Title that the program gave (OSC 0 or 2): at most 256 UTF-16 units, no control characters; empty before.</summary>
    public string Title => _emulation.Title;

    internal Emulation Emulation => _emulation;

    /// <summary>Takes output in. Any bytes, cut anywhere; never throws.</summary>
    /// <param name="bytes">What comes next in the stream.</param>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        _emulation.Rest(bytes.Length);
        _parser.Feed(bytes);
        Version++;
    }

    /// <summary>
    /// Another size. New rows come at the bottom; rows go below the cursor first and then at the top. Lines are not broken anew:
    /// programs redraw, and what is beyond the right edge comes back when there is room again.
    /// </summary>
    /// <param name="columns">Columns, brought into 2 to 1000.</param>
    /// <param name="rows">Rows, brought into 1 to 1000.</param>
    public void Resize(int columns, int rows)
    {
        (columns, rows) = (FitColumns(columns), FitRows(rows));
        if (columns == Columns && rows == Rows) return;
        _emulation.Resize(columns, rows);
        Version++;
    }

    /// <summary>What repaints it.</summary>
    public ScreenSnapshot Snapshot()
    {
        var writer = new SnapshotWriter(_emulation);
        long offset = _parser.Resume(writer.Append);
        return new ScreenSnapshot(offset, Columns, Rows, writer.ToBytes());
    }

    /// <summary>What a row says, without blanks at its end.</summary>
    /// <param name="row">From 0, below <see cref="Rows"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public string LineText(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        return Screens.LineText.Of(_emulation.Buffer.Peek(row), Columns);
    }

    /// <summary>A row as <see cref="ScrolledOff"/> would give it.</summary>
    /// <param name="row">From 0, below <see cref="Rows"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ScreenLine LineAt(int row)
    {
        string text = LineText(row);
        var line = _emulation.Buffer.Peek(row);
        return new ScreenLine(text, line is { Wrapped: true }, Screens.LineText.Whole(line, Columns).Length - text.Length);
    }

    private static int FitColumns(int columns) => Math.Clamp(columns, 2, MaxSize);

    private static int FitRows(int rows) => Math.Clamp(rows, 1, MaxSize);
}
