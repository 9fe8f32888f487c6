using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Configuration;

/// <summary>One value as somebody wrote it, and where.</summary>
internal sealed partial class SourceValue
{
    private const int LongestShown = 80;

    public required JsonValueKind Kind { get; init; }

    /// <summary><c>line 12</c>, or the name of an environment variable.</summary>
    public required string Origin { get; init; }

    /// <summary>An environment variable holds text only, so a number may come as text from there.</summary>
    public bool IsVariable { get; init; }

    /// <summary>A string's content, or a number as written.</summary>
    public string Text { get; init; } = "";

    public IReadOnlyList<SourceValue> Items { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, SourceValue>> Members { get; init; } = [];

    public bool IsText => Kind == JsonValueKind.String;

    public bool IsNumber => Kind == JsonValueKind.Number || IsVariable && IsText;

    public bool IsNull => Kind == JsonValueKind.Null;

    /// <summary>The value for a message: one short line without control characters or secrets.</summary>
    public string Shown => Kind switch
    {
        JsonValueKind.Object => "a group { }",
        JsonValueKind.Array => "a list [ ]",
        JsonValueKind.String => Quote(Text),
        JsonValueKind.Number => Text.Length > LongestShown ? "a very long number" : Text,
        _ => Kind.ToString().ToLowerInvariant(),
    };

    // A setting never takes a secret, but a person may paste one into the wrong place.
    private static string Quote(string text)
    {
        if (text.Contains("-----BEGIN", StringComparison.Ordinal))
            return "(not shown: it looks like a key)";
        text = Word().Replace(User().Replace(Password().Replace(text, ":***@"), "://***@"), "${before}***");
        var quoted = new StringBuilder("\"");
        foreach (var character in text.Length > LongestShown ? text[..LongestShown] : text)
            quoted.Append(Printable(character));
        return quoted.Append(text.Length > LongestShown ? "…\"" : "\"").ToString();
    }

    /// <summary>The character, or a mark in place of one that could change how the line is shown.</summary>
    public static char Printable(char character) =>
        char.IsControl(character) || char.IsSurrogate(character) || char.GetUnicodeCategory(character) == UnicodeCategory.Format ? '\uFFFD' : character;

    [GeneratedRegex(@":[^@/]+@")]
    private static partial Regex Password();

    [GeneratedRegex(@"://.*@")]
    private static partial Regex User();

    // "https://host?key=…" and "host:6379,password=…"
    [GeneratedRegex(@"(?<before>://[^?]*\?|(password|token|secret)\s*=).+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Word();
}
