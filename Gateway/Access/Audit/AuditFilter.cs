using System.Globalization;

namespace Gateway.Access.Audit;

/// <summary>Which lines of the record are wanted. What is null does not matter.</summary>
public sealed record AuditFilter
{
    /// <summary>The names of what can be asked for, in queries and on the command line.</summary>
    public static readonly IReadOnlyList<string> Names = ["person", "event", "port", "device", "terminal", "address", "rule", "after", "before", "text"];

    private static readonly string[] Formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mmK", "yyyy-MM-dd' 'HH:mm:ssK"];

    /// <summary>Nothing earlier.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>Nothing at this time or later.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>What happened.</summary>
    public string? Event { get; init; }

    /// <summary>Who did it or whom it was done to: an id such as <c>oidc:alice</c>, or the name after the colon.</summary>
    public string? Person { get; init; }

    /// <summary>A terminal's port.</summary>
    public int? Port { get; init; }

    /// <summary>A device's name.</summary>
    public string? Device { get; init; }

    /// <summary>A terminal's name.</summary>
    public string? Terminal { get; init; }

    /// <summary>The address somebody came from.</summary>
    public string? Address { get; init; }

    /// <summary>The rule that decided.</summary>
    public string? Rule { get; init; }

    /// <summary>Something that stands in any member, in small or capital letters.</summary>
    public string? Text { get; init; }

    /// <summary>Reads a filter. Values that are empty do not matter.</summary>
    /// <param name="value">The value of one of the <see cref="Names"/>; null if it was not given.</param>
    /// <param name="now">What times such as <c>2h</c> count from.</param>
    /// <param name="problem">What is wrong, in words.</param>
    /// <returns>The filter; null if something is wrong.</returns>
    public static AuditFilter? Read(Func<string, string?> value, DateTimeOffset now, out string? problem)
    {
        problem = null;
        string? Get(string name) => value(name) is { } text && text.Trim() is { Length: > 0 } given ? given : null;
        var filter = new AuditFilter { Person = Get("person"), Device = Get("device"), Terminal = Get("terminal"), Address = Get("address"), Rule = Get("rule"), Text = Get("text") };
        if (Get("event") is { } happened)
        {
            if (Enum.GetValues<AuditEvent>().Select(AuditLine.NameOf).FirstOrDefault(name => name.Equals(happened, StringComparison.OrdinalIgnoreCase)) is not { } known)
                problem = $"\"event\" is one of {string.Join(", ", Enum.GetValues<AuditEvent>().Select(AuditLine.NameOf))}.";
            else filter = filter with { Event = known };
        }
        if (Get("port") is { } digits)
        {
            if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port is < 1 or > 65535) problem = "\"port\" is a number from 1 to 65535.";
            else filter = filter with { Port = port };
        }
        foreach (string name in (string[])["after", "before"])
        {
            if (Get(name) is not { } text) continue;
            if (Time(text, now) is not { } time) problem = $"\"{name}\" is a time such as 2026-01-31, 2026-01-31T12:30 or 2026-01-31T12:30:00+01:00 (UTC if it does not say), or how long ago: 90s, 30m, 2h, 7d.";
            else filter = name == "after" ? filter with { After = time } : filter with { Before = time };
        }
        return problem is null ? filter : null;
    }

    /// <summary>The filter as a query, with absolute times.</summary>
    public string ToQuery() => string.Join('&', Values().Where(one => one.Value is not null).Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}"));

    /// <summary>The filter in words for the record; empty if everything is wanted.</summary>
    public string InWords() => string.Join(", ", Values().Where(one => one.Value is not null).Select(one => $"{one.Name} {one.Value}"));

    /// <summary>Whether a line is wanted.</summary>
    public bool Fits(AuditLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return (Event is null || line.Event == Event)
            && (After is null || line.Time >= After)
            && (Before is null || line.Time < Before)
            && (Port is null || line.Port == Port)
            && (Device is null || line.Device == Device)
            && (Terminal is null || line.Terminal == Terminal)
            && (Address is null || line.Address == Address)
            && (Rule is null || string.Equals(line.Rule, Rule, StringComparison.OrdinalIgnoreCase))
            && (Person is null || IsPerson(line.Person) || IsPerson(line.Target))
            && (Text is null || line.Node.Contains(Text, StringComparison.OrdinalIgnoreCase) || line.Event.Contains(Text, StringComparison.OrdinalIgnoreCase)
                || line.Texts().Any(one => one.Text?.Contains(Text, StringComparison.OrdinalIgnoreCase) == true));
    }

    private bool IsPerson(string? id) =>
        id is not null && (id == Person || id.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && id.AsSpan(colon + 1).SequenceEqual(Person));

    private (string Name, string? Value)[] Values() =>
    [
        ("person", Person), ("event", Event), ("port", Port?.ToString(CultureInfo.InvariantCulture)), ("device", Device), ("terminal", Terminal), ("address", Address), ("rule", Rule),
        ("after", Stamp(After)), ("before", Stamp(Before)), ("text", Text),
    ];

    private static string? Stamp(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(string text, DateTimeOffset now)
    {
        if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return time.ToUniversalTime();
        if (!int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count > 1_000_000) return null;
        double? seconds = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => null };
        return seconds is not { } unit || (now - DateTimeOffset.UnixEpoch).TotalSeconds < count * unit ? null : now.AddSeconds(-count * unit);
    }
}
