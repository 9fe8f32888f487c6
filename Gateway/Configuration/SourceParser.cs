using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Gateway.Configuration;

/// <summary>Reads JSON with comments and trailing commas, keeping line numbers and repeated keys, which JsonDocument does not.</summary>
internal ref struct SourceParser
{
    private static readonly JsonReaderOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = 16,
    };

    private readonly ReadOnlySpan<byte> utf8;
    private Utf8JsonReader reader;
    private int countedTo;
    private int line = 1;

    private SourceParser(ReadOnlySpan<byte> utf8)
    {
        this.utf8 = utf8;
        reader = new Utf8JsonReader(utf8, Options);
    }

    /// <summary>The file's value, or the one fault that made reading on impossible.</summary>
    public static SourceValue? Parse(ReadOnlySpan<byte> utf8, out ConfigurationFault? fault)
    {
        fault = null;
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        if (!Utf8.IsValid(utf8))
        {
            fault = new ConfigurationFault("(file)", null, "is not UTF-8 text", "Save the file as UTF-8.");
            return null;
        }
        var parser = new SourceParser(utf8);
        try
        {
            parser.reader.Read();
            var root = parser.ReadValue();
            parser.reader.Read();
            return root;
        }
        catch (JsonException exception)
        {
            fault = parser.Describe(exception);
        }
        catch (InvalidOperationException)
        {
            var origin = parser.Origin();
            fault = new ConfigurationFault("(file)", null, "holds half a surrogate pair, \\ud800 to \\udfff alone", "Write the character itself.", origin);
        }
        return null;
    }

    private SourceValue ReadValue()
    {
        var kind = reader.TokenType;
        var origin = Origin();
        switch (kind)
        {
            case JsonTokenType.StartObject:
                var members = new List<KeyValuePair<string, SourceValue>>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    members.Add(new(name, ReadValue()));
                }
                return new SourceValue { Kind = JsonValueKind.Object, Origin = origin, Members = members };
            case JsonTokenType.StartArray:
                var items = new List<SourceValue>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(ReadValue());
                return new SourceValue { Kind = JsonValueKind.Array, Origin = origin, Items = items };
            case JsonTokenType.String:
                return new SourceValue { Kind = JsonValueKind.String, Origin = origin, Text = reader.GetString()! };
            case JsonTokenType.Number:
                return new SourceValue { Kind = JsonValueKind.Number, Origin = origin, Text = Encoding.ASCII.GetString(reader.ValueSpan) };
            default:
                var literal = kind == JsonTokenType.True ? JsonValueKind.True : kind == JsonTokenType.False ? JsonValueKind.False : JsonValueKind.Null;
                return new SourceValue { Kind = literal, Origin = origin };
        }
    }

    private string Origin()
    {
        var start = (int)reader.TokenStartIndex;
        line += utf8[countedTo..start].Count((byte)'\n');
        countedTo = start;
        return string.Create(CultureInfo.InvariantCulture, $"line {line}");
    }

    private readonly ConfigurationFault Describe(JsonException exception)
    {
        var line = (int)(exception.LineNumber ?? 0);
        var rest = utf8;
        for (var skipped = 0; skipped < line; skipped++)
            rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
        var bytes = Math.Min((int)(exception.BytePositionInLine ?? 0), rest.Length);
        var column = Encoding.UTF8.GetCharCount(rest[..bytes]) + 1;
        var where = string.Create(CultureInfo.InvariantCulture, $"line {line + 1}, column {column}");

        // The reader's words for a misspelt literal repeat what stands in the file, which might be a secret without quotes.
        var words = exception.Message.Split(" LineNumber:")[0].Split(" Change the reader options.")[0];
        var problem = words.Contains("invalid JSON literal", StringComparison.Ordinal)
            ? "holds a word that is not true, false or null"
            : $"cannot be read: {words}";
        return new ConfigurationFault("(file)", null, problem, "Repair the JSON there: text in double quotes, a comma between settings, every bracket closed.", where);
    }
}
