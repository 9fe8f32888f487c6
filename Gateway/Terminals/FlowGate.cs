namespace Gateway.Terminals;

/// <summary>
/// Decides whether the PTY is read: closed when a typing viewer is too far behind, open again once it has caught up.
/// A client whose PTY is not read stops by itself, and so does the device.
/// </summary>
/// <param name="high">Close above so many unacknowledged bytes.</param>
/// <param name="low">Open again below so many; the distance keeps the gate from flapping.</param>
/// <param name="behind">How far the slowest typing viewer is behind now, in bytes; 0 if there is none.</param>
internal sealed class FlowGate(long high, long low, Func<long> behind)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _closed;
    private bool _openForGood;

    /// <summary>Whether reading has to wait.</summary>
    public bool IsClosed => Volatile.Read(ref _closed) is not null;

    /// <summary>Completes when the PTY may be read.</summary>
    public Task WaitAsync() => Volatile.Read(ref _closed)?.Task ?? Task.CompletedTask;

    /// <summary>To be called after every change of what is measured.</summary>
    public void Update()
    {
        TaskCompletionSource? opened = null;
        lock (_lock)
        {
            // Measured in here: a measure from before the last acknowledgement, acted on after it, would shut the
            // gate with nothing left to open it.
            long unacknowledged = _openForGood ? 0 : behind();
            if (_closed is null && unacknowledged > high)
                _closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            else if (_closed is not null && unacknowledged < low)
                (opened, _closed) = (_closed, null);
        }
        opened?.SetResult();
    }

    /// <summary>The terminal is ending: nobody holds it up any more.</summary>
    public void OpenForGood()
    {
        lock (_lock) _openForGood = true;
        Update();
    }
}
