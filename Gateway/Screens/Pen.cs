using System.Runtime.InteropServices;

namespace Gateway.Screens;

/// <summary>Colours and attributes of a cell: the three words of xterm.js (AttributeData.ts).</summary>
/// <param name="Fore">Foreground colour (bits 0 to 23), its kind (24, 25) and flags.</param>
/// <param name="Back">Background colour, its kind and flags.</param>
/// <param name="Line">Underline colour, its kind and style (26 to 28).</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct Pen(uint Fore, uint Back, uint Line)
{
    public const uint ColorMask = 0xFFFFFF;
    public const uint KindMask = 0x3000000;
    public const uint Palette16 = 0x1000000;
    public const uint Palette256 = 0x2000000;
    public const uint Rgb = 0x3000000;

    /// <summary>Flags of <see cref="Fore"/>.</summary>
    public const uint Inverse = 0x4000000, Bold = 0x8000000, Underline = 0x10000000, Blink = 0x20000000, Invisible = 0x40000000, Struck = 0x80000000;

    /// <summary>Flags of <see cref="Back"/>. "Extended" says that <see cref="Line"/> counts.</summary>
    public const uint Italic = 0x4000000, Dim = 0x8000000, Extended = 0x10000000, Protected = 0x20000000, Overline = 0x40000000;

    public const uint StyleMask = 0x1C000000;
    public const int StyleShift = 26;

    public bool IsProtected => (Back & Protected) != 0;

    /// <summary>What erased cells get: the background colour alone (background colour erase).</summary>
    public Pen Erasing => new(0, Back & (ColorMask | KindMask), 0);

    /// <summary>As a cell keeps it.</summary>
    public Pen Stored => (Back & Extended) != 0 ? this : this with { Line = 0 };

    /// <summary>How it is underlined, 0 to 5 as in SGR 4:n.</summary>
    public int UnderlineStyle => (Fore & Underline) == 0 ? 0 : (Back & Extended) == 0 ? 1 : Math.Max(1, (int)((Line & StyleMask) >> StyleShift));

    public Pen WithStyle(int style)
    {
        uint line = Line & ~StyleMask | (uint)style << StyleShift;
        return new(style == 0 ? Fore & ~Underline : Fore | Underline, style == 0 ? Back & ~Extended : Back | Extended, line);
    }
}
