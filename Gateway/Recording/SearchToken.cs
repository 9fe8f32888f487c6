using System.Globalization;
using System.Text;

namespace Gateway.Recording;

/// <summary>A piece of text that can be searched for.</summary>
/// <param name="Text">In small letters, at most <see cref="Longest"/> UTF-16 units.</param>
/// <param name="Start">Where it begins in the line, in UTF-16 units.</param>
/// <param name="Length">How much of the line it is, in UTF-16 units.</param>
/// <remarks>
/// The text is cut here and not by SQLite, so that what is highlighted is what was found. A token is a run of letters
/// and digits; what stands between is not kept, and a word such as "10.0.0.1", "Gi1/0/1" or "/etc/ssh/sshd_config" is
/// a phrase of its parts: each part and each run of parts is found, "Gi1/0/1" is not "Gi1/0/12", and the index stays
/// about as large as the text. A letter of a script that puts no blanks between words (Chinese, Japanese, Korean,
/// Thai, Lao, Khmer, Burmese) is a token by itself, and a word of it a phrase. Trigrams would find the middle of a
/// word, but neither "ls" nor a Chinese word of two characters, and take three times the room.
/// </remarks>
internal readonly record struct SearchToken(string Text, int Start, int Length)
{
    /// <summary>Longest token; what follows in a longer one is not looked at.</summary>
    public const int Longest = 64;

    /// <summary>The tokens of a line, in their order.</summary>
    public static IEnumerable<SearchToken> Of(string line)
    {
        int begin = -1, at = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            bool alone = IsAlone(rune.Value), part = !alone && IsPart(rune);
            if (begin >= 0 && !part)
            {
                yield return Token(line, begin, at - begin);
                begin = -1;
            }
            if (alone) yield return Token(line, at, rune.Utf16SequenceLength);
            else if (part && begin < 0) begin = at;
            at += rune.Utf16SequenceLength;
        }
        if (begin >= 0) yield return Token(line, begin, at - begin);
    }

    /// <summary>The tokens of a text, one blank between each two.</summary>
    public static void Append(StringBuilder tokens, string line)
    {
        foreach (var token in Of(line)) tokens.Append(token.Text).Append(' ');
    }

    private static SearchToken Token(string line, int start, int length)
    {
        int kept = Math.Min(length, Longest);
        if (kept < length && char.IsHighSurrogate(line[start + kept - 1])) kept--;
        return new SearchToken(line.Substring(start, kept).ToLowerInvariant(), start, length);
    }

    private static bool IsPart(Rune rune) =>
        Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    // Blocks of Unicode whose scripts run on without blanks, less the punctuation that stands among them.
    private static bool IsAlone(int letter) => letter >= 0xE00 && letter switch
    {
        < 0xF00 or (>= 0x1000 and < 0x10A0) or (>= 0x1780 and < 0x1800) => IsPart(new Rune(letter)),
        (>= 0x2E80 and < 0x3001) or (>= 0x3005 and <= 0x3007) or (>= 0x3021 and < 0x3030) or (>= 0x3031 and < 0xA4D0) => IsPart(new Rune(letter)),
        (>= 0xAC00 and < 0xD7B0) or (>= 0xF900 and < 0xFB00) or (>= 0xFF66 and < 0xFFA0) => IsPart(new Rune(letter)),
        (>= 0x1B000 and < 0x1B300) or (>= 0x20000 and < 0x40000) => IsPart(new Rune(letter)),
        _ => false,
    };
}
