using System.Globalization;
using System.Text;
using Gateway.Screens;

namespace Gateway.Recording;

/// <summary>Makes plain text of a program's output: lines as they left the screen, whole where they went on past its edge.</summary>
internal sealed class PlainText
{
    // A line that never ends is broken here.
    private const int LongestLine = 64 * 1024;

    private readonly Screen _screen;
    private readonly StringBuilder _text = new();
    private int _line;
    private int _blanks;
    private bool _isLine;

    /// <summary>Begins with a blank screen.</summary>
    public PlainText(int columns, int rows)
    {
        _screen = new Screen(columns, rows);
        _screen.ScrolledOff += Add;
    }

    /// <summary>Feeds output.</summary>
    public void Feed(string output)
    {
        int fed = 0;
        for (int cleared = ClearedScreen.In(output, 0); cleared >= 0; cleared = ClearedScreen.In(output, cleared + 1))
        {
            _screen.Feed(Encoding.UTF8.GetBytes(output[fed..cleared]));
            fed = cleared;
            // A full-screen program clears as it paints; what it showed is not what was said.
            if (!_screen.IsAlternate && !ClearedScreen.IsSwitch(output, cleared)) Visible();
        }
        _screen.Feed(Encoding.UTF8.GetBytes(output[fed..]));
    }

    /// <summary>Changes the size.</summary>
    public void Resize(int columns, int rows) => _screen.Resize(columns, rows);

    /// <summary>Adds what stands on the screen, on the main one first.</summary>
    public void End()
    {
        ScreenLine[] rows = _screen.IsAlternate ? [.. Enumerable.Range(0, _screen.Rows).Select(_screen.LineAt)] : [];
        // xterm's ctlseqs, "DECRST": back to the main screen.
        if (_screen.IsAlternate) _screen.Feed("\e[?1047l"u8);
        Visible();
        foreach (var row in rows.Reverse().SkipWhile(row => row.Text.Length == 0).Reverse()) Add(row);
        EndLine();
    }

    /// <summary>Takes the lines since the last time.</summary>
    public string Take()
    {
        if (_text.Length == 0) return "";
        string text = _text.ToString();
        _text.Clear();
        return text;
    }

    // Up to the last row that says something.
    private void Visible()
    {
        int rows = _screen.Rows;
        while (rows > 0 && _screen.LineText(rows - 1).Length == 0) rows--;
        for (int row = 0; row < rows; row++) Add(_screen.LineAt(row));
        EndLine();
    }

    private void EndLine()
    {
        if (_isLine) _text.Append('\n');
        _isLine = false;
    }

    private void Add(ScreenLine line)
    {
        if (line.Wrapped && _line <= LongestLine)
        {
            _text.Append(' ', _blanks);
        }
        else
        {
            if (_isLine) _text.Append('\n');
            _line = 0;
        }
        (_isLine, _blanks) = (true, line.Blanks);
        _line += line.Text.Length;
        foreach (char letter in line.Text)
            if (!IsObeyed(letter)) _text.Append(letter);
    }

    // C0 and C1 (ECMA-48), and the marks that turn the direction of what follows (Unicode UAX #9).
    private static bool IsObeyed(char letter) =>
        char.IsControl(letter) || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') || CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
