using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gateway.Inventory.Sources;

/// <summary>
/// Reads one YAML document (yaml.org, 1.2) from its events, keeping lines and repeated names. Aliases and tags are not
/// taken: an inventory needs neither, and a few lines of aliases can stand for any number of values.
/// </summary>
internal sealed class YamlSource
{
    private readonly Parser _parser;
    private int _depth;

    private YamlSource(TextReader reader) => _parser = new Parser(reader);

    /// <summary>Reads text that is UTF-8.</summary>
    public static SourceResult Parse(string file, ReadOnlySpan<byte> utf8)
    {
        using var reader = new StringReader(Encoding.UTF8.GetString(utf8));
        try
        {
            return new SourceResult(new YamlSource(reader).Document(), null);
        }
        catch (NotTakenException exception)
        {
            return SourceFile.Unread(file, exception.Line, exception.Message, exception.Repair);
        }
        catch (YamlException exception)
        {
            return SourceFile.Unread(file, Math.Max(1, (int)exception.Start.Line), $"cannot be read: {SourceNode.Printable(exception.InnerException?.Message ?? exception.Message)}", "Repair the YAML there: indent with blanks, one \"key: value\" a line, quotes around text with : or #.");
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or FormatException or OverflowException or IndexOutOfRangeException)
        {
            // The package lets some of its own slips over broken text through as these.
            return SourceFile.Unread(file, 0, "cannot be read as YAML", "Repair the file, or write it as JSON.");
        }
    }

    private SourceNode Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _)) return new SourceNode(SourceKind.Null, 1);
        _parser.Consume<DocumentStart>();
        var root = Value();
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second)) throw new NotTakenException(second, "has a second document", "Write one document into each file.");
        return root;
    }

    private SourceNode Value()
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias)) throw new NotTakenException(alias, "refers to another value by *", "Write the value itself.");
        if (!_parser.Accept<NodeEvent>(out var node)) throw new NotTakenException(_parser.Current!, "is not a value", "Write a value there.");
        int line = LineOf(node);
        if (!node.Tag.IsEmpty) throw new NotTakenException(node, "has a tag", "Leave the !tag out; put text in quotes.");
        if (_depth == SourceFile.Deepest) throw new NotTakenException(node, $"is nested deeper than {SourceFile.Deepest} levels", "Write the devices without anything around them.");
        if (_parser.TryConsume<Scalar>(out var scalar)) return Scalar(scalar, line);
        _depth++;
        SourceNode read;
        if (_parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<SourceNode>();
            while (!_parser.TryConsume<SequenceEnd>(out _)) items.Add(Value());
            read = new SourceNode(SourceKind.Array, line) { Items = items };
        }
        else
        {
            _parser.Consume<MappingStart>();
            var members = new List<SourceMember>();
            while (!_parser.TryConsume<MappingEnd>(out _))
            {
                var key = Value();
                if (key.Kind is SourceKind.Object or SourceKind.Array) throw new NotTakenException(key.Line, "has a key that is no text", "Write \"key: value\".");
                members.Add(new SourceMember(key.Text, key.Line, Value()));
            }
            read = new SourceNode(SourceKind.Object, line) { Members = members };
        }
        _depth--;
        return read;
    }

    // Whether a word is a number or true is for the key to say that it belongs to: "model: 3850" and "os: no" are texts.
    private static SourceNode Scalar(Scalar scalar, int line) =>
        !scalar.IsPlainImplicit || scalar.Style != ScalarStyle.Plain ? new SourceNode(SourceKind.Text, line) { Text = scalar.Value }
        : scalar.Value is "" or "~" or "null" or "Null" or "NULL" ? new SourceNode(SourceKind.Null, line)
        : new SourceNode(SourceKind.Word, line) { Text = scalar.Value };

    private static int LineOf(ParsingEvent read) => Math.Max(1, (int)read.Start.Line);

    private sealed class NotTakenException(int line, string problem, string repair) : Exception(problem)
    {
        public NotTakenException(ParsingEvent read, string problem, string repair) : this(LineOf(read), problem, repair)
        {
        }

        public int Line => line;

        public string Repair => repair;
    }
}
