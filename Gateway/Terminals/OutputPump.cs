namespace Gateway.Terminals;

/// <summary>Moves what a client writes from its PTY into the log while the gate is open.</summary>
/// <param name="pty">Where the bytes come from.</param>
/// <param name="log">Where they go; this is its one writer.</param>
/// <param name="gate">Whether to go on.</param>
/// <param name="behind">How many bytes are on their way to the slowest typing viewer.</param>
/// <param name="echo">What hears of every read.</param>
internal sealed class OutputPump(Pty pty, OutputLog log, FlowGate gate, Func<long> behind, EchoClock echo)
{
    // The line discipline hands over this much at the most in one read (n_tty.c, N_TTY_BUF_SIZE - 1).
    private const int LargestRead = 4095;

    // A flooding terminal gives the loop back to its neighbours after so many reads.
    private const int ReadsPerTurn = 16;

    // With so much on its way to a viewer a stream is running, and whole segments are worth a millisecond.
    private const int Streaming = 8 * 1024;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _received;

    /// <summary>Bytes read so far.</summary>
    public long Received => Volatile.Read(ref _received);

    /// <summary>Reads until the output has ended.</summary>
    public Task RunAsync()
    {
        pty.Watch(Read);
        return _ended.Task;
    }

    /// <summary>Reads no more; the log has everything that was read.</summary>
    public void Stop()
    {
        pty.Dispose();
        log.Publish();
    }

    // Gathers while bytes come without waiting; what there is goes out the moment they stop. Only within a running
    // stream a piece waits for its segment to fill, a millisecond at most: a message costs far more than its bytes.
    private bool Read()
    {
        bool more = false;
        for (int turn = 0; turn < ReadsPerTurn; turn++)
        {
            if (gate.IsClosed)
            {
                log.Publish();
                return false;
            }
            var space = log.Reserve().Span;
            int count = pty.Read(space);
            if (count < 0) break;
            if (count == 0)
            {
                log.Publish();
                _ended.TrySetResult();
                return false;
            }
            Volatile.Write(ref _received, _received + count);
            echo.Read(_received);
            log.Commit(count);
            gate.Update();
            more = count >= Math.Min(space.Length, LargestRead);
            if (!more) break; // that was all
        }
        // A short piece, such as an echo, is never held, however much is on its way.
        if (more && behind() >= Streaming) PtyLoop.PublishSoon(log);
        else log.Publish();
        return true;
    }
}
