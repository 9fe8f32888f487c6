using System.Threading.Tasks.Sources;

namespace Gateway.Terminals;

/// <summary>
/// One place in an output log that moves forward. For one consumer at a time; it waits without allocating.
/// </summary>
public sealed class LogReader : IValueTaskSource, IDisposable
{
    private readonly OutputLog _log;
    private ManualResetValueTaskSourceCore<bool> _signal;
    private int _waiting;
    private int _poked;
    private volatile bool _cancelled;
    private long _wakeAt;
    private LogSegment? _pinned;

    internal LogReader(OutputLog log, long offset) => (_log, Offset) = (log, offset);

    /// <summary>Offset of the next byte this reader has not seen.</summary>
    public long Offset { get; private set; }

    /// <summary>
    /// Takes the next bytes, as many as lie together. They are valid until the next call on this reader. False when
    /// there are none now.
    /// </summary>
    /// <param name="offset">Where the bytes stand; above <see cref="Offset"/> before the call if the log dropped some.</param>
    /// <param name="bytes">The bytes themselves.</param>
    /// <param name="most">Take no more than so many, 1 or more.</param>
    public bool TryRead(out long offset, out ReadOnlyMemory<byte> bytes, long most = long.MaxValue)
    {
        Release();
        if (_log.Pin(Offset) is not { } found)
        {
            (offset, bytes) = (Offset, default);
            return false;
        }
        (_pinned, offset, bytes) = found;
        if (bytes.Length > most) bytes = bytes[..(int)most];
        Offset = offset + bytes.Length;
        return true;
    }

    /// <summary>Goes on at <paramref name="offset"/>. Only for the one consumer, between two reads.</summary>
    public void Seek(long offset)
    {
        Release();
        Offset = offset;
    }

    /// <summary>Waits until there is something to read, the log is complete, or the reader is poked or cancelled.</summary>
    /// <param name="least">How many bytes have to be there to be worth waking for, 1 or more.</param>
    public ValueTask WaitAsync(int least = 1) => WaitAsync(Offset + least, forOutput: true);

    /// <summary>Waits until the reader is poked or cancelled, whatever there is to read. It may wake for nothing.</summary>
    public ValueTask RestAsync() => WaitAsync(long.MaxValue, forOutput: false);

    /// <summary>Ends one wait, this or the next. Safe from any thread, also with a lock held.</summary>
    public void Poke()
    {
        Volatile.Write(ref _poked, 1);
        Wake();
    }

    /// <summary>Whether <see cref="Cancel"/> was called.</summary>
    public bool IsCancelled => _cancelled;

    /// <summary>Ends this and every later wait. Safe from any thread.</summary>
    public void Cancel()
    {
        _cancelled = true;
        Wake();
    }

    /// <summary>The log has come to <paramref name="end"/>.</summary>
    internal void Wake(long end)
    {
        if (end >= Volatile.Read(ref _wakeAt)) Wake();
    }

    internal void Wake()
    {
        if (Interlocked.Exchange(ref _waiting, 0) == 1) PtyLoop.Wake(this);
    }

    internal void Continue() => _signal.SetResult(true);

    /// <summary>Leaves the log.</summary>
    public void Dispose()
    {
        Release();
        _log.Close(this);
    }

    void IValueTaskSource.GetResult(short token) => _signal.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _signal.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _signal.OnCompleted(continuation, state, token, flags);

    private ValueTask WaitAsync(long wakeAt, bool forOutput)
    {
        _signal.Reset();
        Volatile.Write(ref _wakeAt, wakeAt);
        Interlocked.Exchange(ref _waiting, 1);
        // Look only after saying that one waits: a wake-up in between is then not lost.
        bool goesOn = _cancelled || Interlocked.Exchange(ref _poked, 0) == 1 || forOutput && _log.HasNews(wakeAt - 1);
        return goesOn && Interlocked.Exchange(ref _waiting, 0) == 1 ? ValueTask.CompletedTask : new ValueTask(this, _signal.Version);
    }

    private void Release()
    {
        if (_pinned is not { } segment) return;
        _pinned = null;
        _log.Unpin(segment);
    }
}
