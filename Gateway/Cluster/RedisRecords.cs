using System.Collections.Concurrent;
using Gateway.Access.Records;
using StackExchange.Redis;

namespace Gateway.Cluster;

/// <summary>
/// Records in Redis, with a copy on this node of those that it has served. Without Redis the copies serve, and a Redis
/// that comes back empty gets them again. Every node keeps in mind what was removed on any, so that no copy brings it back.
/// </summary>
internal sealed partial class RedisRecords : IRecords, IDisposable
{
    /// <summary>How long a copy may be believed of which no change was heard.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private const int AtOnce = 500;

    private readonly RedisLink _link;
    private readonly RedisKeys _keys;
    private readonly RedisEpoch _epoch;
    private readonly RedisClock _clock;
    private readonly RecordCopies _copies;
    private readonly IClusterEvents _events;
    private readonly TimeProvider _time;
    private readonly ILogger<RedisRecords> _logger;
    private readonly ConcurrentDictionary<(RecordKind, string), long> _asked = new();
    private long _news;

    /// <summary>Begins to hear of changes.</summary>
    public RedisRecords(RedisLink link, RedisKeys keys, RedisEpoch epoch, RedisClock clock, RecordCopies copies, IClusterEvents events, TimeProvider time, ILogger<RedisRecords> logger)
    {
        (_link, _keys, _epoch, _clock, _copies, _events, _time, _logger) = (link, keys, epoch, clock, copies, events, time, logger);
        _events.Happened += Hear;
    }

    /// <inheritdoc/>
    public event Action<RecordKind, string>? Changed;

