using Gateway.Access.Records;

namespace Gateway.HostKeys;

/// <summary>Carries out what administrators decide about host keys on any node.</summary>
internal sealed class HostKeyUpkeep(HostKeyBook book, IRecords records, TimeProvider time) : BackgroundService
{
    // News may be lost with the connection to the others.
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _news = new(0, 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        records.Changed += Hear;
        try
        {
            for (Task? news = null; !stoppingToken.IsCancellationRequested; news = news is { IsCompleted: true } ? null : news)
            {
                await book.ApplyAsync();
                await Task.WhenAny(news ??= _news.WaitAsync(stoppingToken), Task.Delay(Every, time, stoppingToken));
            }
        }
        finally
        {
            records.Changed -= Hear;
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _news.Dispose();
        base.Dispose();
    }

    private void Hear(RecordKind kind, string id)
    {
        if (kind != RecordKind.HostKey) return;
        try
        {
            _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is about to look anyway.
        }
    }
}
