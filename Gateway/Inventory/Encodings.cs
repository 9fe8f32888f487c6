using System.Collections.Frozen;

namespace Gateway.Inventory;

/// <summary>The character sets that a device may have: the names of the WHATWG Encoding Standard that a terminal can use and .NET has, in lower case.</summary>
public static class Encodings
{
    private static readonly FrozenSet<string> Names = new[]
    {
        "utf-8", "ibm866", "iso-8859-2", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8", "iso-8859-13",
        "iso-8859-15", "koi8-r", "koi8-u", "macintosh", "windows-874", "windows-1250", "windows-1251", "windows-1252", "windows-1253",
        "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258", "x-mac-cyrillic", "gbk", "gb18030", "big5", "euc-jp", "shift_jis", "euc-kr",
        // The standard takes it for windows-1252, which it is but for control characters.
        "iso-8859-1",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>All of them, sorted.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Names.Order(StringComparer.Ordinal)];

    /// <summary>Whether a name is one of them.</summary>
    public static bool Has(string name) => Names.Contains(name);
}
