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
    private volatile bool _closed;
    private bool _openForGood;

    /// <summary>Whether reading has to wait.</summary>
    public bool IsClosed => _closed;

    /// <summary>To be called after every change of what is measured.</summary>
    /// <returns>Whether this opened the gate, so that reading has to be resumed.</returns>
    public bool Update()
    {
        lock (_lock)
        {
            // Measured in here: a measure from before the last acknowledgement, acted on after it, would shut the
            // gate with nothing left to open it.
            bool before = _closed;
            long unacknowledged = _openForGood ? 0 : behind();
            if (!before && unacknowledged > high) _closed = true;
            else if (before && unacknowledged < low) _closed = false;
            return before && !_closed;
        }
    }

    /// <summary>The terminal is ending: nobody holds it up any more.</summary>
    /// <returns>Whether this opened the gate.</returns>
    public bool OpenForGood()
    {
        lock (_lock) _openForGood = true;
        return Update();
    }
}
