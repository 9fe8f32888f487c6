namespace Gateway.Recording;

/// <summary>
/// Ends at the start what a killed node has left, and later what a disk that failed has; removes each hour what is too old;
/// ends what is written when the gateway stops.
/// </summary>
internal sealed partial class RecordingUpkeep(Recorders recorders, RetentionRun retention, TimeProvider time, ILogger<RecordingUpkeep> logger, IServiceProvider services) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PruneEvery = TimeSpan.FromHours(1);

    private readonly RecordingRemoved _removed = services.GetService<RecordingRemoved>() ?? ((_, _) => { });

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await recorders.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The start of the gateway does not wait for a disk.
        await Task.Yield();
        using var timer = new PeriodicTimer(Every, time);
        long? pruned = null;
        try
        {
            do
            {
                await TryAsync(() =>
                {
                    recorders.Recover(stoppingToken);
                    return Task.CompletedTask;
                });
                if (pruned is { } before && time.GetElapsedTime(before) < PruneEvery) continue;
                pruned = time.GetTimestamp();
                await TryAsync(() => retention.RunAsync(_removed, cancellation: stoppingToken));
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            NotDone(exception.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Recordings cannot be looked after: {Error}")]
    private partial void NotDone(string error);
}
