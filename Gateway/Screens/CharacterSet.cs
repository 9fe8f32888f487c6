using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;

namespace Gateway.Screens;

/// <summary>
/// A character set of the WHATWG Encoding Standard (https://encoding.spec.whatwg.org/) other than UTF-8, read from .NET's own
/// tables. Below 0x80 all of them are ASCII.
/// </summary>
public sealed class CharacterSet
{
    private const char None = '\uFFFD';

    private static readonly FrozenDictionary<string, int> Pages = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["ibm866"] = 866, ["iso-8859-2"] = 28592, ["iso-8859-3"] = 28593, ["iso-8859-4"] = 28594, ["iso-8859-5"] = 28595,
        ["iso-8859-6"] = 28596, ["iso-8859-7"] = 28597, ["iso-8859-8"] = 28598, ["iso-8859-13"] = 28603, ["iso-8859-15"] = 28605,
        ["koi8-r"] = 20866, ["koi8-u"] = 21866, ["macintosh"] = 10000, ["windows-874"] = 874, ["windows-1250"] = 1250,
        ["windows-1251"] = 1251, ["windows-1252"] = 1252, ["windows-1253"] = 1253, ["windows-1254"] = 1254, ["windows-1255"] = 1255,
        ["windows-1256"] = 1256, ["windows-1257"] = 1257, ["windows-1258"] = 1258, ["x-mac-cyrillic"] = 10017, ["iso-8859-1"] = 1252,
        ["gbk"] = 54936, ["gb18030"] = 54936, ["big5"] = 950, ["euc-jp"] = 51932, ["shift_jis"] = 932, ["euc-kr"] = 949,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<int, CharacterSet> Made = new();

    private readonly Encoding _encoding;
    private readonly int _page;
    private readonly char[] _one = new char[256];

    private CharacterSet(int page)
    {
        _page = page;
        _encoding = CodePagesEncodingProvider.Instance.GetEncoding(page, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"))
            ?? throw new ArgumentOutOfRangeException(nameof(page), page, "There is no such code page.");
        for (int value = 0x80; value < 0x100; value++) _one[value] = Single((byte)value);
    }

    /// <summary>A set by its name in lower case.</summary>
    /// <returns>Null for UTF-8, which needs no conversion.</returns>
    /// <exception cref="ArgumentException">There is no such set here.</exception>
    public static CharacterSet? Find(string name) => name == "utf-8" ? null
        : Pages.TryGetValue(name, out int page) ? Made.GetOrAdd(page, number => new CharacterSet(number))
        : throw new ArgumentException($"'{name}' is not a known character set.", nameof(name));

    /// <summary>Whether more bytes than two can belong together, and are looked at again one by one if they do not.</summary>
    internal bool HasFour => _page == 54936;

    /// <summary>Whether a byte of 0x80 or more is the first of several.</summary>
    internal bool Leads(byte value) => _page switch
    {
        54936 or 949 or 950 => value is >= 0x81 and <= 0xFE,
        932 => value is >= 0x81 and <= 0x9F or >= 0xE0 and <= 0xFC,
        51932 => value is 0x8E or 0x8F or >= 0xA1 and <= 0xFE,
        _ => false,
    };

    /// <summary>What a byte of 0x80 or more is by itself.</summary>
    internal char One(byte value) => _one[value];

    /// <summary>What several bytes are together.</summary>
    /// <param name="bytes">2 to 4 of them, of which all but the last were not enough.</param>
    /// <param name="character">The character.</param>
    internal OperationStatus Several(ReadOnlySpan<byte> bytes, out Rune character)
    {
        character = Rune.ReplacementChar;
        byte last = bytes[^1];
        if (HasFour && (bytes.Length == 3 || last is >= 0x30 and <= 0x39))
        {
            bool fits = bytes.Length == 3 ? last is >= 0x81 and <= 0xFE : last is >= 0x30 and <= 0x39;
            if (!fits) return OperationStatus.InvalidData;
            if (bytes.Length < 4) return OperationStatus.NeedMoreData;
        }
        else if (HasFour && bytes.Length == 4)
        {
            return OperationStatus.InvalidData;
        }
        else if (_page == 51932 && bytes[0] == 0x8F)
        {
            // Of JIS X 0212 .NET has no table here.
            if (last is < 0xA1 or 0xFF) return OperationStatus.InvalidData;
            return bytes.Length == 2 ? OperationStatus.NeedMoreData : OperationStatus.Done;
        }
        else if (last is < 0x40 or 0x7F or 0xFF)
        {
            return OperationStatus.InvalidData;
        }
        Span<char> found = stackalloc char[8];
        int count = _encoding.GetChars(bytes, found);
        bool isOne = Rune.DecodeFromUtf16(found[..count], out character, out int used) == OperationStatus.Done && used == count;
        return isOne && character.Value is not (None or < 0x80) ? OperationStatus.Done : OperationStatus.InvalidData;
    }

    private char Single(byte value)
    {
        if (_page == 54936) return value == 0x80 ? '€' : None;
        if (_page == 932 && value == 0x80) return '\u0080';
        if (Leads(value) || _page is 949 or 950 or 51932) return None;
        string text = _encoding.GetString([value]);
        // Where nothing is assigned Windows has letters of private use. Apple's apple is one, too.
        return text.Length != 1 || text[0] is >= '\uE000' and < '\uF8FF' ? None : text[0];
    }
}
