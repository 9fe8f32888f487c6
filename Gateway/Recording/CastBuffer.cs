using System.Buffers;
using System.Buffers.Text;

namespace Gateway.Recording;

/// <summary>
/// Lines of an asciicast on their way to the file. It is of one thread, which writes for many recordings: each leaves it
/// empty.
/// </summary>
internal sealed class CastBuffer
{
    // What JSON does not take as it is (RFC 8259, 7).
    private static readonly SearchValues<byte> Special = SearchValues.Create([.. Enumerable.Range(0, 32).Select(value => (byte)value), (byte)'"', (byte)'\\']);

    private byte[] _bytes = new byte[256 * 1024];

    /// <summary>Bytes in it.</summary>
    public int Length { get; private set; }

    /// <summary>What is in it.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Empties it.</summary>
    public void Clear() => Length = 0;

    /// <summary>Takes back what came after it had this length.</summary>
    public void Cut(int length) => Length = length;

    /// <summary>Begins an event: <c>[1.234, "o", "</c>.</summary>
    /// <param name="interval">Milliseconds since the event before, 0 or more.</param>
    /// <param name="code">Its code.</param>
    public void Begin(long interval, char code)
    {
        var to = Reserve(64);
        to[0] = (byte)'[';
        Utf8Formatter.TryFormat(interval / 1000, to[1..], out int digits);
        int at = 1 + digits, rest = (int)(interval % 1000);
        to[at++] = (byte)'.';
        to[at++] = (byte)('0' + rest / 100);
        to[at++] = (byte)('0' + rest / 10 % 10);
        to[at++] = (byte)('0' + rest % 10);
        ", \""u8.CopyTo(to[at..]);
        to[at + 3] = (byte)code;
        "\", \""u8.CopyTo(to[(at + 4)..]);
        Length += at + 8;
    }

    /// <summary>Ends an event.</summary>
    public void End() => Raw("\"]\n"u8);

    /// <summary>Adds bytes as they are.</summary>
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Adds valid UTF-8 as the inside of a JSON string.</summary>
    public void Escaped(ReadOnlySpan<byte> utf8)
    {
        var to = Reserve(utf8.Length * 6);
        int at = 0;
        while (true)
        {
            int plain = utf8.IndexOfAny(Special);
            if (plain < 0) break;
            utf8[..plain].CopyTo(to[at..]);
            at += plain;
            at += Escape(utf8[plain], to[at..]);
            utf8 = utf8[(plain + 1)..];
        }
        utf8.CopyTo(to[at..]);
        Length += at + utf8.Length;
    }

    private static int Escape(byte value, Span<byte> to)
    {
        to[0] = (byte)'\\';
        byte letter = value switch
        {
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            (byte)'\b' => (byte)'b',
            (byte)'"' or (byte)'\\' => value,
            _ => 0,
        };
        if (letter != 0)
        {
            to[1] = letter;
            return 2;
        }
        "u00"u8.CopyTo(to[1..]);
        to[4] = (byte)('0' + (value >> 4));
        to[5] = "0123456789abcdef"u8[value & 15];
        return 6;
    }

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        return _bytes.AsSpan(Length);
    }
}
