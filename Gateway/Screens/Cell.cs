using System.Runtime.InteropServices;

namespace Gateway.Screens;

/// <summary>One character cell, laid out as xterm.js lays it out (BufferLine.ts), so that its rules can be followed to the letter.</summary>
/// <param name="Content">Width (bits 22 and 23), "has marks" (bit 21) and code point (bits 0 to 20; 0 where nothing was written).</param>
/// <param name="Pen">Colours and attributes.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct Cell(uint Content, Pen Pen)
{
    private const uint CodeMask = 0x1FFFFF;
    private const uint MarkedFlag = 0x200000;
    private const int WidthShift = 22;

    public Cell(int code, int width, Pen pen) : this((uint)code | (uint)width << WidthShift, pen) { }

    public static Cell Blank => new(0, 1, default);

    public int Width => (int)(Content >> WidthShift);

    public int Code => (int)(Content & CodeMask);

    /// <summary>More than one code point; the line keeps the text.</summary>
    public bool IsMarked => (Content & MarkedFlag) != 0;

    public bool HasContent => (Content & (CodeMask | MarkedFlag)) != 0;

    /// <summary>The second half of a wide character.</summary>
    public bool IsHalf => Width == 0 && !HasContent;

    public Cell AsMarked(int width) => this with { Content = MarkedFlag | (uint)width << WidthShift };
}
