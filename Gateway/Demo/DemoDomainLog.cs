namespace Gateway.Demo;

/// <summary>The last lines that the demo's servers wrote, and what can be learnt from them.</summary>
internal sealed class DemoDomainLog
{
    private const int Kept = 200;

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = new();
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<string> _awaited = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    public void Add(string? line)
    {
        if (line is null)
            return;
        lock (_gate)
        {
            _lines.Enqueue(line);
            if (_lines.Count > Kept)
                _lines.Dequeue();
            CheckListening();
        }
    }

    /// <summary>Completes when socat has said that it listens on each of the ports.</summary>
    public Task ListeningAsync(params ReadOnlySpan<int> ports)
    {
        lock (_gate)
        {
            foreach (var port in ports)
                _awaited.Add($"listening on AF=2 127.0.0.1:{port}");
            CheckListening();
        }
        return _listening.Task;
    }

    private void CheckListening()
    {
        if (_awaited.Count > 0 && _awaited.All(port => _lines.Any(line => line.EndsWith(port, StringComparison.Ordinal))))
            _listening.TrySetResult();
    }
}
