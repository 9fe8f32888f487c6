using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Access.Records;

namespace Gateway.Tunnels.Roads;

/// <summary>
/// Keeps the history of devices that dial in among the records that all nodes share: reads it with the start, adds what
/// happens here, and hears what happens on other nodes.
/// </summary>
public sealed partial class HistoryKeeper(TunnelHistory history, DialInBook book, IRecords records, TimeProvider time, ILogger<HistoryKeeper> logger) : BackgroundService
{
    // A device is written at most so often, however often it comes and goes.
    private static readonly TimeSpan WriteEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Life = TimeSpan.FromDays(400);

    // Two nodes that write at the same time find out, and the later one adds to what the other wrote.
    private const int Tries = 5;

    private readonly ConcurrentDictionary<string, bool> _unwritten = new();
    private readonly ConcurrentDictionary<string, bool> _unread = new();
    private volatile bool _isRead;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        history.Added += Note;
        records.Changed += Hear;
        book.Changed += Forget;
        await ReadAllAsync();
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Writes what was not written yet.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        history.Added -= Note;
        records.Changed -= Hear;
        book.Changed -= Forget;
        await WriteAsync();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(WriteEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (!_isRead) await ReadAllAsync();
            foreach (string device in _unread.Keys) await ReadAsync(device);
            await WriteAsync();
        }
    }

    private void Note(string device, TunnelEntry entry) => _unwritten[device] = true;

    private void Hear(RecordKind kind, string id)
    {
        if (kind == RecordKind.DialInHistory) _unread[id] = true;
    }

    // A device that is announced again under an old name begins anew.
    private void Forget()
    {
        foreach (string device in history.Devices.Where(device => book.Current.Find(device) is null)) history.Forget(device);
    }

    private async Task ReadAllAsync()
    {
        try
        {
            foreach (var record in await records.ListAsync(RecordKind.DialInHistory, null)) history.Merge(record.Id, Read(record));
            _isRead = true;
        }
        catch (RecordsUnavailableException exception)
        {
            LogNotRead(exception.Message);
        }
    }

    private async Task ReadAsync(string device)
    {
        _unread.TryRemove(device, out _);
        try
        {
            if (await records.ReadAsync(RecordKind.DialInHistory, device) is { } record) history.Merge(device, Read(record));
        }
        catch (RecordsUnavailableException)
        {
            _unread[device] = true;
        }
    }

    private async Task WriteAsync()
    {
        foreach (string device in _unwritten.Keys)
        {
            _unwritten.TryRemove(device, out _);
            // Of somebody who made a name up nothing is kept.
            if (book.Current.Find(device) is null) continue;
            try
            {
                await WriteAsync(device);
            }
            catch (RecordsUnavailableException)
            {
                _unwritten[device] = true; // with the next round
                return;
            }
        }
    }

    private async Task WriteAsync(string device)
    {
        for (int tries = 0; tries < Tries; tries++)
        {
            var before = await records.ReadAsync(RecordKind.DialInHistory, device);
            if (before is not null) history.Merge(device, Read(before));
            var record = new StoredRecord(device, "", Written(history.Of(device)), time.GetUtcNow() + Life);
            if (before?.Json == record.Json || await records.TryWriteAsync(RecordKind.DialInHistory, record, before)) return;
        }
        _unwritten[device] = true;
    }

    // The newest that fit.
    private static string Written(IReadOnlyList<TunnelEntry> lines)
    {
        for (int from = 0; ; from += 5)
        {
            string json = JsonSerializer.Serialize([.. lines.Skip(from)], HistoryJson.Default.ListTunnelEntry);
            if (Encoding.UTF8.GetByteCount(json) <= RecordLimits.Size) return json;
        }
    }

    private static List<TunnelEntry> Read(StoredRecord record)
    {
        try
        {
            return JsonSerializer.Deserialize(record.Json, HistoryJson.Default.ListTunnelEntry) ?? [];
        }
        catch (JsonException)
        {
            return []; // of a newer version, perhaps
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The history of devices that dial in could not be read: {Reason}. It is tried again")]
    private partial void LogNotRead(string reason);
}

/// <summary>How the lines are written down.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(List<TunnelEntry>))]
internal sealed partial class HistoryJson : JsonSerializerContext;
