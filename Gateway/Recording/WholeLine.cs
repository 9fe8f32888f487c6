using System.Text;
using Gateway.Screens;

namespace Gateway.Recording;

/// <summary>Puts lines together that went on past the edge of the screen.</summary>
/// <param name="longest">UTF-16 units after which what follows is left out.</param>
internal sealed class WholeLine(int longest)
{
    private readonly StringBuilder _text = new();
    private int _blanks;
    private bool _isLine;

    /// <summary>Adds a line of the screen.</summary>
    /// <returns>The line before, if it is whole now.</returns>
    public string? Add(ScreenLine line)
    {
        string? before = line.Wrapped ? null : End();
        _isLine = true;
        if (_text.Length < longest) _text.Append(' ', _blanks).Append(line.Text);
        _blanks = line.Blanks;
        return before;
    }

    /// <summary>The line, which nothing follows; null if there is none.</summary>
    public string? End()
    {
        if (!_isLine) return null;
        string text = _text.ToString();
        _text.Clear();
        (_blanks, _isLine) = (0, false);
        return text;
    }
}
