namespace Gateway.Recording;

/// <summary>Ends at the start, and every minute, what nobody writes any more; ends what is written when the gateway stops.</summary>
internal sealed partial class RecordingUpkeep(Recorders recorders, TimeProvider time, ILogger<RecordingUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

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
        try
        {
            do Recover(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private void Recover(CancellationToken cancellation)
    {
        try
        {
            recorders.Recover(cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            NotRecovered(exception.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Recordings that were left unfinished cannot be ended: {Error}")]
    private partial void NotRecovered(string error);
}
