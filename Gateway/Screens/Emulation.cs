namespace Gateway.Screens;

/// <summary>What a terminal does with characters and control functions, rule by rule as xterm.js 6 does it (InputHandler.ts).</summary>
internal sealed partial class Emulation
{
    private readonly ScreenBuffer _main;
    private readonly Lazy<ScreenBuffer> _alternate;
    private ScreenBuffer _buffer;
    private Pen _pen;

    public Emulation(int columns, int rows)
    {
        _main = _buffer = new ScreenBuffer(columns, rows);
        _alternate = new Lazy<ScreenBuffer>(() => new ScreenBuffer(_main.Columns, _main.Rows), isThreadSafe: false);
    }

    public Modes Modes { get; } = new();

    public Charsets Charsets { get; } = new();

    public string Title { get; set; } = "";

    public Action<ScreenLine>? ScrolledOff { get; set; }

    public bool IsAlternate => _buffer != _main;

    /// <summary>The screen that is seen.</summary>
    public ScreenBuffer Buffer => _buffer;

    public ScreenBuffer Main => _main;

    /// <summary>The alternate screen; null if there never was one.</summary>
    public ScreenBuffer? Alternate => _alternate.IsValueCreated ? _alternate.Value : null;

    public Pen Pen => _pen;

    /// <summary>What the last character was, for one that joins it.</summary>
    public Joined Joined => _joined;

    private Cell Erased => new(0, 1, _pen.Erasing);

    public void Resize(int columns, int rows)
    {
        _main.Resize(columns, rows, true, Leave);
        Alternate?.Resize(columns, rows, IsAlternate, _ => { });
    }

    /// <summary>A control character, C0 or C1.</summary>
    public void Execute(int code)
    {
        switch (code)
        {
            case '\n' or '\v' or '\f':
                LineFeed();
                break;
            case '\r':
                _buffer.X = 0;
                break;
            case '\b':
                Backspace();
                break;
            case '\t':
                if (_buffer.X < _buffer.Columns) _buffer.X = _buffer.Tabs.Next(_buffer.X, _buffer.Columns);
                break;
            case 0x0E:
                Charsets.Shift(1);
                break;
            case 0x0F:
                Charsets.Shift(0);
                break;
            case 0x84:
                Index();
                break;
            case 0x85:
                _buffer.X = 0;
                Index();
                break;
            case 0x88:
                _buffer.Tabs.Set(_buffer.X);
                break;
        }
        EndJoin();
    }

    /// <summary>An escape sequence.</summary>
    /// <param name="identity">Its intermediate bytes and its last one, eight bits each.</param>
    public void Escape(uint identity)
    {
        if (identity <= 0xFF) Escape((char)identity);
        else if (identity <= 0xFFFF) Escape((char)(identity >> 8), (char)(identity & 0xFF));
        EndJoin();
    }

    private void Escape(char final)
    {
        switch (final)
        {
            case '7':
                SaveCursor();
                break;
            case '8':
                RestoreCursor();
                break;
            case 'D':
                Index();
                break;
            case 'E':
                _buffer.X = 0;
                Index();
                break;
            case 'H':
                _buffer.Tabs.Set(_buffer.X);
                break;
            case 'M':
                ReverseIndex();
                break;
            case '=' or '>':
                Modes.Keypad = final == '=';
                break;
            case 'c':
                Reset();
                break;
            case 'n' or '}':
                Charsets.Shift(2);
                break;
            case 'o' or '|':
                Charsets.Shift(3);
                break;
            case '~':
                Charsets.Shift(1);
                break;
        }
    }

    private void Escape(char intermediate, char final)
    {
        switch (intermediate)
        {
            case '%' when final is '@' or 'G':
                Charsets.Shift(0);
                Charsets.Designate(0, null);
                break;
            case '#' when final == '8':
                Align();
                break;
            case '(' or ')' or '*' or '+' or '-' or '.':
                int level = "(?)-*.+".IndexOf(intermediate, StringComparison.Ordinal) / 2;
                if (Charset.TryFind(final, out var charset)) Charsets.Designate(level, charset);
                break;
        }
    }

    /// <summary>RIS: all but what xterm.js keeps.</summary>
    private void Reset()
    {
        _pen = default;
        _buffer = _main;
        foreach (var buffer in (ScreenBuffer?[])[_main, Alternate])
        {
            if (buffer is null) continue;
            buffer.Reset(Cell.Blank);
            buffer.Saved = default;
        }
        Charsets.Reset();
        Modes.Reset();
        (Modes.Mouse, Modes.MouseEncoding) = (0, 0);
    }

    /// <summary>DECALN: the screen full of E.</summary>
    private void Align()
    {
        SetCursor(0, 0);
        for (int row = 0; row < _buffer.Rows; row++) _buffer.Fill(row, new Cell('E', 1, _pen with { Line = 0 }));
        SetCursor(0, 0);
    }

    /// <summary>A line of the main screen goes at the top.</summary>
    private void Leave(Line? line)
    {
        string whole = LineText.Whole(line), text = whole.TrimEnd(' ');
        ScrolledOff?.Invoke(new ScreenLine(text, line?.Wrapped ?? false, whole.Length - text.Length));
    }
}
