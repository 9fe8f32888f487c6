namespace Gateway.Screens;

/// <summary>Where the cursor goes, and scrolling.</summary>
internal sealed partial class Emulation
{
    private void Restrict(int lastColumn)
    {
        _buffer.X = Math.Clamp(_buffer.X, 0, lastColumn);
        _buffer.Y = Modes.Origin ? Math.Clamp(_buffer.Y, _buffer.Top, _buffer.Bottom) : Math.Clamp(_buffer.Y, 0, _buffer.Rows - 1);
    }

    private void Restrict() => Restrict(_buffer.Columns - 1);

    private void SetCursor(int column, int row)
    {
        // Numbers come up to 2^31-1.
        _buffer.X = column;
        _buffer.Y = Math.Min(row, Screen.MaxSize) + (Modes.Origin ? _buffer.Top : 0);
        Restrict();
    }

    private void Move(int columns, int rows)
    {
        Restrict();
        SetCursor((int)Math.Clamp((long)_buffer.X + columns, 0, Screen.MaxSize), (int)Math.Clamp((long)_buffer.Y + rows, -Screen.MaxSize, Screen.MaxSize));
    }

    private void Up(int count)
    {
        int most = _buffer.Y - _buffer.Top;
        Move(0, -(most >= 0 ? Math.Min(most, count) : count));
    }

    private void Down(int count)
    {
        int most = _buffer.Bottom - _buffer.Y;
        Move(0, most >= 0 ? Math.Min(most, count) : count);
    }

    private void Tab(int count, bool isBack)
    {
        if (_buffer.X >= _buffer.Columns) return;
        for (int before = -1; count > 0 && before != _buffer.X; count--)
        {
            before = _buffer.X;
            _buffer.X = isBack ? _buffer.Tabs.Previous(before, _buffer.Columns) : _buffer.Tabs.Next(before, _buffer.Columns);
        }
    }

    private void SaveCursor() => _buffer.Saved = new SavedCursor(_buffer.X, _buffer.Y, _pen.Fore, _pen.Back, Charsets.Active);

    private void RestoreCursor()
    {
        var saved = _buffer.Saved;
        (_buffer.X, _buffer.Y) = (saved.X, saved.Y);
        _pen = _pen with { Fore = saved.Fore, Back = saved.Back };
        Charsets.Active = saved.Charset;
        Restrict();
    }

    private void LineFeed()
    {
        if (Modes.NewLine) _buffer.X = 0;
        if (_buffer.Y == _buffer.Bottom)
        {
            Scroll(false);
        }
        else if (_buffer.Y < _buffer.Rows - 1)
        {
            _buffer.Y++;
            if (_buffer.Peek(_buffer.Y) is { } line) line.Wrapped = false;
        }
        if (_buffer.X >= _buffer.Columns) _buffer.X--;
    }

    private void Index()
    {
        Restrict();
        if (_buffer.Y == _buffer.Bottom) Scroll(false);
        else if (_buffer.Y < _buffer.Rows - 1) _buffer.Y++;
        Restrict();
    }

    private void ReverseIndex()
    {
        Restrict();
        if (_buffer.Y == _buffer.Top)
        {
            _buffer.Insert(_buffer.Top, _buffer.Bottom, 1, Erased);
        }
        else
        {
            _buffer.Y--;
            Restrict();
        }
    }

    private void Backspace()
    {
        if (!Modes.ReverseWrap)
        {
            Restrict();
            if (_buffer.X > 0) _buffer.X--;
            return;
        }
        Restrict(_buffer.Columns);
        if (_buffer.X > 0)
        {
            _buffer.X--;
        }
        else if (_buffer.Y > _buffer.Top && _buffer.Y <= _buffer.Bottom && _buffer.Peek(_buffer.Y) is { Wrapped: true } line)
        {
            line.Wrapped = false;
            _buffer.Y--;
            _buffer.X = _buffer.Columns - 1;
            // A wide character that wrapped has left the last cell empty.
            var last = _buffer[_buffer.Y][_buffer.X];
            if (last.Width > 0 && !last.HasContent) _buffer.X--;
        }
        Restrict();
    }

    private void Scroll(bool wrapped)
    {
        if (ScrolledOff is not null && !IsAlternate && _buffer.Top == 0) Leave(_buffer.Peek(0));
        _buffer.Scroll(Erased, wrapped);
    }

    private bool IsInRegion => _buffer.Y >= _buffer.Top && _buffer.Y <= _buffer.Bottom;
}
