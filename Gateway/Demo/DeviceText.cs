using System.Globalization;
using System.Text;

namespace Gateway.Demo;

/// <summary>How many columns text takes on a terminal.</summary>
internal static class DeviceText
{
    /// <summary>Columns of one character: 0 for combining marks, 2 for East Asian wide ones and emoji, else 1.</summary>
    public static int Width(Rune rune) => rune.Value switch
    {
        < 0x300 => 1,
        0x200D or (>= 0xFE00 and <= 0xFE0F) => 0,
        >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3 => 2,
        >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60 => 2,
        >= 0x1F300 and <= 0x1FAFF or >= 0x20000 and <= 0x3FFFD => 2,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? 0 : 1,
    };

    /// <summary>Columns of a text without control characters.</summary>
    public static int Width(string text) => text.EnumerateRunes().Sum(Width);

    /// <summary>Cuts or pads a text of narrow characters to exactly so many columns.</summary>
    public static string Fit(string text, int columns) =>
        columns <= 0 ? "" : text.Length > columns ? text[..columns] : text.PadRight(columns);
}
