namespace Gateway.Screens;

/// <summary>
/// One line of cells. Only what was written has memory: the rest, from <c>_used</c> on, is one and the same cell,
/// so that erasing costs nothing however often it is asked for.
/// </summary>
internal sealed class Line(int length)
{
    /// <summary>UTF-16 units of a character with marks; what comes further is dropped.</summary>
    private const int MaxMarks = 32;

    /// <summary>The same for each cell of the line, on average.</summary>
    private const int MaxMarked = 4;

    private Cell[] _cells = [];
    private string?[]? _marks;
    private int _used;
    private int _marked;
    private Cell _rest = Cell.Blank;

    /// <summary>Cells that there are. After a screen got narrower, the old ones are still there.</summary>
    public int Length { get; private set; } = length;

    /// <summary>Continues the line before.</summary>
    public bool Wrapped { get; set; }

    /// <summary>Cells before this one may differ; all others are equal.</summary>
    public int Used => _used;

    public Cell this[int column]
    {
        get => column < _used ? _cells[column] : _rest;
        set
        {
            Reserve(column + 1);
            _cells[column] = value;
        }
    }

    public int WidthAt(int column) => this[column].Width;

    /// <summary>Cells that the caller will write, all of them.</summary>
    public Span<Cell> Span(int column, int count)
    {
        if (column + count > _used)
        {
            Reserve(column);
            Grow(column + count);
            _used = column + count;
        }
        return _cells.AsSpan(column, count);
    }

    /// <summary>The text of a cell; empty for one without content.</summary>
    public string TextAt(int column)
    {
        var cell = this[column];
        return cell.IsMarked ? _marks![column]! : cell.Code == 0 ? "" : char.ConvertFromUtf32(cell.Code);
    }

    /// <summary>Adds a combining code point to what is in a cell.</summary>
    public void Mark(int column, int code, int width)
    {
        var cell = this[column];
        if (!cell.HasContent)
        {
            this[column] = new Cell(code, width == 0 ? 1 : width, cell.Pen);
            return;
        }
        string text = TextAt(column);
        int fits = width == 0 ? cell.Width : width;
        if (text.Length < MaxMarks && _marked < MaxMarked * Length)
        {
            string mark = char.ConvertFromUtf32(code);
            _marked += mark.Length;
            text += mark;
        }
        else if (!cell.IsMarked)
        {
            this[column] = new Cell(cell.Code, fits, cell.Pen);
            return;
        }
        this[column] = cell.AsMarked(fits);
        _marks ??= new string?[_cells.Length];
        _marks[column] = text;
    }

    public void Copy(Line from, int column, int to, int count)
    {
        for (int i = 0; i < count; i++)
        {
            this[to + i] = from[column + i];
            if (!this[to + i].IsMarked) continue;
            _marks ??= new string?[_cells.Length];
            _marks[to + i] = from._marks![column + i];
        }
    }

    public void Insert(int at, int count, Cell blank)
    {
        at %= Length;
        if (at > 0 && WidthAt(at - 1) == 2) this[at - 1] = blank;
        if (count < Length - at)
        {
            Reserve(at);
            int end = Math.Min(Length, _used + count);
            Grow(end);
            Array.Copy(_cells, at, _cells, at + count, Math.Max(0, end - at - count));
            if (_marks is not null) Array.Copy(_marks, at, _marks, at + count, Math.Max(0, end - at - count));
            _cells.AsSpan(at, Math.Min(count, end - at)).Fill(blank);
            _used = end;
        }
        else
        {
            Truncate(at, blank);
        }
        if (WidthAt(Length - 1) == 2) this[Length - 1] = blank;
    }

    public void Delete(int at, int count, Cell blank)
    {
        at %= Length;
        if (count < Length - at)
        {
            Reserve(_rest == blank ? at : Length);
            int kept = Math.Max(0, _used - at - count);
            Array.Copy(_cells, _used - kept, _cells, at, kept);
            if (_marks is not null) Array.Copy(_marks, _used - kept, _marks, at, kept);
            Truncate(at + kept, blank);
        }
        else
        {
            Truncate(at, blank);
        }
        if (at > 0 && WidthAt(at - 1) == 2) this[at - 1] = blank;
        if (this[at].IsHalf) this[at] = blank;
    }

    /// <summary>Erases cells; <paramref name="end"/> may lie beyond the line.</summary>
    public void Erase(int start, int end, Cell blank)
    {
        if (start > 0 && WidthAt(start - 1) == 2) this[start - 1] = blank;
        if (end < Length && end > 0 && WidthAt(end - 1) == 2) this[end] = blank;
        if (start >= Length || start >= end || start >= _used && _rest == blank) return;
        if (end >= Length)
        {
            Truncate(start, blank);
        }
        else
        {
            Reserve(end);
            _cells.AsSpan(start, end - start).Fill(blank);
        }
    }

    /// <summary>Erases cells that are not protected (DECSCA).</summary>
    public void EraseUnprotected(int start, int end, Cell blank)
    {
        if (start > 0 && WidthAt(start - 1) == 2 && !this[start - 1].Pen.IsProtected) this[start - 1] = blank;
        if (end < Length && end > 0 && WidthAt(end - 1) == 2 && !this[end].Pen.IsProtected) this[end] = blank;
        EraseInner(start, Math.Min(end, Length), blank);
    }

    public void FillUnprotected(Cell blank) => EraseInner(0, Length, blank);

    /// <summary>Makes all cells the same.</summary>
    public void Fill(Cell cell)
    {
        _used = _marked = 0;
        _marks = null;
        _rest = cell;
    }

    /// <summary>Starts anew as another line.</summary>
    public void Reuse(int columns, Cell cell, bool wrapped)
    {
        Fill(cell);
        Length = columns;
        Wrapped = wrapped;
        if (_cells.Length > columns) _cells = [];
    }

    public void Resize(int columns)
    {
        if (columns > Length && _rest != Cell.Blank)
        {
            Reserve(Length);
            _rest = Cell.Blank;
        }
        _used = Math.Min(_used, columns);
        Length = columns;
    }

    private void EraseInner(int start, int end, Cell blank)
    {
        if (_rest == blank || _rest.Pen.IsProtected) end = Math.Min(end, _used);
        for (int i = start; i < end; i++)
        {
            if (!this[i].Pen.IsProtected) this[i] = blank;
        }
    }

    private void Truncate(int column, Cell blank)
    {
        Reserve(column);
        _used = column;
        _rest = blank;
    }

    private void Reserve(int count)
    {
        if (count <= _used) return;
        Grow(count);
        _cells.AsSpan(_used, count - _used).Fill(_rest);
        _used = count;
    }

    private void Grow(int count)
    {
        if (count <= _cells.Length) return;
        int size = Math.Min(Length, Math.Max(count, Math.Max(16, _cells.Length * 2)));
        Array.Resize(ref _cells, size);
        if (_marks is not null) Array.Resize(ref _marks, size);
    }
}
