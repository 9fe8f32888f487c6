namespace Gateway.Agent;

/// <summary>Whether the agent is to be connected; somebody on the device may stop it, and that is remembered.</summary>
internal sealed class AgentSwitch(StateFolder state) : IDisposable
{
    private readonly Lock _lock = new();
    private CancellationTokenSource _stopping = new();
    private TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isOn;

    /// <summary>Takes the state that was remembered.</summary>
    public void Restore()
    {
        if (!state.Stopped) Set(true);
    }

    /// <summary>Waits until it is to be connected.</summary>
    /// <returns>Cancelled when it is not any more.</returns>
    public async Task<CancellationToken> OnAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task started;
            lock (_lock)
            {
                if (_isOn) return _stopping.Token;
                started = _started.Task;
            }
            await started.WaitAsync(cancellation);
        }
    }

    /// <summary>Stops it or starts it again, and remembers that.</summary>
    /// <exception cref="AgentException">It cannot be remembered.</exception>
    public void Turn(bool on)
    {
        state.Stopped = !on;
        Set(on);
    }

    public void Dispose() => _stopping.Dispose();

    private void Set(bool on)
    {
        CancellationTokenSource? stopped = null;
        lock (_lock)
        {
            if (_isOn == on) return;
            _isOn = on;
            if (on)
            {
                _started.SetResult();
                return;
            }
            (stopped, _stopping) = (_stopping, new CancellationTokenSource());
            _started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        stopped.Cancel();
        stopped.Dispose();
    }
}
