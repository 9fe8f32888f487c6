namespace Gateway.Screens;

/// <summary>Select Graphic Rendition (ECMA-48, 8.3.117, and xterm's additions).</summary>
internal static class Rendition
{
    /// <summary>The pen after a sequence.</summary>
    public static Pen Apply(Pen pen, Parameters numbers)
    {
        for (int i = 0; i < numbers.Count; i++)
        {
            int number = numbers[i];
            if (number is 38 or 48 or 58) i += Color(ref pen, numbers, i);
            else if (number == 4 && numbers.SubsOf(i) is [var style, ..]) pen = pen.WithStyle(style is < 0 or > 5 ? 1 : style);
            else pen = Apply(pen, number);
        }
        return pen;
    }

    private static Pen Apply(Pen pen, int number) => number switch
    {
        0 => (pen with { Fore = 0, Line = pen.Line & ~(Pen.KindMask | Pen.ColorMask) }).WithStyle(0) with { Back = 0 },
        1 => pen with { Fore = pen.Fore | Pen.Bold },
        2 => pen with { Back = pen.Back | Pen.Dim },
        3 => pen with { Back = pen.Back | Pen.Italic },
        4 => pen.WithStyle(1),
        5 => pen with { Fore = pen.Fore | Pen.Blink },
        7 => pen with { Fore = pen.Fore | Pen.Inverse },
        8 => pen with { Fore = pen.Fore | Pen.Invisible },
        9 => pen with { Fore = pen.Fore | Pen.Struck },
        21 => pen.WithStyle(2),
        22 => pen with { Fore = pen.Fore & ~Pen.Bold, Back = pen.Back & ~Pen.Dim },
        23 => pen with { Back = pen.Back & ~Pen.Italic },
        24 => pen.WithStyle(0),
        25 => pen with { Fore = pen.Fore & ~Pen.Blink },
        27 => pen with { Fore = pen.Fore & ~Pen.Inverse },
        28 => pen with { Fore = pen.Fore & ~Pen.Invisible },
        29 => pen with { Fore = pen.Fore & ~Pen.Struck },
        >= 30 and <= 37 => pen with { Fore = Paint(pen.Fore, Pen.Palette16, number - 30) },
        39 => pen with { Fore = Paint(pen.Fore, 0, 0) },
        >= 40 and <= 47 => pen with { Back = Paint(pen.Back, Pen.Palette16, number - 40) },
        49 => pen with { Back = Paint(pen.Back, 0, 0) },
        53 => pen with { Back = pen.Back | Pen.Overline },
        55 => pen with { Back = pen.Back & ~Pen.Overline },
        // xterm.js stores -1 here, which it then takes for white.
        59 => (pen with { Line = pen.Line | Pen.KindMask | Pen.ColorMask }).WithExtended(),
        >= 90 and <= 97 => pen with { Fore = Paint(pen.Fore, Pen.Palette16, number - 90 + 8) },
        >= 100 and <= 107 => pen with { Back = Paint(pen.Back, Pen.Palette16, number - 100 + 8) },
        _ => pen,
    };

    private static Pen WithExtended(this Pen pen) =>
        pen with { Back = (pen.Line & Pen.StyleMask) == 0 ? pen.Back & ~Pen.Extended : pen.Back | Pen.Extended };

    private static uint Paint(uint word, uint kind, int color) => word & ~(Pen.KindMask | Pen.ColorMask) | kind | (uint)color;

    /// <summary>A colour of 256 or of red, green and blue, with semicolons or colons (_extractColor of xterm.js).</summary>
    /// <returns>How many numbers more it took.</returns>
    private static int Color(ref Pen pen, Parameters numbers, int at)
    {
        // Target, kind, colour space, and up to three values; what is written behind them counts for nothing.
        const int most = 6;
        Span<int> found = [0, 0, -1, 0, 0, 0, 0, 0];
        int space = 0, taken = 0;
        do
        {
            found[taken + space] = numbers[at + taken];
            var subs = numbers.SubsOf(at + taken);
            if (subs.Length > 0)
            {
                int i = 0;
                do
                {
                    if (found[1] == 5) space = 1;
                    found[taken + i + 1 + space] = subs[i];
                }
                while (++i < subs.Length && i + taken + 1 + space < most);
                break;
            }
            if (found[1] == 5 && taken + space >= 2 || found[1] == 2 && taken + space >= 5) break;
            if (found[1] != 0) space = 1;
        }
        while (++taken + at < numbers.Count && taken + space < most);
        foreach (ref int value in found[2..]) value = value == -1 ? 0 : value;
        pen = found[0] switch
        {
            38 => pen with { Fore = Paint(pen.Fore, found) },
            48 => pen with { Back = Paint(pen.Back, found) },
            _ => pen with { Line = Paint(pen.Line, found) },
        };
        return taken;
    }

    private static uint Paint(uint word, ReadOnlySpan<int> found) => found[1] switch
    {
        2 => Paint(word, Pen.Rgb, (found[3] & 255) << 16 | (found[4] & 255) << 8 | found[5] & 255),
        5 => Paint(word, Pen.Palette256, found[3] & 255),
        _ => word,
    };
}
