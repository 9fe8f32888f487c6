using System.Globalization;
using System.Text;

namespace Gateway.Screens;

/// <summary>Writes what makes a freshly reset terminal show a screen and be in its state.</summary>
internal sealed class SnapshotWriter
{
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _unfinished = new();
    private readonly Emulation _emulation;
    private readonly PenWriter _pen;

    public SnapshotWriter(Emulation emulation)
    {
        _emulation = emulation;
        _pen = new PenWriter(_output);
        Write();
    }

    /// <summary>Adds to the end what an unfinished sequence needs.</summary>
    public void Append(string text) => _unfinished.Append(text);

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_output.Append(_unfinished).ToString());

    private void Write()
    {
        var modes = _emulation.Modes;
        // A reset leaves these two as they were.
        _output.Append("\e[20l").Append(modes.CursorHidden ? "\e[?25l" : "\e[?25h");
        if (_emulation.Title != "") _output.Append("\e]2;").Append(_emulation.Title).Append('\a');
        if (!_emulation.IsAlternate && _emulation.Alternate?.Saved is { } hidden && hidden != default)
        {
            _output.Append("\e[?1047h");
            Save(hidden);
            _output.Append("\e[?1047l");
        }
        Draw(_emulation.Main);
        if (_emulation.IsAlternate)
        {
            _output.Append("\e[?1047h");
            Draw(_emulation.Buffer);
        }
        WriteCharsets();
        ModeWriter.Write(_output, modes);
        PlaceCursor();
    }

    private void Draw(ScreenBuffer buffer)
    {
        new LineWriter(_output, _pen, buffer).Write();
        if (!buffer.Tabs.IsUsual)
        {
            _output.Append("\e[3g");
            for (int column = 0; column < buffer.Columns; column++)
            {
                if (!buffer.Tabs[column]) continue;
                Go(0, column);
                _output.Append("\eH");
            }
        }
        if (buffer.Saved != default) Save(buffer.Saved);
        _pen.Set(default);
        if (!buffer.ScrollsWhole) _output.Append(CultureInfo.InvariantCulture, $"\e[{buffer.Top + 1};{buffer.Bottom + 1}r");
    }

    private void Save(SavedCursor saved)
    {
        Go(saved.Y, Math.Min(saved.X, _emulation.Buffer.Columns - 1));
        _pen.Set(new Pen(saved.Fore, saved.Back, 0));
        if (saved.Charset is { } charset) _output.Append("\e(").Append(charset.Final);
        _output.Append("\e7");
        if (saved.Charset is not null) _output.Append("\e(B");
        _pen.Set(default);
    }

    private void WriteCharsets()
    {
        var charsets = _emulation.Charsets;
        for (int level = 0; level < 4; level++)
        {
            if (charsets[level] is { } charset) _output.Append('\e').Append("()*+"[level]).Append(charset.Final);
        }
        if (charsets.Level > 0) _output.Append(charsets.Level switch { 1 => "\x0e", 2 => "\en", _ => "\eo" });
        // A restored cursor brings its set along without a shift.
        if (charsets.Active == charsets[charsets.Level] || charsets.Active != _emulation.Buffer.Saved.Charset) return;
        _output.Append("\e8");
        _pen.Forget();
    }

    private void PlaceCursor()
    {
        var buffer = _emulation.Buffer;
        int row = buffer.Y - (_emulation.Modes.Origin ? buffer.Top : 0);
        // What follows may join the last character or repeat it, and a pending wrap only comes by writing: so it is written again.
        if (Again(out int column, out string text))
        {
            Go(row, column);
            var cell = buffer[buffer.Y][column];
            // Where characters are inserted, its place is closed first. What widens it later inserts nothing.
            if (_emulation.Modes.Insert) _output.Append(CultureInfo.InvariantCulture, $"\e[{Graphemes.Next(Rune.GetRuneAt(text, 0).Value, default).Width}P");
            // The pen may hold more than a cell does, and a change after the character would end what joins it.
            _pen.Set(cell.Pen == _emulation.Pen.Stored ? _emulation.Pen : cell.Pen);
            _output.Append(text);
            // Unless it can be joined, it must not be: a control character that does nothing sees to that.
            if (!EndsIn(buffer[buffer.Y], column)) _output.Append('\0');
        }
        else
        {
            Go(row, Math.Min(buffer.X, buffer.Columns - 1));
        }
        _pen.Set(_emulation.Pen);
    }

    private bool Again(out int column, out string text)
    {
        var buffer = _emulation.Buffer;
        var line = buffer[buffer.Y];
        column = buffer.X - 1;
        text = "";
        if (column < 0) return false;
        if (line[column].IsHalf && column > 0) column--;
        if (buffer.X < buffer.Columns && !EndsIn(line, column)) return false;
        text = line.TextAt(column);
        if (text == "") text = " ";
        // Through the character set that is in use.
        if (_emulation.Charsets.Active is { } charset)
        {
            var codes = text.EnumerateRunes().Select(rune => charset.Find(rune.Value)).ToArray();
            if (codes.Contains(-1)) return false;
            text = string.Concat(codes.Select(char.ConvertFromUtf32));
        }
        return true;
    }

    /// <summary>Whether the last character written is in this cell, as it would be if written again.</summary>
    private bool EndsIn(Line line, int column)
    {
        var last = _emulation.Joined;
        var found = default(Joined);
        foreach (var rune in line.TextAt(column).EnumerateRunes()) found = Graphemes.Next(rune.Value, found);
        return last.Width > 0 && (found.Kind, found.Width) == (last.Kind, last.Width) && line[column].Width == last.Width && line[column].Pen == _emulation.Pen.Stored;
    }

    private void Go(int row, int column) => _output.Append(CultureInfo.InvariantCulture, $"\e[{row + 1};{column + 1}H");
}
