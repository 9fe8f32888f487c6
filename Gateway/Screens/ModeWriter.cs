using System.Globalization;
using System.Text;

namespace Gateway.Screens;

/// <summary>Writes modes; those that a reset terminal has anyway are left out.</summary>
internal static class ModeWriter
{
    public static void Write(StringBuilder output, Modes modes)
    {
        if (modes.Insert) output.Append("\e[4h");
        if (modes.NewLine) output.Append("\e[20h");
        if (modes.CursorKeys) Private(output, 1, true);
        if (modes.Origin) Private(output, 6, true);
        if (!modes.Wrap) Private(output, 7, false);
        if (modes.BlinkingCursor is { } blinks) Private(output, 12, blinks);
        if (modes.ReverseWrap) Private(output, 45, true);
        if (modes.Keypad) Private(output, 66, true);
        if (modes.Mouse != 0) Private(output, modes.Mouse, true);
        if (modes.MouseEncoding != 0) Private(output, modes.MouseEncoding, true);
        if (modes.Focus) Private(output, 1004, true);
        if (modes.BracketedPaste) Private(output, 2004, true);
        if (modes.CursorBlinks is not { } cursorBlinks) return;
        // Without a shape, a number beyond the known ones says only whether it blinks.
        int style = (modes.CursorShape == 0 ? 8 : modes.CursorShape * 2) - (cursorBlinks ? 1 : 0);
        output.Append(CultureInfo.InvariantCulture, $"\e[{style} q");
    }

    private static void Private(StringBuilder output, int mode, bool isOn) =>
        output.Append(CultureInfo.InvariantCulture, $"\e[?{mode}{(isOn ? 'h' : 'l')}");
}
