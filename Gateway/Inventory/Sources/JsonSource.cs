using System.Text;
using System.Text.Json;

namespace Gateway.Inventory.Sources;

/// <summary>Reads JSON (RFC 8259) with comments and trailing commas, keeping lines and repeated names.</summary>
internal ref struct JsonSource
{
    private static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = SourceFile.Deepest };

    private readonly ReadOnlySpan<byte> _utf8;
    private Utf8JsonReader _reader;
    private int _countedTo;
    private int _line = 1;

    private JsonSource(ReadOnlySpan<byte> utf8)
    {
        _utf8 = utf8;
        _reader = new Utf8JsonReader(utf8, Options);
    }

    /// <summary>Reads text that is UTF-8.</summary>
    public static SourceResult Parse(string file, ReadOnlySpan<byte> utf8)
    {
        var source = new JsonSource(utf8);
        try
        {
            source._reader.Read();
            var root = source.Value();
            source._reader.Read();
            return new SourceResult(root, null);
        }
        catch (JsonException exception)
        {
            string words = exception.Message.Split(" LineNumber:")[0].Split(" Path:")[0].Split(" Change the reader options.")[0];
            string problem = words.Contains("maximum configured depth", StringComparison.Ordinal) ? $"is nested deeper than {SourceFile.Deepest} levels"
                // The reader's words for a misspelt literal repeat what stands there.
                : words.Contains("invalid JSON literal", StringComparison.Ordinal) ? "holds a word that is not true, false or null"
                : $"cannot be read: {words}";
            return SourceFile.Unread(file, (int)(exception.LineNumber ?? 0) + 1, problem, "Repair the JSON there: text in double quotes, a comma between values, every bracket closed.");
        }
        catch (InvalidOperationException)
        {
            return SourceFile.Unread(file, source.Line(), "holds half a surrogate pair, \\ud800 to \\udfff alone", "Write the character itself.");
        }
    }

    private SourceNode Value()
    {
        int line = Line();
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new List<SourceMember>();
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
                {
                    int at = Line();
                    string name = _reader.GetString()!;
                    _reader.Read();
                    members.Add(new SourceMember(name, at, Value()));
                }
                return new SourceNode(SourceKind.Object, line) { Members = members };
            case JsonTokenType.StartArray:
                var items = new List<SourceNode>();
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray) items.Add(Value());
                return new SourceNode(SourceKind.Array, line) { Items = items };
            case JsonTokenType.String:
                return new SourceNode(SourceKind.Text, line) { Text = _reader.GetString()! };
            case JsonTokenType.Number:
                return new SourceNode(SourceKind.Number, line) { Text = Encoding.ASCII.GetString(_reader.ValueSpan) };
            default:
                return new SourceNode(_reader.TokenType == JsonTokenType.True ? SourceKind.True : _reader.TokenType == JsonTokenType.False ? SourceKind.False : SourceKind.Null, line);
        }
    }

    private int Line()
    {
        int start = (int)_reader.TokenStartIndex;
        _line += _utf8[_countedTo..start].Count((byte)'\n');
        _countedTo = start;
        return _line;
    }
}
