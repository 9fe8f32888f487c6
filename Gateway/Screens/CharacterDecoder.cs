using System.Buffers;
using System.Text;

namespace Gateway.Screens;

/// <summary>
/// Makes UTF-8 of the bytes of another character set, cut anywhere, as a browser's TextDecoder does: what is no character
/// becomes U+FFFD, and an ASCII byte after a broken beginning counts by itself, so that no escape character is swallowed.
/// </summary>
/// <param name="set">The character set.</param>
public sealed class CharacterDecoder(CharacterSet set)
{
    private readonly byte[] _held = new byte[4];
    private byte[] _text = new byte[256];
    private int _length;

    /// <summary>Bytes at the end of what was taken that are the beginning of a character, 0 to 3.</summary>
    public int Held { get; private set; }

    /// <summary>Takes the next bytes.</summary>
    /// <returns>UTF-8, of whole characters only; good until the next call.</returns>
    public ReadOnlySpan<byte> Take(ReadOnlySpan<byte> bytes)
    {
        _length = 0;
        // A byte becomes at most one character, and that at most three bytes; the four of a held one at most as many.
        int most = (bytes.Length + _held.Length) * 3;
        if (_text.Length < most) _text = new byte[most];
        for (int i = 0; i < bytes.Length;)
        {
            if (Held > 0 || bytes[i] >= 0x80)
            {
                Next(bytes[i++]);
                continue;
            }
            int end = bytes[i..].IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            var plain = end < 0 ? bytes[i..] : bytes.Slice(i, end);
            plain.CopyTo(_text.AsSpan(_length));
            _length += plain.Length;
            i += plain.Length;
        }
        return _text.AsSpan(0, _length);
    }

    /// <summary>No more comes: what is held is no character.</summary>
    public ReadOnlySpan<byte> End()
    {
        _length = 0;
        if (Held > 0) Write(Rune.ReplacementChar);
        Held = 0;
        return _text.AsSpan(0, _length);
    }

    private void Next(byte value)
    {
        if (Held == 0)
        {
            if (value < 0x80) _text[_length++] = value;
            else if (set.Leads(value)) _held[Held++] = value;
            else Write(new Rune(set.One(value)));
            return;
        }
        _held[Held++] = value;
        int count = Held;
        var status = set.Several(_held.AsSpan(0, count), out var character);
        if (status == OperationStatus.NeedMoreData) return;
        Held = 0;
        Write(character);
        if (status == OperationStatus.Done) return;
        if (count > 2 && set.HasFour)
        {
            // The first byte alone was wrong.
            var (second, third) = (_held[1], _held[2]);
            Next(second);
            Next(third);
            if (count == 3) return;
        }
        else if (value >= 0x80)
        {
            return;
        }
        Next(value);
    }

    private void Write(Rune character) => _length += character.EncodeToUtf8(_text.AsSpan(_length));
}
