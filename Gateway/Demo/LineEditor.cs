using System.Text;

namespace Gateway.Demo;

/// <summary>
/// Reads one line with editing, history and completion. A line wider than the window scrolls sideways within its row, so
/// that a change of the window never tears it.
/// </summary>
internal sealed class LineEditor(DeviceConsole console, string prompt, string promptColour, IReadOnlyList<string> phrases)
{
    private const int Longest = 1024;
    private const string Bell = "\a";

    private readonly List<string> _history = [];
    private readonly List<Rune> _text = [];
    private int _cursor;
    private int _historyAt;
    private string? _drawn;
    private char _highSurrogate;

    /// <summary>The line, or null when the person left (Ctrl-D on an empty line, or the connection ended).</summary>
    public string? ReadLine()
    {
        Set("");
        _historyAt = _history.Count;
        _drawn = null;
        while (true)
        {
            if (!console.KeysWaiting)
                Draw();
            if (!console.TryRead(out var key))
                return null;
            if (key.KeyChar is '\r' or '\n')
                return Accept();
            if (key.KeyChar == '\x04' && _text.Count == 0)
            {
                console.Write("\n");
                return null;
            }
            Edit(key);
        }
    }

    private string Accept()
    {
        _cursor = _text.Count;
        Draw();
        console.Write("\n");
        var line = string.Concat(_text);
        if (line.Trim().Length > 0 && (_history.Count == 0 || _history[^1] != line))
            _history.Add(line);
        return line;
    }

    private void Edit(ConsoleKeyInfo key)
    {
        if (key == DeviceConsole.Interrupt)
        {
            _cursor = _text.Count;
            Draw();
            console.Write("^C\n");
            Set("");
            _historyAt = _history.Count;
            _drawn = null;
            return;
        }
        if (key == DeviceConsole.Resized)
        {
            _drawn = null;
            return;
        }
        switch (key.Key)
        {
            case ConsoleKey.LeftArrow: _cursor = Math.Max(0, _cursor - 1); return;
            case ConsoleKey.RightArrow: _cursor = Math.Min(_text.Count, _cursor + 1); return;
            case ConsoleKey.Home: _cursor = 0; return;
            case ConsoleKey.End: _cursor = _text.Count; return;
            case ConsoleKey.UpArrow: Recall(_historyAt - 1); return;
            case ConsoleKey.DownArrow: Recall(_historyAt + 1); return;
            case ConsoleKey.Delete: Remove(_cursor, 1); return;
        }
        switch (key.KeyChar)
        {
            case '\x7f' or '\b': Remove(_cursor - 1, 1); break;
            case '\t': Complete(); break;
            case '\x01': _cursor = 0; break;
            case '\x05': _cursor = _text.Count; break;
            case '\x04': Remove(_cursor, 1); break;
            case '\x0b': Remove(_cursor, _text.Count - _cursor); break;
            case '\x15': Remove(0, _cursor); break;
            case '\x17': RemoveWord(); break;
            case '\x0c': console.Write("\e[H\e[2J"); _drawn = null; break;
            default: Insert(key.KeyChar); break;
        }
    }

    private void Insert(char unit)
    {
        if (char.IsHighSurrogate(unit))
        {
            _highSurrogate = unit;
            return;
        }
        var known = char.IsLowSurrogate(unit)
            ? Rune.TryCreate(_highSurrogate, unit, out var rune)
            : Rune.TryCreate(unit, out rune);
        if (!known || Rune.IsControl(rune))
            return;
        if (_text.Count >= Longest)
            console.Write(Bell);
        else
            _text.Insert(_cursor++, rune);
    }

    private void Remove(int at, int count)
    {
        if (at < 0 || at >= _text.Count)
            return;
        _text.RemoveRange(at, count);
        if (at < _cursor)
            _cursor = at;
    }

    private void RemoveWord()
    {
        var at = _cursor;
        while (at > 0 && Rune.IsWhiteSpace(_text[at - 1]))
            at--;
        while (at > 0 && !Rune.IsWhiteSpace(_text[at - 1]))
            at--;
        Remove(at, _cursor - at);
    }

    private void Recall(int at)
    {
        if (at < 0 || at > _history.Count)
            return;
        _historyAt = at;
        Set(at == _history.Count ? "" : _history[at]);
    }

    private void Set(string line)
    {
        _text.Clear();
        _text.AddRange(line.EnumerateRunes());
        _cursor = _text.Count;
    }

    private void Complete()
    {
        var typed = string.Concat(_text[.._cursor]).TrimStart();
        var fitting = phrases.Where(p => p.StartsWith(typed, StringComparison.Ordinal)).ToList();
        if (fitting.Count == 0)
        {
            console.Write(Bell);
            return;
        }
        var common = fitting[0].Length;
        foreach (var phrase in fitting)
            while (!phrase.AsSpan().StartsWith(fitting[0].AsSpan(0, common)))
                common--;
        var more = fitting[0][typed.Length..common] + (fitting.Count == 1 ? " " : "");
        foreach (var unit in more)
            Insert(unit);
        if (more.Length > 0)
            return;
        Draw();
        console.Write("\n" + string.Join("  ", fitting) + "\n");
        _drawn = null;
    }

    private void Draw()
    {
        var room = Math.Max(8, DeviceConsole.Size.Columns - prompt.Length - 1);
        var first = 0;
        while (Columns(first, _cursor) > room)
            first++;
        var last = first;
        for (var used = 0; last < _text.Count && (used += DeviceText.Width(_text[last])) <= room; last++)
        {
        }
        var shown = string.Concat(_text[first..last]);
        // Typing at the end, the usual case, costs the typed bytes and no more.
        if (_drawn is not null && _cursor == _text.Count && shown.StartsWith(_drawn, StringComparison.Ordinal))
            console.Write(shown[_drawn.Length..]);
        else
            console.Write($"\r{promptColour}{prompt}\e[0m{shown}\e[K\r\e[{prompt.Length + Columns(first, _cursor)}C");
        _drawn = _cursor == _text.Count ? shown : null;
    }

    private int Columns(int from, int to) => _text[from..to].Sum(DeviceText.Width);
}
