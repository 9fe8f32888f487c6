using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gateway.Screens;

/// <summary>Characters.</summary>
internal sealed partial class Emulation
{
    /// <summary>Code points that one REP writes, if they are not ASCII; or two lines if that is more.</summary>
    private const int MaxRepeated = 1024;

    private Joined _joined;

    // Within a run of characters, with no control in between.
    private bool _isRunning;

    /// <summary>A run of printable ASCII.</summary>
    public void PrintAscii(ReadOnlySpan<byte> text)
    {
        if (Charsets.Active is not null || Modes.Insert || !_joined.LetsAsciiStart)
        {
            foreach (byte code in text) Print(code);
            return;
        }
        BeginRun();
        var buffer = _buffer;
        var pen = _pen.Stored;
        while (text.Length > 0)
        {
            if (buffer.X >= buffer.Columns)
            {
                if (Modes.Wrap)
                {
                    WrapLine();
                    buffer.X = 0;
                }
                else
                {
                    // All that follows falls into the last cell, and the last one stays.
                    buffer.X = buffer.Columns - 1;
                    text = text[^1..];
                }
            }
            int count = Math.Min(text.Length, buffer.Columns - buffer.X);
            Write(buffer[buffer.Y].Span(buffer.X, count), text[..count], pen);
            buffer.X += count;
            text = text[count..];
        }
        _joined = Joined.Ascii;
        MendHalf(pen);
    }

    /// <summary>One character, of any kind.</summary>
    public void Print(int code)
    {
        BeginRun();
        if (Charsets.Active is { } charset) code = charset.Show(code);
        var next = Graphemes.Next(code, _joined);
        int before = next.Joins ? _joined.Width : 0;
        _joined = next;
        if (_buffer.X + next.Width - before > _buffer.Columns && !MakeRoom(next.Width, before))
        {
            MendHalf(_pen.Stored);
            return;
        }
        var line = _buffer[_buffer.Y];
        if (next.Joins && _buffer.X > 0) Join(line, code, next.Width, before);
        else Put(line, code, next.Width, before);
        MendHalf(_pen.Stored);
    }

    /// <summary>Something else than a character came: the next one begins a run.</summary>
    public void EndRun() => _isRunning = false;

    /// <summary>Nothing joins the last character any more, and it is not repeated.</summary>
    public void EndJoin() => _joined = default;

    /// <summary>REP.</summary>
    private void Repeat(int count)
    {
        if (_joined.Width == 0) return;
        int column = _buffer.X - _joined.Width;
        string text = column < 0 ? "" : _buffer[_buffer.Y].TextAt(column);
        if (text.Length == 0) return;
        // Once the screen is full of it, whole lines more change nothing.
        int aLine = Math.Max(1, _buffer.Columns / _joined.Width), most = aLine * (_buffer.Rows + 2);
        if (count > most) count = most + (count - most) % aLine;
        EndRun();
        if (text.Length == 1 && text[0] is >= ' ' and <= '~')
        {
            Span<byte> run = stackalloc byte[256];
            run.Fill((byte)text[0]);
            for (; count > 0; count -= run.Length) PrintAscii(run[..Math.Min(count, run.Length)]);
        }
        else
        {
            // These take their time one by one. Nobody fills a screen with them, but somebody might try to keep us busy.
            int left = Math.Max(MaxRepeated, 2 * _buffer.Columns);
            for (; count > 0 && left > 0; count--)
            {
                foreach (var rune in text.EnumerateRunes())
                {
                    Print(rune.Value);
                    left--;
                }
            }
        }
        EndRun();
    }

    private static void Write(Span<Cell> cells, ReadOnlySpan<byte> text, Pen pen)
    {
        // A cell is four words, of which only the first one differs.
        var blank = Vector128.Create(new Cell(0, 1, pen).Content, pen.Fore, pen.Back, pen.Line);
        ref uint words = ref Unsafe.As<Cell, uint>(ref MemoryMarshal.GetReference(cells));
        for (int i = 0; i < text.Length; i++) (blank | Vector128.CreateScalar((uint)text[i])).StoreUnsafe(ref words, (nuint)i * 4);
    }

    private void BeginRun()
    {
        if (_isRunning) return;
        _isRunning = true;
        // The second half of a wide character is about to be written over.
        if (_buffer.X > 0 && _buffer[_buffer.Y].WidthAt(_buffer.X - 1) == 2) _buffer[_buffer.Y][_buffer.X - 1] = new Cell(0, 1, _pen.Stored);
    }

    /// <summary>Makes a blank of the second half of a wide character whose first one was written over.</summary>
    private void MendHalf(Pen pen)
    {
        if (_buffer.X >= _buffer.Columns || _buffer.Peek(_buffer.Y) is not { } line || !line[_buffer.X].IsHalf) return;
        line[_buffer.X] = new Cell(0, 1, pen);
    }

    /// <summary>The character does not fit behind the cursor.</summary>
    /// <returns>Whether it is written now.</returns>
    private bool MakeRoom(int width, int before)
    {
        if (!Modes.Wrap)
        {
            _buffer.X = _buffer.Columns - 1;
            return width != 2;
        }
        var old = _buffer[_buffer.Y];
        int column = _buffer.X - before;
        WrapLine();
        _buffer.X = before;
        // What was one column wide and is now two moves along.
        _buffer[_buffer.Y].Copy(old, column, 0, before);
        for (; column < _buffer.Columns; column++) old[column] = new Cell(0, 1, _pen.Stored);
        return true;
    }

    /// <summary>Goes to the next line and says that it continues this one.</summary>
    private void WrapLine()
    {
        if (_buffer.Y == _buffer.Bottom)
        {
            Scroll(true);
            return;
        }
        if (_buffer.Y < _buffer.Rows - 1) _buffer.Y++;
        _buffer[_buffer.Y].Wrapped = true;
    }

    private void Join(Line line, int code, int width, int before)
    {
        int back = line.WidthAt(_buffer.X - 1) > 0 ? 1 : 2;
        if (_buffer.X >= back) line.Mark(_buffer.X - back, code, width);
        for (int more = width - before; more > 0; more--) line[_buffer.X++] = new Cell(0, 0, _pen.Stored);
    }

    private void Put(Line line, int code, int width, int before)
    {
        var pen = _pen.Stored;
        if (Modes.Insert)
        {
            line.Insert(_buffer.X, width - before, new Cell(0, 1, pen));
            if (line.WidthAt(_buffer.Columns - 1) == 2) line[_buffer.Columns - 1] = new Cell(0, 1, pen);
        }
        line[_buffer.X++] = new Cell(code, width, pen);
        for (; width > 1; width--) line[_buffer.X++] = new Cell(0, 0, pen);
    }
}
