using System.Globalization;
using System.Text;

namespace Gateway.Screens;

/// <summary>Writes control sequences that change one pen into another.</summary>
internal sealed class PenWriter(StringBuilder output)
{
    private static readonly (uint Flag, int Code)[] ForeFlags =
        [(Pen.Bold, 1), (Pen.Blink, 5), (Pen.Inverse, 7), (Pen.Invisible, 8), (Pen.Struck, 9)];

    private static readonly (uint Flag, int Code)[] BackFlags =
        [(Pen.Dim, 2), (Pen.Italic, 3), (Pen.Overline, 53)];

    private Pen _pen;

    /// <summary>The terminal's pen is no longer known.</summary>
    public void Forget()
    {
        output.Append("\e[m");
        _pen = default;
    }

    public void Set(Pen pen)
    {
        if (pen == _pen) return;
        var codes = new StringBuilder();
        if (HasToReset(pen))
        {
            codes.Append(';');
            _pen = default;
        }
        foreach (var (flag, code) in ForeFlags) Flag(codes, flag & pen.Fore & ~_pen.Fore, code);
        foreach (var (flag, code) in BackFlags) Flag(codes, flag & pen.Back & ~_pen.Back, code);
        Color(codes, pen.Fore, _pen.Fore, 30);
        Color(codes, pen.Back, _pen.Back, 40);
        Color(codes, pen.Line, _pen.Line, 50);
        if (pen.UnderlineStyle != _pen.UnderlineStyle) codes.Append(pen.UnderlineStyle == 1 ? "4;" : string.Create(CultureInfo.InvariantCulture, $"4:{pen.UnderlineStyle};"));
        if (codes.Length > 0) output.Append("\e[").Append(codes, 0, codes.Length - 1).Append('m');
        if (pen.IsProtected && !_pen.IsProtected) output.Append("\e[1\"q");
        _pen = pen;
    }

    private bool HasToReset(Pen pen)
    {
        uint flags = ~(Pen.KindMask | Pen.ColorMask);
        return (_pen.Fore & ~pen.Fore & flags) != 0
            || (_pen.Back & ~pen.Back & flags) != 0
            || pen == default
            || pen.UnderlineStyle == 0 && _pen.UnderlineStyle != 0
            || (pen.Line & ~Pen.StyleMask) == 0 && (_pen.Line & ~Pen.StyleMask) != 0;
    }

    private static void Flag(StringBuilder codes, uint isOn, int code)
    {
        if (isOn != 0) codes.Append(CultureInfo.InvariantCulture, $"{code};");
    }

    /// <summary>A colour; the codes of its eight plain ones begin at <paramref name="first"/>.</summary>
    private static void Color(StringBuilder codes, uint word, uint before, int first)
    {
        const uint all = Pen.KindMask | Pen.ColorMask;
        if ((word & all) == (before & all)) return;
        uint color = word & Pen.ColorMask;
        string text = (word & Pen.KindMask) switch
        {
            0 => string.Create(CultureInfo.InvariantCulture, $"{first + 9};"),
            Pen.Palette16 => string.Create(CultureInfo.InvariantCulture, $"{(color < 8 ? first + color : first + 52 + color)};"),
            Pen.Palette256 => string.Create(CultureInfo.InvariantCulture, $"{first + 8};5;{color};"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{first + 8};2;{color >> 16};{color >> 8 & 255};{color & 255};"),
        };
        codes.Append(text);
    }
}
