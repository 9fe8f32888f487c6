namespace Gateway.Web;

/// <summary>Counts the output streams that are open, so that a stopping gateway can wait until their ends were sent.</summary>
public sealed class OutputStreams
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _empty;
    private int _count;

    /// <summary>Counts a stream until the result is disposed.</summary>
    public IDisposable Enter()
    {
        lock (_lock) _count++;
        return new Stream(this);
    }

    /// <summary>Completes when no stream is open.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_lock)
        {
            if (_count == 0) return Task.CompletedTask;
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task;
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            if (--_count > 0) return;
            _empty?.TrySetResult();
            _empty = null;
        }
    }

    private sealed class Stream(OutputStreams streams) : IDisposable
    {
        public void Dispose() => streams.Leave();
    }
}
