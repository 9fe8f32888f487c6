namespace Gateway.Cluster;

/// <summary>Processor time that this process takes, in cores, over the last minute.</summary>
public sealed class ProcessLoad : IDisposable
{
    private static readonly TimeSpan Over = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly Queue<(long At, TimeSpan Used)> _samples = new();
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    /// <summary>Begins to look.</summary>
    public ProcessLoad(TimeProvider time)
    {
        _time = time;
        Sample();
        _timer = time.CreateTimer(_ => Sample(), null, Every, Every);
    }

    /// <summary>Cores taken, 0 and up; since the start while that is less than a minute ago.</summary>
    public double Read()
    {
        lock (_lock)
        {
            var (at, used) = _samples.Peek();
            double seconds = _time.GetElapsedTime(at).TotalSeconds;
            return seconds <= 0 ? 0 : Math.Round((Environment.CpuUsage.TotalTime - used).TotalSeconds / seconds, 2);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Sample()
    {
        lock (_lock)
        {
            long now = _time.GetTimestamp();
            _samples.Enqueue((now, Environment.CpuUsage.TotalTime));
            while (_time.GetElapsedTime(_samples.Peek().At, now) > Over) _samples.Dequeue();
        }
    }
}
