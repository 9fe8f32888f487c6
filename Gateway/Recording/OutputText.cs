namespace Gateway.Recording;

/// <summary>What a byte of output is.</summary>
internal enum OutputByte
{
    /// <summary>Nothing that is seen: a control character, or part of an escape sequence.</summary>
    Hidden,

    /// <summary>A character or a part of one.</summary>
    Printed,

    /// <summary>A carriage return.</summary>
    Return,

    /// <summary>A line feed.</summary>
    Feed,
}

/// <summary>
/// Tells characters from control characters and escape sequences (ECMA-48, 5.4 and 5.6) in a terminal's output. A blank
/// between two backspaces, with which a character is wiped out, is none.
/// </summary>
internal sealed class OutputText
{
    // A sequence that began before this is either a long string, which hides what follows, or over.
    private const int Tail = 1024;

    private Place _place;
    private bool _back;

    private enum Place
    {
        Text,
        Escape,
        Control,
        String,
    }

    /// <summary>The next byte.</summary>
    /// <param name="value">The byte.</param>
    /// <param name="next">The byte behind it; 0 if it is not known yet.</param>
    public OutputByte Take(byte value, byte next)
    {
        if (value == 0x1b)
        {
            _place = Place.Escape;
            return OutputByte.Hidden;
        }
        if (value is 0x18 or 0x1a) _place = Place.Text; // CAN and SUB break a sequence off
        switch (_place)
        {
            case Place.Escape:
                _place = value switch
                {
                    (byte)'[' => Place.Control,
                    (byte)']' or (byte)'P' or (byte)'X' or (byte)'^' or (byte)'_' => Place.String,
                    >= 0x20 and < 0x30 or < 0x20 => Place.Escape,
                    _ => Place.Text,
                };
                return OutputByte.Hidden;
            case Place.Control:
                if (value is >= 0x40 and < 0x7f) _place = Place.Text;
                return OutputByte.Hidden;
            case Place.String:
                if (value == 0x07) _place = Place.Text;
                return OutputByte.Hidden;
        }
        bool back = _back;
        _back = value == 0x08;
        return value switch
        {
            (byte)'\r' => OutputByte.Return,
            (byte)'\n' => OutputByte.Feed,
            (byte)' ' when back && next == 0x08 => OutputByte.Hidden,
            < 0x20 or 0x7f => OutputByte.Hidden,
            _ => OutputByte.Printed,
        };
    }

    /// <summary>Passes over output that nobody asks about. What it cost is little, however much there is.</summary>
    public void Skip(ReadOnlySpan<byte> bytes)
    {
        int escape = bytes.LastIndexOf((byte)0x1b);
        if (escape >= 0) _place = Place.Text;
        else if (_place == Place.String && bytes.IndexOfAny((byte)0x07, (byte)0x18, (byte)0x1a) >= 0) _place = Place.Text;
        _back = false;
        var rest = escape >= 0 ? bytes[escape..] : bytes;
        if (escape < 0 && _place == Place.Text) return;
        foreach (byte value in rest[..Math.Min(rest.Length, Tail)])
        {
            Take(value, 0);
            if (_place == Place.Text) return;
        }
    }
}
