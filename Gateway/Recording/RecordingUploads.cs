namespace Gateway.Recording;

/// <summary>
/// Stores this node's recordings in the bucket while they are written: each segment once it is sealed, and the chain after
/// it. The folder is the queue, so that nothing is lost by a restart; a recording is removed from it once all of it is
/// known to be stored.
/// </summary>
internal sealed partial class RecordingUploads(RecordingStorage storage, Recorders recorders, TimeProvider time, ILogger<RecordingUploads> logger) : BackgroundService
{
    // One recording may be at fault; of so many on end it is the store.
    private const int MostFaults = 3;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, Dictionary<string, long>> _stored = [];

    /// <summary>How often the folder is looked through.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (storage.Bucket is not { } bucket) return;
        var pause = Every;
        try
        {
            while (true)
            {
                await Task.Delay(pause, time, stoppingToken);
                pause = await TryAsync(bucket, stoppingToken) ? Every : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The gateway stops; the next start goes on.
        }
    }

    private async Task<bool> TryAsync(S3Bucket bucket, CancellationToken cancellation)
    {
        try
        {
            List<string> places = [.. storage.Folder.Places()];
            storage.Waiting = places.Sum(place => storage.Folder.Files(place).Sum(file => file.Length));
            Exception? fault = null;
            int faults = 0, stored = 0;
            foreach (string place in places)
            {
                try
                {
                    await StoreAsync(bucket, place, cancellation);
                    (faults, stored) = (0, stored + 1);
                }
                catch (Exception exception) when (exception is not OperationCanceledException || !cancellation.IsCancellationRequested)
                {
                    fault ??= exception;
                    if (++faults == MostFaults) break;
                }
            }
            if (fault is not null)
            {
                Faulty(fault.Message);
                return stored > 0 && faults < MostFaults;
            }
            if (storage.Trouble is not null) Back();
            storage.Trouble = null;
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Faulty(exception.Message);
            return false;
        }
    }

    private void Faulty(string error)
    {
        if (storage.Trouble != error) Away(error);
        storage.Trouble = error;
    }

    private async Task StoreAsync(S3Bucket bucket, string place, CancellationToken cancellation)
    {
        if (await ReadAsync(place, RecordingPath.Chain, cancellation) is not { } bytes || RecordingChain.Read(bytes) is not { } chain || chain.Begun.Node != storage.Options.Node) return;
        if (!_stored.TryGetValue(place, out var stored)) _stored[place] = stored = await StoredAsync(bucket, place, cancellation);
        foreach (var segment in chain.Segments)
        {
            string name = RecordingPath.Segment(segment.Number);
            if (stored.GetValueOrDefault(name, -1) == segment.Bytes) continue;
            if (await ReadAsync(place, name, cancellation) is not { } content) continue; // somebody removed it; the verifier tells
            await bucket.PutAsync($"{place}/{name}", content, cancellation);
            stored[name] = content.Length;
        }
        var whole = bytes.AsMemory(0, (int)chain.Length);
        if (stored.GetValueOrDefault(RecordingPath.Chain, -1) != whole.Length)
        {
            await bucket.PutAsync($"{place}/{RecordingPath.Chain}", whole.ToArray(), cancellation);
            stored[RecordingPath.Chain] = whole.Length;
        }
        if (chain.Ended is null || recorders.IsLive(chain.Begun.Id)) return;
        // What the store says it has, not what it was sent.
        var there = await StoredAsync(bucket, place, cancellation);
        _stored[place] = there;
        if (storage.Folder.Files(place).Any(file => there.GetValueOrDefault(file.Name, -1) != file.Length)) return;
        storage.Folder.Delete(place);
        _stored.Remove(place);
    }

    private static async Task<Dictionary<string, long>> StoredAsync(S3Bucket bucket, string place, CancellationToken cancellation) =>
        (await bucket.FilesAsync(place, cancellation)).ToDictionary(file => file.Name, file => file.Length);

    private async Task<byte[]?> ReadAsync(string place, string file, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllBytesAsync(storage.Folder.PathOf(place, file), cancellation);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Recordings wait to be stored: {Error}")]
    private partial void Away(string error);

    [LoggerMessage(2, LogLevel.Information, "Recordings are stored again")]
    private partial void Back();
}
