using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Gateway.Web.Protocol;

/// <summary>
/// Reads one MessagePack message from a stranger. Every length is checked against what is there before anything is
/// allocated, and nesting is limited; anything else is a <see cref="FormatException"/>.
/// </summary>
internal ref struct MessagePackReader(ReadOnlySequence<byte> message)
{
    private const int MaxDepth = 32;

    private SequenceReader<byte> _reader = new(message);
    private int _depth;

    public readonly SequencePosition Position => _reader.Position;

    public int ArrayHeader()
    {
        byte type = Byte();
        return type switch
        {
            >= 0x90 and <= 0x9f => Checked(type & 15u),
            0xdc => Length(2),
            0xdd => Length(4),
            _ => throw Malformed("an array was expected"),
        };
    }

    public int MapHeader()
    {
        byte type = Byte();
        return type switch
        {
            >= 0x80 and <= 0x8f => Checked(type & 15u),
            0xde => Length(2),
            0xdf => Length(4),
            0xc0 => 0,
            _ => throw Malformed("a map was expected"),
        };
    }

    public bool Boolean() => Byte() switch
    {
        0xc2 => false,
        0xc3 => true,
        _ => throw Malformed("a boolean was expected"),
    };

    public long Integer()
    {
        byte type = Byte();
        return type switch
        {
            < 0x80 => type,
            >= 0xe0 => (sbyte)type,
            0xcc => (long)Unsigned(1),
            0xcd => (long)Unsigned(2),
            0xce => (long)Unsigned(4),
            0xcf when Unsigned(8) is <= long.MaxValue and var value => (long)value,
            0xd0 => (sbyte)Unsigned(1),
            0xd1 => (short)Unsigned(2),
            0xd2 => (int)Unsigned(4),
            0xd3 => (long)Unsigned(8),
            _ => throw Malformed("an integer was expected"),
        };
    }

    public int Int32() => Integer() is >= int.MinValue and <= int.MaxValue and var value ? (int)value : throw Malformed("the integer is too large");

    public double Double()
    {
        if (!_reader.TryPeek(out byte type)) throw Malformed("it is cut short");
        switch (type)
        {
            case 0xcb:
                Byte();
                return BitConverter.UInt64BitsToDouble(Unsigned(8));
            case 0xca:
                Byte();
                return BitConverter.UInt32BitsToSingle((uint)Unsigned(4));
            default:
                return Integer();
        }
    }

    public ReadOnlySequence<byte>? Binary() => Byte() switch
    {
        0xc0 => null,
        0xc4 => Take(Length(1)),
        0xc5 => Take(Length(2)),
        0xc6 => Take(Length(4)),
        _ => throw Malformed("bytes were expected"),
    };

    public string? String()
    {
        byte type = Byte();
        return type switch
        {
            0xc0 => null,
            >= 0xa0 and <= 0xbf => Text(Checked(type & 31u)),
            0xd9 => Text(Length(1)),
            0xda => Text(Length(2)),
            0xdb => Text(Length(4)),
            _ => throw Malformed("a string was expected"),
        };
    }

    public void Skip() => CopyTo(null);

    /// <summary>Turns the next value into JSON; bytes become base64.</summary>
    public void CopyTo(Utf8JsonWriter? json)
    {
        if (++_depth > MaxDepth) throw Malformed("it is nested too deeply");
        if (!_reader.TryPeek(out byte type)) throw Malformed("it is cut short");
        switch (type)
        {
            case 0xc0:
                Byte();
                json?.WriteNullValue();
                break;
            case 0xc2 or 0xc3:
                bool boolean = Boolean();
                json?.WriteBooleanValue(boolean);
                break;
            case 0xca or 0xcb:
                double number = Double();
                if (!double.IsFinite(number)) throw Malformed("the number is not finite");
                json?.WriteNumberValue(number);
                break;
            case (>= 0xa0 and <= 0xbf) or 0xd9 or 0xda or 0xdb:
                string? text = String();
                json?.WriteStringValue(text);
                break;
            case 0xc4 or 0xc5 or 0xc6:
                var bytes = Binary()!.Value;
                json?.WriteBase64StringValue(bytes.ToArray());
                break;
            case (>= 0x90 and <= 0x9f) or 0xdc or 0xdd:
                int items = ArrayHeader();
                json?.WriteStartArray();
                while (items-- > 0) CopyTo(json);
                json?.WriteEndArray();
                break;
            case (>= 0x80 and <= 0x8f) or 0xde or 0xdf:
                int pairs = MapHeader();
                json?.WriteStartObject();
                while (pairs-- > 0)
                {
                    string? name = String();
                    json?.WritePropertyName(name ?? throw Malformed("a key is missing"));
                    CopyTo(json);
                }
                json?.WriteEndObject();
                break;
            default:
                long integer = Integer(); // extension types end here, as malformed
                json?.WriteNumberValue(integer);
                break;
        }
        _depth--;
    }

    private static FormatException Malformed(string what) => new($"The MessagePack message is malformed: {what}.");

    private byte Byte() => _reader.TryRead(out byte value) ? value : throw Malformed("it is cut short");

    private ulong Unsigned(int bytes)
    {
        ulong value = 0;
        while (bytes-- > 0) value = value << 8 | Byte();
        return value;
    }

    private int Length(int bytes) => Checked(Unsigned(bytes));

    // Every element takes at least a byte, so a larger count is a lie.
    private readonly int Checked(ulong length) => length <= (ulong)_reader.Remaining ? (int)length : throw Malformed("a length goes beyond its end");

    private ReadOnlySequence<byte> Take(int length)
    {
        var bytes = _reader.UnreadSequence.Slice(0, length);
        _reader.Advance(length);
        return bytes;
    }

    private string Text(int length) => Encoding.UTF8.GetString(Take(length));
}
