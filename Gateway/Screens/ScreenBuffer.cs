namespace Gateway.Screens;

/// <summary>One of the two screens: its lines, cursor, scroll region, tab stops and saved cursor (Buffer.ts, without scrollback).</summary>
internal sealed class ScreenBuffer
{
    // A ring, so that scrolling moves no line; null: blank and never touched.
    private Line?[] _lines;
    private int _first;

    public ScreenBuffer(int columns, int rows)
    {
        (Columns, Rows) = (columns, rows);
        _lines = new Line?[rows];
        Bottom = rows - 1;
        Tabs = new TabStops(columns);
    }

    public int Columns { get; private set; }

    public int Rows { get; private set; }

    /// <summary>Column of the cursor; equal to <see cref="Columns"/> while a wrap is pending.</summary>
    public int X { get; set; }

    public int Y { get; set; }

    /// <summary>First row of the scroll region.</summary>
    public int Top { get; set; }

    /// <summary>Last row of the scroll region.</summary>
    public int Bottom { get; set; }

    public TabStops Tabs { get; }

    public SavedCursor Saved { get; set; }

    public bool ScrollsWhole => Top == 0 && Bottom == Rows - 1;

    /// <summary>The line of a row, to be written to.</summary>
    public Line this[int row] => _lines[Index(row)] ??= new Line(Columns);

    /// <summary>The line of a row, to be read; null if nothing was ever written.</summary>
    public Line? Peek(int row) => _lines[Index(row)];

    /// <summary>Moves the lines of the scroll region up by one and makes the last one blank.</summary>
    public void Scroll(Cell blank, bool wrapped)
    {
        if (ScrollsWhole)
        {
            var line = _lines[_first];
            if (++_first == Rows) _first = 0;
            Renew(Rows - 1, line, blank, wrapped);
        }
        else
        {
            Delete(Top, Bottom, 1, blank);
            if (wrapped) this[Bottom].Wrapped = true;
        }
    }

    /// <summary>Takes lines out at a row; those below, up to the last, move up.</summary>
    public void Delete(int row, int last, int count, Cell blank)
    {
        count = Math.Min(count, last - row + 1);
        Reverse(row, row + count - 1);
        Reverse(row + count, last);
        Reverse(row, last);
        for (int i = last - count + 1; i <= last; i++) Renew(i, Peek(i), blank, false);
    }

    /// <summary>Puts blank lines in at a row; those below move down, over the last and away.</summary>
    public void Insert(int row, int last, int count, Cell blank)
    {
        count = Math.Min(count, last - row + 1);
        Reverse(row, last);
        Reverse(row, row + count - 1);
        Reverse(row + count, last);
        for (int i = row; i < row + count; i++) Renew(i, Peek(i), blank, false);
    }

    /// <summary>Makes a row blank.</summary>
    public void Clear(int row, Cell blank) => Renew(row, Peek(row), blank, false, keepsLength: true);

    /// <summary>Fills a row with one cell.</summary>
    public void Fill(int row, Cell cell)
    {
        this[row].Fill(cell);
        this[row].Wrapped = false;
    }

    /// <summary>Makes everything blank; the saved cursor stays, as in xterm.js.</summary>
    public void Reset(Cell blank)
    {
        for (int row = 0; row < Rows; row++) Renew(row, null, blank, false);
        (X, Y, Top, Bottom) = (0, 0, 0, Rows - 1);
        Tabs.Reset(Columns);
    }

    /// <summary>Another size, as xterm.js does it without reflow: lines keep what is beyond the edge.</summary>
    /// <param name="columns">New columns.</param>
    /// <param name="rows">New rows.</param>
    /// <param name="isFilled">False for an alternate screen that nobody sees.</param>
    /// <param name="leaves">Called for every line that goes at the top.</param>
    public void Resize(int columns, int rows, bool isFilled, Action<Line?> leaves)
    {
        var lines = new Line?[rows];
        int gone = isFilled ? Math.Max(0, Y + 1 - rows) : 0;
        if (isFilled)
        {
            for (int row = 0; row < gone; row++) leaves(Peek(row));
            for (int row = 0; row < rows && row + gone < Rows; row++)
            {
                // A line that has no memory yet is as long as the screen was; from now on that has to be known.
                var line = columns == Columns ? Peek(row + gone) : this[row + gone];
                if (columns > Columns) line!.Resize(columns);
                lines[row] = line;
            }
            X = Math.Min(X, columns - 1);
            Y = Math.Min(Y, rows - 1);
            Top = 0;
            Saved = Saved with { X = Math.Min(Saved.X, columns - 1), Y = Math.Max(Saved.Y - gone, 0) };
        }
        (_lines, _first, Columns, Rows, Bottom) = (lines, 0, columns, rows, rows - 1);
        Tabs.Resize(columns);
    }

    private void Renew(int row, Line? line, Cell blank, bool wrapped, bool keepsLength = false)
    {
        if (line is null && (wrapped || blank != Cell.Blank)) line = new Line(Columns);
        line?.Reuse(keepsLength ? line.Length : Columns, blank, wrapped);
        _lines[Index(row)] = line;
    }

    private void Reverse(int from, int to)
    {
        for (; from < to; from++, to--)
        {
            ref var one = ref _lines[Index(from)];
            ref var other = ref _lines[Index(to)];
            (one, other) = (other, one);
        }
    }

    private int Index(int row)
    {
        int index = _first + row;
        return index < Rows ? index : index - Rows;
    }
}
