namespace Gateway.Screens;

/// <summary>Erasing, inserting and deleting.</summary>
internal sealed partial class Emulation
{
    // Cells that may be moved or looked at one by one, for each byte and in store.
    private const int EffortForByte = 256;
    private const long MostEffort = 4L * 1024 * 1024;

    private long _effort = MostEffort;

    /// <summary>So many bytes more have come.</summary>
    public void Rest(int bytes) => _effort = Math.Min(MostEffort + (long)bytes * EffortForByte, _effort + (long)bytes * EffortForByte);

    private bool Spend(long cells)
    {
        if (_effort < cells) return false;
        _effort -= cells;
        return true;
    }

    /// <summary>ED and DECSED.</summary>
    private void EraseDisplay(int what, bool keepsProtected)
    {
        var buffer = _buffer;
        Restrict(buffer.Columns);
        if (keepsProtected && !Spend((long)buffer.Rows * buffer.Columns)) return;
        switch (what)
        {
            case 0:
                Erase(buffer.X, buffer.Columns, buffer.X == 0, keepsProtected);
                for (int row = buffer.Y + 1; row < buffer.Rows; row++) EraseRow(row, keepsProtected);
                break;
            case 1:
                Erase(0, buffer.X + 1, true, keepsProtected);
                if (buffer.X + 1 >= buffer.Columns && buffer.Y + 1 < buffer.Rows && buffer.Peek(buffer.Y + 1) is { } next) next.Wrapped = false;
                for (int row = 0; row < buffer.Y; row++) EraseRow(row, keepsProtected);
                break;
            case 2:
                for (int row = 0; row < buffer.Rows; row++) EraseRow(row, keepsProtected);
                break;
        }
    }

    /// <summary>EL and DECSEL.</summary>
    private void EraseLine(int what, bool keepsProtected)
    {
        Restrict(_buffer.Columns);
        switch (what)
        {
            case 0:
                Erase(_buffer.X, _buffer.Columns, _buffer.X == 0, keepsProtected);
                break;
            case 1:
                Erase(0, _buffer.X + 1, false, keepsProtected);
                break;
            case 2:
                Erase(0, _buffer.Columns, true, keepsProtected);
                break;
        }
    }

    private void Erase(int start, int end, bool endsWrap, bool keepsProtected)
    {
        var line = _buffer[_buffer.Y];
        if (keepsProtected) line.EraseUnprotected(start, end, Erased);
        else line.Erase(start, end, Erased);
        if (endsWrap) line.Wrapped = false;
    }

    private void EraseRow(int row, bool keepsProtected)
    {
        if (keepsProtected && _buffer.Peek(row) is { } line)
        {
            line.FillUnprotected(Erased);
            line.Wrapped = false;
        }
        else
        {
            _buffer.Clear(row, Erased);
        }
    }

    private void EraseCharacters(int count)
    {
        Restrict();
        _buffer[_buffer.Y].Erase(_buffer.X, _buffer.X + Math.Min(count, Screen.MaxSize), Erased);
    }

    private void InsertCharacters(int count)
    {
        Restrict();
        _buffer[_buffer.Y].Insert(_buffer.X, count, Erased);
    }

    private void DeleteCharacters(int count)
    {
        Restrict();
        _buffer[_buffer.Y].Delete(_buffer.X, count, Erased);
    }

    private void InsertLines(int count)
    {
        Restrict();
        if (!IsInRegion) return;
        _buffer.Insert(_buffer.Y, _buffer.Bottom, count, Erased);
        _buffer.X = 0;
    }

    private void DeleteLines(int count)
    {
        Restrict();
        if (!IsInRegion) return;
        _buffer.Delete(_buffer.Y, _buffer.Bottom, count, Erased);
        _buffer.X = 0;
    }

    /// <summary>SL, SR, DECIC and DECDC: every line of the region from a column on.</summary>
    private void ShiftColumns(int column, int count, bool inserts)
    {
        if (!IsInRegion || !Spend((long)(_buffer.Bottom - _buffer.Top + 1) * _buffer.Columns)) return;
        for (int row = _buffer.Top; row <= _buffer.Bottom; row++)
        {
            var line = _buffer[row];
            if (inserts) line.Insert(column, count, Erased);
            else line.Delete(column, count, Erased);
            line.Wrapped = false;
        }
    }
}
