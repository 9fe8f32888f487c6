namespace Gateway.Terminals;

/// <summary>
/// Writes typed bytes to the PTY in order. It never makes the caller wait, since acknowledgements come over the same
/// connection as input: a paste into a program that is itself waiting to write would otherwise lock both up. What
/// may wait here is bounded by each viewer's input window.
/// </summary>
internal sealed class InputPump(Pty pty, Action<Seat, int> written)
{
    private readonly Queue<(Seat Seat, ReadOnlyMemory<byte> Bytes)> _waiting = new();
    private bool _writing;

    /// <summary>Queues bytes. A keystroke into an idle terminal is written before this returns.</summary>
    public void Add(Seat seat, ReadOnlyMemory<byte> bytes)
    {
        lock (_waiting)
        {
            _waiting.Enqueue((seat, bytes));
            if (_writing) return;
            _writing = true;
        }
        _ = DrainAsync();
    }

    private async Task DrainAsync()
    {
        while (true)
        {
            Seat seat;
            ReadOnlyMemory<byte> bytes;
            lock (_waiting)
            {
                if (!_waiting.TryDequeue(out var next))
                {
                    _writing = false;
                    return;
                }
                (seat, bytes) = next;
            }
            // What a client that has gone does not take is dropped with it.
            await pty.WriteAsync(bytes);
            written(seat, bytes.Length);
        }
    }
}