    /// <inheritdoc/>
    public async Task<StoredRecord?> ReadAsync(RecordKind kind, string id) => (await ReadManyAsync(kind, [id])).GetValueOrDefault(id);

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, StoredRecord>> ReadManyAsync(RecordKind kind, IReadOnlyCollection<string> ids)
    {
        foreach (string[] some in ids.Distinct().Where(id => !IsSettled(kind, id)).Chunk(AtOnce)) await AskAsync(kind, some);
        return ids.Distinct().Select(id => _copies.Known(kind, id)?.Stored).OfType<StoredRecord>().ToDictionary(record => record.Id);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredRecord>> ListAsync(RecordKind kind, string? owner)
    {
        try
        {
            if (_behind) await WriteBackAsync(all: false);
            RedisKey index = owner is null ? _keys.Records(kind) : _keys.RecordsOf(kind, owner);
            var answer = (RedisResult[])await _link.AskAsync(database => database.ScriptEvaluateAsync(RedisScripts.ListRecords, [_keys.Epoch, index], [_keys.RecordPrefix + RedisKeys.RecordName(kind, "")]));
            if (_epoch.IsUnsure((string?)answer[0])) throw new RecordsUnavailableException("Redis was emptied, and the nodes have yet to write their records again.");
            var now = _time.GetUtcNow();
            return [.. answer.Skip(1).Chunk(2).Select(pair => Read(kind, (string)pair[0]!, pair[1])).Where(record => record!.Expires > now).Select(record => record!.Stored!)];
        }
        catch (RedisUnavailableException exception)
        {
            throw Unavailable(exception);
        }
    }

    /// <inheritdoc/>
    public async Task WriteAsync(RecordKind kind, StoredRecord record)
    {
        RecordLimits.Check(record);
        try
        {
            await ReturnPendingAsync(kind, record.Id);
            await WriteAsync(kind, record, "any", null);
        }
        catch (RedisUnavailableException)
        {
            await _copies.ChangeAsync(() => _copies.Known(kind, record.Id) is var known && known is { IsRemoved: true } && RecordLimits.IsFinal(kind) ? []
                : [new KeptRecord(kind, record.Id, record.Owner, record.Json, record.Expires, Math.Max(Now, (known?.Version ?? 0) + 1), IsPending: true)]);
            _behind = true;
            Tell(kind, record.Id);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> TryWriteAsync(RecordKind kind, StoredRecord record, StoredRecord? before)
    {
        RecordLimits.Check(record);
        // What an emptied Redis has lost it gets back first; a name that was never given before needs no look.
        if (before is not null || !RecordLimits.IsFinal(kind)) await ReadAsync(kind, record.Id);
        try
        {
            return await WriteAsync(kind, record, before is null ? "new" : "same", before);
        }
        catch (RedisUnavailableException exception)
        {
            throw Unavailable(exception);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> RemoveAsync(RecordKind kind, string id)
    {
        var copy = _copies.Find(kind, id);
        try
        {
            var answer = await RemoveAsync(kind, id, copy is { IsRemoved: false } ? copy : null);
            if (Read(kind, id, answer.AsSpan(1)) is not { } removed) return await ReadAsync(kind, id) is not null && await RemoveAsync(kind, id);
            await _copies.TakeAsync([removed]);
            if ((int)answer[0] == 0) return false;
        }
        catch (RedisUnavailableException exception)
        {
            if (copy is null) throw Unavailable(exception);
            if (copy.IsRemoved) return false;
            await _copies.ChangeAsync(() => _copies.Known(kind, id) is { IsRemoved: false } known ? [known.Removed(Now, pending: true)] : []);
            _behind = true;
        }
        Tell(kind, id);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _events.Happened -= Hear;

    private long Now => _clock.Now is { } now ? now * 1000 : KeptRecord.VersionAt(_time.GetUtcNow());

    // Nothing is asked about a name that will not be given again, nor about what was asked a moment ago.
    private bool IsSettled(RecordKind kind, string id) => _copies.Find(kind, id) is { } copy
        && (copy.IsRemoved && RecordLimits.IsFinal(kind) || _asked.TryGetValue((kind, id), out long asked) && _time.GetElapsedTime(asked) < Fresh);

    /// <summary>Brings the copies of some records up to date, or leaves them as they are where Redis cannot be asked.</summary>
    private async Task AskAsync(RecordKind kind, string[] ids)
    {
        var (asked, news) = (_time.GetTimestamp(), Interlocked.Read(ref _news));
        try
        {
            var (found, isUnsure) = await FetchAsync(kind, ids);
            await _copies.TakeAsync(found);
            var there = found.Select(record => record.Id).ToHashSet();
            foreach (string id in ids)
            {
                var copy = _copies.Known(kind, id);
                if (copy is null && isUnsure) throw new RecordsUnavailableException("Redis was emptied, and the nodes have yet to write their records again.");
                if (copy is not null && (copy.IsPending || !there.Contains(id))) await ReturnAsync(copy);
                // A change that was heard of meanwhile may be newer than the answer.
                if (copy is not null && news == Interlocked.Read(ref _news)) _asked[(kind, id)] = asked;
            }
        }
        catch (RedisUnavailableException exception)
        {
            if (ids.Any(id => _copies.Known(kind, id) is null)) throw Unavailable(exception);
        }
    }

    private async Task<(List<KeptRecord> Found, bool IsUnsure)> FetchAsync(RecordKind kind, string[] ids)
    {
        RedisKey[] touched = [_keys.Epoch, .. ids.Select(id => _keys.Record(kind, id))];
        var answer = (RedisResult[])await _link.AskAsync(database => database.ScriptEvaluateAsync(RedisScripts.ReadRecords, touched));
        return ([.. ids.Select((id, index) => Read(kind, id, answer[index + 1])).OfType<KeptRecord>()], _epoch.IsUnsure((string?)answer[0]));
    }

    private async Task<bool> WriteAsync(RecordKind kind, StoredRecord record, string mode, StoredRecord? before)
    {
        RedisKey[] touched = [_keys.Record(kind, record.Id), _keys.Records(kind), _keys.RecordsOf(kind, record.Owner), _keys.Removed, _keys.RemovedEnds];
        RedisValue[] values = [
            record.Id, RedisKeys.RecordName(kind, record.Id), record.Owner, record.Json, record.Expires.UtcTicks, Life(record.Expires), RecordLimits.IsFinal(kind) ? 1 : 0,
            RecordLimits.Of(kind), RecordLimits.MakesRoom(kind) ? 1 : 0, mode, before?.Owner ?? "", before?.Json ?? "", before?.Expires.UtcTicks ?? 0,
        ];
        var answer = (RedisResult[])await _link.AskAsync(database => database.ScriptEvaluateAsync(RedisScripts.WriteRecord, touched, values));
        long version = (long)answer[0];
        if (version <= 0)
        {
            // It is another than this node thought.
            _asked.TryRemove((kind, record.Id), out _);
            if (version < 0 && mode == "any") throw new RecordsUnavailableException($"{record.Owner} has as many as may be kept.");
            return false;
        }
        await _copies.TakeAsync([new KeptRecord(kind, record.Id, record.Owner, record.Json, record.Expires, version)]);
        Tell(kind, record.Id);
        if (answer.Length > 1) await RemoveAsync(kind, (string)answer[1]!);
        return true;
    }

    private async Task<RedisResult[]> RemoveAsync(RecordKind kind, string id, KeptRecord? copy)
    {
        RedisKey[] touched = [_keys.Record(kind, id), _keys.Records(kind), _keys.Removed, _keys.RemovedEnds];
        RedisValue[] values = [
            id, RedisKeys.RecordName(kind, id), (string?)_keys.RecordsOf(kind, ""), RedisKeys.Milliseconds(KeptRecord.Margin),
            copy is null ? 0 : Life(copy.Expires), copy?.Version ?? 0, copy?.Owner ?? "", copy?.Expires.UtcTicks ?? 0,
        ];
        return (RedisResult[])await _link.AskAsync(database => database.ScriptEvaluateAsync(RedisScripts.RemoveRecord, touched, values));
    }

    private void Tell(RecordKind kind, string id) => _events.Publish(new ClusterEvent(ClusterEventKind.RecordChanged, RecordKind: kind, Record: id));

    // This node's own changes come this way too.
    private void Hear(ClusterEvent happened)
    {
        if (happened is not { Kind: ClusterEventKind.RecordChanged, RecordKind: { } kind, Record: { } id }) return;
        Interlocked.Increment(ref _news);
        _asked.TryRemove((kind, id), out _);
        Changed?.Invoke(kind, id);
    }

    private long Life(DateTimeOffset expires) => Math.Max(1, RedisKeys.Milliseconds(expires - _time.GetUtcNow()));

    private static KeptRecord? Read(RecordKind kind, string id, RedisResult found) => Read(kind, id, (RedisResult[])found);

    // Version, owner, JSON, end and whether it was removed.
    private static KeptRecord? Read(RecordKind kind, string id, ReadOnlySpan<RedisResult> found)
    {
        if ((string?)found[0] is null) return null;
        bool removed = (string?)found[4] == "1";
        var expires = new DateTimeOffset((long)found[3], TimeSpan.Zero);
        return new KeptRecord(kind, id, (string)found[1]!, removed ? null : (string)found[2]!, removed ? expires + KeptRecord.Margin : expires, (long)found[0]);
    }

    private static RecordsUnavailableException Unavailable(Exception reason) => new("Records cannot be asked for now: Redis does not answer.", reason);
}
