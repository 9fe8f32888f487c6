using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Gateway.Web.Protocol;

/// <summary>Writes the MessagePack types that the hub needs (github.com/msgpack/msgpack, spec.md).</summary>
internal readonly struct MessagePackWriter(IBufferWriter<byte> output)
{
    public void Nil() => Byte(0xc0);

    public void Boolean(bool value) => Byte((byte)(value ? 0xc3 : 0xc2));

    public void Integer(long value)
    {
        if (value is >= -32 and < 128)
        {
            Byte((byte)value);
        }
        else if (value is >= int.MinValue and <= int.MaxValue)
        {
            Header32(0xd2, (int)value);
        }
        else
        {
            var span = output.GetSpan(9);
            span[0] = 0xd3;
            BinaryPrimitives.WriteInt64BigEndian(span[1..], value);
            output.Advance(9);
        }
    }

    public void Double(double value)
    {
        var span = output.GetSpan(9);
        span[0] = 0xcb;
        BinaryPrimitives.WriteDoubleBigEndian(span[1..], value);
        output.Advance(9);
    }

    public void ArrayHeader(int count)
    {
        if (count < 16) Byte((byte)(0x90 | count));
        else if (count <= ushort.MaxValue) Header16(0xdc, count);
        else Header32(0xdd, count);
    }

    public void MapHeader(int count)
    {
        if (count < 16) Byte((byte)(0x80 | count));
        else if (count <= ushort.MaxValue) Header16(0xde, count);
        else Header32(0xdf, count);
    }

    public void BinaryHeader(int length)
    {
        if (length <= byte.MaxValue) Header8(0xc4, length);
        else if (length <= ushort.MaxValue) Header16(0xc5, length);
        else Header32(0xc6, length);
    }

    public void Binary(ReadOnlySpan<byte> bytes)
    {
        BinaryHeader(bytes.Length);
        output.Write(bytes);
    }

    public void String(string? text)
    {
        if (text is null)
        {
            Nil();
            return;
        }
        int length = Encoding.UTF8.GetByteCount(text);
        if (length < 32) Byte((byte)(0xa0 | length));
        else if (length <= byte.MaxValue) Header8(0xd9, length);
        else if (length <= ushort.MaxValue) Header16(0xda, length);
        else Header32(0xdb, length);
        output.Advance(Encoding.UTF8.GetBytes(text, output.GetSpan(length)));
    }

    public void Raw(in ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes) output.Write(segment.Span);
    }

    public void Json(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                MapHeader(element.GetPropertyCount());
                foreach (var property in element.EnumerateObject())
                {
                    String(property.Name);
                    Json(property.Value);
                }
                break;
            case JsonValueKind.Array:
                ArrayHeader(element.GetArrayLength());
                foreach (var item in element.EnumerateArray()) Json(item);
                break;
            case JsonValueKind.String:
                String(element.GetString());
                break;
            case JsonValueKind.Number when element.TryGetInt64(out long integer):
                Integer(integer);
                break;
            case JsonValueKind.Number:
                Double(element.GetDouble());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                Boolean(element.GetBoolean());
                break;
            default:
                Nil();
                break;
        }
    }

    private void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    private void Header8(byte type, int length)
    {
        var span = output.GetSpan(2);
        (span[0], span[1]) = (type, (byte)length);
        output.Advance(2);
    }

    private void Header16(byte type, int length)
    {
        var span = output.GetSpan(3);
        span[0] = type;
        BinaryPrimitives.WriteUInt16BigEndian(span[1..], (ushort)length);
        output.Advance(3);
    }

    private void Header32(byte type, int value)
    {
        var span = output.GetSpan(5);
        span[0] = type;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], value);
        output.Advance(5);
    }
}
