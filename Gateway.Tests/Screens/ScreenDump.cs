using System.Globalization;
using System.Text;
using Gateway.Screens;

namespace Gateway.Tests.Screens;

/// <summary>
/// A screen's whole state as text, the same that xterm.mjs writes. "Loose" is for snapshots, which cannot bring back some things
/// that nobody sees: blanks that are coloured otherwise than by erasing (or are in the last column), the attributes of a wide character's
/// second half, and that the first row continues one that is gone.
/// </summary>
internal static class ScreenDump
{
    public static string Of(Screen screen, bool isLoose = false)
    {
        var emulation = screen.Emulation;
        var buffer = emulation.Buffer;
        var charsets = emulation.Charsets;
        List<string> lines =
        [
            Text($"{screen.Columns}x{screen.Rows} {(screen.IsAlternate ? "alternate" : "main")} cursor {screen.CursorColumn} {screen.CursorRow}"),
            $"pen {Of(emulation.Pen)} {Of(emulation.Pen.Line)}",
            Text($"sets {string.Join(',', Enumerable.Range(0, 4).Select(level => Of(charsets[level])))} {charsets.Level} {Of(charsets.Active)}"),
            Of(emulation.Modes),
            .. Of(emulation.Main, isLoose),
        ];
        if (screen.IsAlternate) lines.AddRange(["--", .. Of(buffer, isLoose)]);
        lines.Add("title " + screen.Title);
        return string.Join('\n', lines);
    }

    private static string Of(Modes modes)
    {
        string shape = modes.CursorShape switch { 1 => "block", 2 => "underline", 3 => "bar", _ => "-" };
        string blinks = modes.CursorBlinks switch { true => "true", false => "false", _ => "-" };
        string mouse = modes.Mouse switch { 9 => "X10", 1000 => "VT200", 1002 => "DRAG", 1003 => "ANY", _ => "NONE" };
        string encoding = modes.MouseEncoding switch { 1006 => "SGR", 1016 => "SGR_PIXELS", _ => "DEFAULT" };
        return Text($"modes irm{On(modes.Insert)} lnm{On(modes.NewLine)} ckm{On(modes.CursorKeys)} kpam{On(modes.Keypad)} om{On(modes.Origin)} awm{On(modes.Wrap)} rw{On(modes.ReverseWrap)} focus{On(modes.Focus)} paste{On(modes.BracketedPaste)} hidden{On(modes.CursorHidden)} style {shape} {blinks} mouse {mouse} {encoding}");
    }

    private static List<string> Of(ScreenBuffer buffer, bool isLoose)
    {
        List<string> rows = [];
        for (int row = 0; row < buffer.Rows; row++)
        {
            var line = buffer.Peek(row);
            bool isWrapped = line is { Wrapped: true } && !(isLoose && row == 0);
            rows.Add((isWrapped ? "+" : " ") + Of(line, buffer.Columns, isLoose));
        }
        while (rows.Count > 0 && rows[^1] == " ") rows.RemoveAt(rows.Count - 1);
        var saved = buffer.Saved;
        var tabs = Enumerable.Range(0, buffer.Columns).Where(column => buffer.Tabs[column]);
        return
        [
            Text($"region {buffer.Top} {buffer.Bottom}"),
            "tabs " + string.Join(',', tabs),
            Text($"saved {Math.Min(saved.X, buffer.Columns - 1)},{saved.Y},{Of(new Pen(saved.Fore, saved.Back & ~Pen.Extended, 0))},{Of(saved.Charset)}"),
            .. rows,
        ];
    }

    private static string Of(Line? line, int columns, bool isLoose)
    {
        if (line is null) return "";
        var text = new StringBuilder();
        int end = 0;
        string none = Of(default(Pen)), last = none;
        for (int column = 0; column < columns; column++)
        {
            var cell = line[column];
            string chars = line.TextAt(column);
            int width = cell.Width;
            if (isLoose && chars == "" && (width == 0 || cell.Pen != cell.Pen.Erasing))
            {
                if (column > 0 && line.WidthAt(column - 1) == 2) width = 0;
                else (chars, width) = (" ", 1);
            }
            if (isLoose && chars == "" && column == columns - 1 && width > 0) chars = " ";
            string pen = isLoose && width == 0 ? last : Of(cell.Pen);
            if (pen != last) text.Append(pen);
            text.Append(chars != "" ? chars : width == 0 ? "«" : "·");
            if (width == 2) text.Append('»');
            last = pen;
            if (chars != "" || width != 1 || pen != none) end = text.Length;
        }
        return text.ToString(0, end);
    }

    private static string Of(Pen pen)
    {
        bool isExtended = (pen.Back & Pen.Extended) != 0;
        int style = pen.UnderlineStyle;
        return Text($"{{{Of(pen.Fore)} {Of(pen.Back)} {(pen.Fore & 0xEC000000) >> 26:x}.{(pen.Back & 0x6C000000) >> 26:x} {style} {(isExtended && style > 0 ? Of(pen.Line) : "-")}}}");
    }

    private static string Of(uint word) => (word & Pen.KindMask) switch
    {
        0 => "-",
        Pen.Palette16 => Text($"p{word & 255}"),
        Pen.Palette256 => Text($"q{word & 255}"),
        _ => Text($"#{word & Pen.ColorMask:x}"),
    };

    private static string Of(Charset? charset) => charset is null ? "B" : charset.Final.ToString();

    private static int On(bool value) => value ? 1 : 0;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
