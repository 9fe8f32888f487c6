using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Gateway.Recording;

/// <summary>
/// Makes valid UTF-8 of bytes that come in pieces: a character that was cut in two waits for its rest, and what is no
/// character becomes U+FFFD, as a browser's decoder has it.
/// </summary>
internal sealed class Utf8Pieces
{
    private readonly byte[] _cut = new byte[4];
    private int _held;

    /// <summary>Bytes that wait for their rest.</summary>
    public int Held => _held;

    /// <summary>Hands the next piece on.</summary>
    /// <param name="bytes">The piece.</param>
    /// <param name="to">Takes valid UTF-8, escaped for JSON.</param>
    /// <returns>Bytes of UTF-8 handed on.</returns>
    public int Take(ReadOnlySpan<byte> bytes, CastBuffer to)
    {
        if (_held > 0)
        {
            byte[] joined = [.. _cut.AsSpan(0, _held), .. bytes];
            _held = 0;
            return Take(joined, to);
        }
        int cut = CutAtEnd(bytes);
        bytes[^cut..].CopyTo(_cut);
        _held = cut;
        return Whole(bytes[..^cut], to);
    }

    /// <summary>No more comes: what still waits is no character.</summary>
    public int End(CastBuffer to)
    {
        if (_held == 0) return 0;
        _held = 0;
        to.Escaped("\uFFFD"u8);
        return 3;
    }

    private static int Whole(ReadOnlySpan<byte> bytes, CastBuffer to)
    {
        if (Utf8.IsValid(bytes))
        {
            to.Escaped(bytes);
            return bytes.Length;
        }
        // One byte becomes at most one character of UTF-16, and that three bytes.
        char[] text = ArrayPool<char>.Shared.Rent(bytes.Length);
        byte[] clean = ArrayPool<byte>.Shared.Rent(bytes.Length * 3);
        Utf8.ToUtf16(bytes, text, out _, out int letters, replaceInvalidSequences: true);
        Utf8.FromUtf16(text.AsSpan(0, letters), clean, out _, out int length);
        to.Escaped(clean.AsSpan(0, length));
        ArrayPool<char>.Shared.Return(text);
        ArrayPool<byte>.Shared.Return(clean);
        return length;
    }

    // How many bytes at the end are the beginning of a character.
    private static int CutAtEnd(ReadOnlySpan<byte> bytes)
    {
        for (int back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            byte value = bytes[^back];
            if (value < 0x80) return 0;
            if (value >= 0xc0) return Rune.DecodeFromUtf8(bytes[^back..], out _, out _) == OperationStatus.NeedMoreData ? back : 0;
        }
        return 0;
    }
}
