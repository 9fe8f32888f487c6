using System.Buffers;

namespace Gateway.Terminals;

/// <summary>
/// Where signals go between the bytes of a telnet client: after all that was typed before them, and into no sequence of
/// IAC (RFC 854) and no CR NUL or CR LF. Counting says what has arrived: the client sends every byte that is neither CR, LF
/// nor NUL once, and of those three at least as many as were typed.
/// </summary>
internal sealed class TelnetSeam
{
    /// <summary>Most signals that wait.</summary>
    public const int MostWaiting = 16;

    private const byte Iac = 255, Will = 251, Dont = 254, Begin = 250, End = 240;

    private readonly Lock _lock = new();
    private readonly Queue<(DeviceSignal Signal, Count After)> _waiting = new();
    private Count _typed, _sent;
    private Place _place;

    private enum Place
    {
        Between,
        AfterCr,
        Command,
        Option,
        Parameters,
        ParametersCommand,
    }

    /// <summary>Whether a signal waits.</summary>
    public bool IsWaiting
    {
        get { lock (_lock) return _waiting.Count > 0; }
    }

    /// <summary>Whether so many wait that no more are taken.</summary>
    public bool IsFull
    {
        get { lock (_lock) return _waiting.Count >= MostWaiting; }
    }

    /// <summary>The client is about to be given these bytes.</summary>
    public void Typing(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            // A line that the client edited by itself came after all.
            if (_sent.Plain > _typed.Plain) _typed = _sent;
            foreach (byte one in bytes) _typed.Add(one);
        }
    }

    /// <summary>A signal is to follow what was typed so far. False if as many wait as may.</summary>
    public bool Add(DeviceSignal signal)
    {
        lock (_lock)
        {
            if (_waiting.Count >= MostWaiting) return false;
            _waiting.Enqueue((signal, _typed));
            return true;
        }
    }

    /// <summary>Passes on what the client sent, with the signals that are due.</summary>
    public void Pass(ReadOnlySpan<byte> bytes, IBufferWriter<byte> to)
    {
        lock (_lock)
        {
            foreach (byte one in bytes)
            {
                if (_place == Place.Between || _place == Place.AfterCr && one is not ((byte)'\n' or 0)) WriteDue(to, one);
                Write(to, one);
                Step(one);
            }
            if (_place == Place.Between) WriteDue(to, null);
        }
    }

    /// <summary>
    /// Nothing has come for a while: the client keeps what was typed, as it does by lines, and the next signal goes before
    /// that. Nothing happens in the middle of a sequence.
    /// </summary>
    public void GoOn(IBufferWriter<byte> to)
    {
        lock (_lock)
        {
            if (_place is not (Place.Between or Place.AfterCr) || !_waiting.TryDequeue(out var next)) return;
            if (_sent.Plain < next.After.Plain) _sent = next.After;
            WriteSignal(to, next.Signal);
        }
    }

    private void WriteDue(IBufferWriter<byte> to, byte? coming)
    {
        while (_waiting.TryPeek(out var next) && _sent.Reaches(next.After, coming))
        {
            _waiting.Dequeue();
            WriteSignal(to, next.Signal);
        }
    }

    private void Step(byte one)
    {
        switch (_place)
        {
            case Place.Command when one is >= Will and <= Dont:
                _place = Place.Option;
                break;
            case Place.Command when one == Begin:
                _place = Place.Parameters;
                break;
            case Place.Command:
                if (one == Iac) _sent.Add(one);
                _place = Place.Between;
                break;
            case Place.Option:
                _place = Place.Between;
                break;
            case Place.Parameters:
                if (one == Iac) _place = Place.ParametersCommand;
                break;
            case Place.ParametersCommand:
                _place = one == End ? Place.Between : Place.Parameters;
                break;
            default:
                if (one != Iac) _sent.Add(one);
                _place = one switch { Iac => Place.Command, (byte)'\r' => Place.AfterCr, _ => Place.Between };
                break;
        }
    }

    private static void WriteSignal(IBufferWriter<byte> to, DeviceSignal signal)
    {
        Write(to, Iac);
        Write(to, signal switch
        {
            DeviceSignal.Break => 243,
            DeviceSignal.Interrupt => 244,
            DeviceSignal.AbortOutput => 245,
            DeviceSignal.AreYouThere => 246,
            DeviceSignal.EraseCharacter => 247,
            _ => 248,
        });
    }

    private static void Write(IBufferWriter<byte> to, byte one)
    {
        to.GetSpan(1)[0] = one;
        to.Advance(1);
    }

    /// <summary>How many bytes there were that arrive as one each, and what came since the last of them.</summary>
    private record struct Count
    {
        private long _returns, _feeds, _zeros;

        public long Plain { get; private set; }

        public void Add(byte one)
        {
            if (one == '\r') _returns++;
            else if (one == '\n') _feeds++;
            else if (one == 0) _zeros++;
            else (Plain, _returns, _feeds, _zeros) = (Plain + 1, 0, 0, 0);
        }

        // What comes next may be the first that was typed later.
        public readonly bool Reaches(Count other, byte? coming) => Plain > other.Plain
            || Plain == other.Plain && (_returns >= other._returns && _feeds >= other._feeds && _zeros >= other._zeros || coming is { } next && next is not ((byte)'\r' or (byte)'\n' or 0 or Iac));
    }
}
