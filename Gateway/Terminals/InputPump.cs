namespace Gateway.Terminals;

/// <summary>
/// Writes typed bytes to the PTY in order. It never makes the caller wait, since acknowledgements come over the same
/// connection as input: a paste into a program that is itself waiting to write would otherwise lock both up. What
/// may wait here is bounded by each viewer's input window.
/// </summary>
/// <param name="pty">Where the bytes go.</param>
/// <param name="writing">Called with each piece before it is written.</param>
/// <param name="written">Called with a place and the count after bytes of it were written.</param>
/// <param name="dropped">Called with a place and the count after bytes of it were dropped.</param>
/// <param name="giving">Called with what is written next, part by part; null for nobody.</param>
internal sealed class InputPump(Pty pty, Action<ReadOnlySpan<byte>> writing, Action<Seat, int> written, Action<Seat, int> dropped, Action<ReadOnlySpan<byte>>? giving = null)
{
    // Keystrokes that wait are gathered up to this size: each in an object of its own would take a hundred times its byte.
    private const int GatheredSize = 4 * 1024;

    // What is being written cannot be called back, so it is not much at a time.
    private const int WrittenSize = 1024;

    // Only places that type in turn, key by key, into a program that reads nothing come near so many.
    private const int MostPieces = 8 * 1024;

    private readonly Queue<Piece> _waiting = new();
    private Piece? _newest;
    private Piece? _underWay;
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
            _newest = new Piece(seat, bytes);
            if (!Enqueue(_newest)) return;
        }
        _ = DrainAsync();
    }

    /// <summary>Does something once all that was added before has been written, unless the place's input is dropped until then.</summary>
    public void Add(Seat seat, Action then)
    {
        lock (_waiting)
        {
            _newest = null; // what comes later stays behind it
            if (!Enqueue(new Piece(seat, default) { Then = then })) return;
        }
        _ = DrainAsync();
    }

    /// <summary>What still waits of a place is not written any more.</summary>
    public void Drop(Seat seat)
    {
        lock (_waiting)
        {
            foreach (var piece in _waiting)
                if (piece.Seat == seat) piece.IsDropped = true;
            if (_underWay is { } writing && writing.Seat == seat) writing.IsDropped = true;
            if (_newest?.Seat == seat) _newest = null; // what comes later is written
        }
    }

    // Whether somebody has to begin to write. Under the lock.
    private bool Enqueue(Piece piece)
    {
        _waiting.Enqueue(piece);
        if (_writing) return false;
        return _writing = true;
    }

    private async Task DrainAsync()
    {
        while (true)
        {
            Piece piece;
            lock (_waiting)
            {
                _underWay = null;
                if (!_waiting.TryDequeue(out piece!))
                {
                    _writing = false;
                    return;
                }
                _underWay = piece;
                if (piece == _newest) _newest = null; // it grows no more
            }
            // What a client that has gone does not take is dropped with it.
            var rest = piece.Bytes;
            if (piece.Then is { } then)
            {
                if (!piece.IsDropped) then();
                continue;
            }
            if (!piece.IsDropped) writing(rest.Span);
            while (!rest.IsEmpty && !piece.IsDropped)
            {
                int count = Math.Min(rest.Length, WrittenSize);
                giving?.Invoke(rest.Span[..count]);
                await pty.WriteAsync(rest[..count]);
                written(piece.Seat, count);
                rest = rest[count..];
            }
            if (!rest.IsEmpty) dropped(piece.Seat, rest.Length);
        }
    }

    /// <summary>Bytes of one place that wait together. Under the queue's lock while it may grow.</summary>
    private sealed class Piece(Seat seat, ReadOnlyMemory<byte> bytes)
    {
        private volatile bool _dropped;
        private byte[]? _gathered;

        public Seat Seat => seat;

        public Action? Then { get; init; }

        public bool IsDropped
        {
            get => _dropped;
            set => _dropped = value;
        }

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
