using System.Text;
using System.Text.Unicode;

namespace Gateway.Inventory.Sources;

/// <summary>Reads a file in the language that the end of its name says.</summary>
internal static class SourceFile
{
    /// <summary>Levels that values may be nested.</summary>
    public const int Deepest = 16;

    /// <summary>What is told of a file as a whole.</summary>
    public const string Whole = "(file)";

    /// <summary>Whether a name ends as one of an inventory's files.</summary>
    public static bool IsKnown(string name) => Path.GetExtension(name).ToUpperInvariant() is ".JSON" or ".JSONC" or ".YAML" or ".YML" or ".CSV";

    /// <summary>Whether a name ends as a table's.</summary>
    public static bool IsTable(string name) => Path.GetExtension(name).Equals(".csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a file.</summary>
    public static SourceResult Parse(string name, ReadOnlySpan<byte> utf8)
    {
        utf8 = Text(utf8);
        if (!Utf8.IsValid(utf8)) return Unread(name, 0, "is not UTF-8 text", "Save the file as UTF-8.");
        return Path.GetExtension(name).ToUpperInvariant() switch
        {
            ".YAML" or ".YML" => YamlSource.Parse(name, utf8),
            ".CSV" => CsvSource.Parse(name, utf8),
            _ => JsonSource.Parse(name, utf8),
        };
    }

    /// <summary>What cannot be read on from.</summary>
    public static SourceResult Unread(string file, int line, string problem, string repair) => new(null, new InventoryFault(file, line, Whole, null, problem, repair));

    /// <summary>The text without a byte-order mark.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> utf8) => utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
}
