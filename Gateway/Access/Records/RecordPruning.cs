namespace Gateway.Access.Records;

/// <summary>Opens the node's file with the start, so that a fault shows there, and drops what has expired now and then.</summary>
internal sealed class RecordPruning(RecordCopies copies, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do await copies.PruneAsync();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }
}
