using System.Globalization;
using Gateway.Access.Audit;
using Gateway.Recording;

namespace Gateway.Web.Recordings;

/// <summary>Reads which recordings are wanted, from a page's query or another node's.</summary>
internal static class AskedRecordings
{
    /// <summary>Longest text to search for, in UTF-16 units.</summary>
    public const int LongestWords = 256;

    // What a record's filter and this one have in common.
    private static readonly string[] Shared = ["person", "port", "after", "before"];

    /// <summary>Reads a filter. Values that are empty do not matter.</summary>
    /// <param name="value">The value of a name; null if it was not given.</param>
    /// <param name="now">What times such as <c>2h</c> count from.</param>
    /// <param name="problem">What is wrong, in words.</param>
    /// <returns>The filter; null if something is wrong.</returns>
    public static RecordingFilter? Read(Func<string, string?> value, DateTimeOffset now, out string? problem)
    {
        if (AuditFilter.Read(name => Shared.Contains(name) ? value(name) : null, now, out problem) is not { } shared) return null;
        string? words = Get("words"), method = Get("method");
        if (words?.Length > LongestWords) problem = $"\"words\" has at most {LongestWords} characters.";
        if (method?.Length > 32) problem = "\"method\" is the name of a method, such as ssh.";
        return problem is not null ? null : new RecordingFilter { Person = shared.Person, Port = shared.Port, After = shared.After, Before = shared.Before, Method = method, Words = words };

        string? Get(string name) => value(name)?.Trim() is { Length: > 0 } given ? given : null;
    }

    /// <summary>The filter as a query, with absolute times.</summary>
    public static string ToQuery(RecordingFilter filter) => string.Join('&', Values(filter).Append((Name: "words", Value: filter.Words)).Where(one => one.Value is not null).Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}"));

    /// <summary>The filter in words for the record; never what was searched for.</summary>
    public static string InWords(RecordingFilter filter) => string.Join(", ", Values(filter).Where(one => one.Value is not null).Select(one => $"{one.Name} {one.Value}"));

    private static (string Name, string? Value)[] Values(RecordingFilter filter) =>
    [
        ("person", filter.Person), ("port", filter.Port?.ToString(CultureInfo.InvariantCulture)), ("method", filter.Method), ("after", Stamp(filter.After)), ("before", Stamp(filter.Before)),
    ];

    private static string? Stamp(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
