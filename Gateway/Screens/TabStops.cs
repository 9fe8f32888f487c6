namespace Gateway.Screens;

/// <summary>Where the tabulator stops; every eight columns until a program says otherwise.</summary>
internal sealed class TabStops(int columns)
{
    private const int Step = 8;

    // One bit a column; null: every eight. xterm.js lets a stop be set behind the last column, too.
    private ulong[]? _bits;

    // How wide the screen has been: stops to the right of it are not there yet.
    private int _widest = columns;

    /// <summary>Whether it still stops every eight columns.</summary>
    public bool IsUsual => _bits is null;

    public bool this[int column] => _bits is null ? column % Step == 0 : (_bits[column / 64] >> (column % 64) & 1) != 0;

    public void Reset(int columns) => (_bits, _widest) = (null, columns);

    public void Set(int column)
    {
        if (!this[column]) Own()[column / 64] |= 1UL << column % 64;
    }

    public void Clear(int column)
    {
        if (this[column]) Own()[column / 64] &= ~(1UL << column % 64);
    }

    public void ClearAll() => _bits = new ulong[(Screen.MaxSize + 64) / 64];

    /// <summary>The next stop to the right, or the last column.</summary>
    public int Next(int column, int columns)
    {
        do column++;
        while (column < columns && !this[column]);
        return Math.Min(column, columns - 1);
    }

    /// <summary>The next stop to the left, or the first column.</summary>
    public int Previous(int column, int columns)
    {
        do column--;
        while (column > 0 && !this[column]);
        return Math.Clamp(column, 0, columns - 1);
    }

    /// <summary>As xterm.js does: goes on in steps of eight from the last stop inside the new width.</summary>
    public void Resize(int columns)
    {
        _widest = Math.Max(_widest, columns);
        if (_bits is null) return;
        int column = this[columns] ? columns : Previous(columns, columns);
        for (; column < columns; column += Step) Set(column);
    }

    private ulong[] Own()
    {
        if (_bits is not null) return _bits;
        ClearAll();
        for (int column = 0; column < _widest; column += Step) _bits![column / 64] |= 1UL << column % 64;
        return _bits!;
    }
}
