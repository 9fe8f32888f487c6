using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Gateway.Access.Audit;

/// <summary>One line of the record, as it is written and read. What was not set is null.</summary>
public sealed record AuditLine
{
    /// <summary>Longest text of a member, in characters; what is longer is cut.</summary>
    public const int LongestText = 300;

    /// <summary>What the first line of a record says of the line before.</summary>
    internal static readonly string NoHash = new('0', 64);

    /// <summary>When it happened, to the millisecond.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>The node that wrote it.</summary>
    public string Node { get; init; } = "";

    /// <summary>Its place in the node's record, from 1.</summary>
    public long Number { get; init; }

    /// <summary>What happened: an <see cref="AuditEvent"/> in camel case, or one of a newer version.</summary>
    public string Event { get; init; } = "";

    /// <inheritdoc cref="AuditEntry.Person"/>
    public string? Person { get; init; }

    /// <inheritdoc cref="AuditEntry.SignIn"/>
    public string? SignIn { get; init; }

    /// <inheritdoc cref="AuditEntry.Address"/>
    public string? Address { get; init; }

    /// <inheritdoc cref="AuditEntry.Target"/>
    public string? Target { get; init; }

    /// <inheritdoc cref="AuditEntry.Terminal"/>
    public string? Terminal { get; init; }

    /// <inheritdoc cref="AuditEntry.Method"/>
    public string? Method { get; init; }

    /// <inheritdoc cref="AuditEntry.User"/>
    public string? User { get; init; }

    /// <inheritdoc cref="AuditEntry.Port"/>
    public int? Port { get; init; }

    /// <inheritdoc cref="AuditEntry.Device"/>
    public string? Device { get; init; }

    /// <inheritdoc cref="AuditEntry.Place"/>
    public string? Place { get; init; }

    /// <inheritdoc cref="AuditEntry.Rule"/>
    public string? Rule { get; init; }

    /// <inheritdoc cref="AuditEntry.Reason"/>
    public string? Reason { get; init; }

    /// <summary>SHA-256 of the line before, without its newline, in hexadecimal digits.</summary>
    internal string Previous { get; init; } = "";

    /// <summary>An event as it is written.</summary>
    public static string NameOf(AuditEvent happened) => JsonNamingPolicy.CamelCase.ConvertName(happened.ToString());

    /// <summary>The texts, with their names.</summary>
    internal IEnumerable<(string Name, string? Text)> Texts() =>
    [
        ("person", Person), ("signIn", SignIn), ("address", Address), ("target", Target), ("terminal", Terminal), ("method", Method), ("user", User),
        ("port", Port?.ToString(CultureInfo.InvariantCulture)), ("rule", Rule), ("reason", Reason), ("device", Device), ("place", Place),
    ];

    /// <summary>A line about an entry; whatever a stranger chose in it is cut.</summary>
    internal static AuditLine Of(AuditEntry entry, DateTimeOffset at, string node, long number, string previous) => new()
    {
        Time = at,
        Node = Cut(node)!,
        Number = number,
        Event = NameOf(entry.Event),
        Person = Cut(entry.Person),
        SignIn = Cut(entry.SignIn),
        Address = Cut(entry.Address),
        Target = Cut(entry.Target),
        Terminal = Cut(entry.Terminal),
        Method = Cut(entry.Method),
        User = Cut(entry.User),
        Port = entry.Port,
        Device = Cut(entry.Device),
        Place = Cut(entry.Place),
        Rule = Cut(entry.Rule),
        Reason = Cut(entry.Reason),
        Previous = previous,
    };

    /// <summary>The line in JSON, without a newline. The encoder leaves ASCII letters, so that no text can pass for a line or an escape sequence.</summary>
    internal byte[] ToUtf8()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("number", Number);
            json.WriteString("time", Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("node", Node);
            json.WriteString("event", Event);
            foreach (var (name, text) in Texts())
            {
                if (text is null) continue;
                if (name == "port") json.WriteNumber(name, Port!.Value);
                else json.WriteString(name, text);
            }
            json.WriteString("previous", Previous);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a line; null if it is none.</summary>
    internal static AuditLine? Read(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty || utf8[0] != '{') return null;
        try
        {
            var json = new Utf8JsonReader(utf8);
            var found = new AuditLineReader();
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName) found.Take(ref json);
            return json.TokenType == JsonTokenType.EndObject && !json.Read() ? found.Line() : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static string? Cut(string? text) =>
        text is null || text.Length <= LongestText ? text : text[..(char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText)];
}
