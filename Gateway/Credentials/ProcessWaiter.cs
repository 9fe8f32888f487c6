namespace Gateway.Credentials;

/// <summary>A process id that is known a little later than it is asked for.</summary>
internal sealed class ProcessWaiter : IDisposable
{
    private readonly TaskCompletionSource<int> _process = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The id; cancelled if there will be none.</summary>
    public Task<int> Process => _process.Task;

    /// <summary>Makes it known, once.</summary>
    public void Set(int process) => _process.TrySetResult(process);

    /// <inheritdoc/>
    public void Dispose() => _process.TrySetCanceled();
}
