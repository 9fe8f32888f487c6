namespace Gateway.Terminals;

/// <summary>
/// Writes typed bytes to the PTY in order. It never makes the caller wait, since acknowledgements come over the same
/// connection as input: a paste into a program that is itself waiting to write would otherwise lock both up. What
/// may wait here is bounded by each viewer's input window.
/// </summary>
/// <param name="pty">Where the bytes go.</param>
/// <param name="writing">Called with each piece before it is written.</param>
/// <param name="written">Called with each piece's place and length after it was written.</param>
internal sealed class InputPump(Pty pty, Action<ReadOnlySpan<byte>> writing, Action<Seat, int> written)
{
    // Keystrokes that wait are gathered up to this size: each in an object of its own would take a hundred times its byte.
    private const int GatheredSize = 4 * 1024;

    // Only places that type in turn, key by key, into a program that reads nothing come near so many.
    private const int MostPieces = 8 * 1024;

    private readonly Queue<Piece> _waiting = new();
    private Piece? _newest;
    private bool _writing;

    /// <summary>Whether so many pieces wait that no more may be added.</summary>
    public bool IsFull
    {
        get { lock (_waiting) return _waiting.Count >= MostPieces; }
    }

    /// <summary>Queues bytes. A keystroke into an idle terminal is written before this returns.</summary>
    public void Add(Seat seat, ReadOnlyMemory<byte> bytes)
    {
        lock (_waiting)
        {
            if (_newest is { } newest && newest.TryAppend(seat, bytes.Span)) return;
            _waiting.Enqueue(_newest = new Piece(seat, bytes));
            if (_writing) return;
            _writing = true;
        }
        _ = DrainAsync();
    }

    private async Task DrainAsync()
    {
        while (true)
        {
            Piece piece;
            lock (_waiting)
            {
                if (!_waiting.TryDequeue(out piece!))
                {
                    _writing = false;
                    return;
                }
                if (piece == _newest) _newest = null; // it grows no more
            }
            // What a client that has gone does not take is dropped with it.
            writing(piece.Bytes.Span);
            await pty.WriteAsync(piece.Bytes);
            written(piece.Seat, piece.Bytes.Length);
        }
    }

    /// <summary>Bytes of one place that wait together. Under the queue's lock while it may grow.</summary>
    private sealed class Piece(Seat seat, ReadOnlyMemory<byte> bytes)
    {
        private byte[]? _gathered;

        public Seat Seat => seat;

        public ReadOnlyMemory<byte> Bytes { get; private set; } = bytes;

        public bool TryAppend(Seat typing, ReadOnlySpan<byte> more)
        {
            int length = Bytes.Length, total = length + more.Length;
            if (typing != seat || total > GatheredSize) return false;
            if (_gathered is null || _gathered.Length < total)
            {
                byte[] larger = new byte[Math.Min(GatheredSize, Math.Max(64, 2 * total))];
                Bytes.CopyTo(larger);
                _gathered = larger;
            }
            more.CopyTo(_gathered.AsSpan(length));
            Bytes = _gathered.AsMemory(0, total);
            return true;
        }
    }
}
