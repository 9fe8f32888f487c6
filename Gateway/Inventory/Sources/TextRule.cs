using System.Globalization;
using System.Text;

namespace Gateway.Inventory.Sources;

/// <summary>What a text of the inventory may hold: it is shown in pages and terminals.</summary>
internal static class TextRule
{
    /// <summary>What is wrong with a text of one line, to be read after its key; null if nothing is.</summary>
    public static string? ProblemOf(string text, int longest) =>
        text.Length > longest ? string.Create(CultureInfo.InvariantCulture, $"is longer than {longest} characters")
        : text.Any(char.IsControl) ? "holds control characters or line breaks"
        : text.EnumerateRunes().Any(IsHidden) || !IsWellFormed(text) ? "holds characters that hide or turn text round"
        : null;

    /// <summary>A text without what a terminal would obey.</summary>
    public static string Plain(string text) => text.Any(char.IsControl) || text.EnumerateRunes().Any(IsHidden) || !IsWellFormed(text)
        ? string.Concat(text.EnumerateRunes().Select(rune => Rune.IsControl(rune) || IsHidden(rune) ? Rune.ReplacementChar : rune))
        : text;

    // Joiners belong to scripts and emoji; marks of direction and lines of their own only mislead.
    private static bool IsHidden(Rune rune) => rune.Value is 0x200E or 0x200F or (>= 0x2028 and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFEFF;

    private static bool IsWellFormed(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[++i])) return false;
        }
        return true;
    }
}
