namespace Gateway.Recording;

/// <summary>
/// A thread that writes for many recordings. It looks a few times a second for what there is, and at once where much
/// waits. A disk that hangs holds this thread and nothing else of the gateway.
/// </summary>
internal sealed class Scribe : IDisposable
{
    // Half of what is promised for anything to be in its file.
    private const int Tick = 200;

    private readonly object _lock = new();
    private readonly Queue<Action> _posted = new();
    private List<Recorder> _soon = [], _now = [], _spare = [];
    private long _ticked;
    private int _members;
    private bool _closed;

    /// <summary>Starts the thread.</summary>
    public Scribe() => new Thread(Run) { IsBackground = true, Name = "Recordings" }.Start();

    /// <summary>What all recordings of this thread are written through.</summary>
    public CastBuffer Buffer { get; } = new();

    /// <summary>Runs something on the thread.</summary>
    /// <returns>False if it has ended.</returns>
    public bool Post(Action action)
    {
        lock (_lock)
        {
            if (_closed) return false;
            _posted.Enqueue(action);
            Monitor.Pulse(_lock);
            return true;
        }
    }

    /// <summary>A recording begins. While there are any the thread looks by itself: to wake it for a keystroke would cost more than to write it.</summary>
    public void Join()
    {
        lock (_lock)
        {
            _members++;
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>A recording has ended.</summary>
    public void Leave()
    {
        lock (_lock) _members--;
    }

    /// <summary>There is something to write, which can wait for a moment.</summary>
    public void Soon(Recorder recorder)
    {
        lock (_lock)
        {
            _soon.Add(recorder);
        }
    }

    /// <summary>There is much to write.</summary>
    public void Now(Recorder recorder)
    {
        lock (_lock)
        {
            _now.Add(recorder);
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Ends the thread once it has done what was posted.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            Monitor.Pulse(_lock);
        }
    }

    private void Run()
    {
        while (Next() is var (action, recorders))
        {
            action?.Invoke();
            foreach (var recorder in recorders)
                if (recorder.Work()) Now(recorder);
            recorders.Clear();
            lock (_lock) _spare = recorders;
        }
    }

    private (Action? Action, List<Recorder> Recorders)? Next()
    {
        lock (_lock)
        {
            while (true)
            {
                if (_posted.TryDequeue(out var action)) return (action, []);
                long waited = Environment.TickCount64 - _ticked;
                if (waited >= Tick || _closed)
                {
                    _ticked = Environment.TickCount64;
                    _now.AddRange(_soon);
                    _soon.Clear();
                }
                if (_now.Count > 0)
                {
                    (var due, _now, _spare) = (_now, _spare, []);
                    return (null, due);
                }
                if (_closed) return null;
                if (_members == 0) Monitor.Wait(_lock);
                else Monitor.Wait(_lock, (int)Math.Clamp(Tick - waited, 1, Tick));
            }
        }
    }
}
