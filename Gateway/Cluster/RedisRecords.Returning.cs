using Gateway.Access.Records;
using StackExchange.Redis;

namespace Gateway.Cluster;

/// <summary>How Redis gets what it has lost or has not heard, and this node what was removed while it did not listen.</summary>
internal sealed partial class RedisRecords
{
    private const int Batch = 50;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    // Set at the start: what the file holds, Redis may have lost with all nodes.
    private bool _owesAll = true;
    private volatile bool _behind;
    private string _heard = "0";
    private long? _looked;

    /// <summary>
    /// Gives Redis what it has not, and takes over what was removed elsewhere. Called with every heartbeat; goes on
    /// with the next one where Redis is away.
    /// </summary>
    /// <param name="emptied">Whether Redis has lost what it held.</param>
    public async Task CatchUpAsync(bool emptied)
    {
        if (emptied) (_owesAll, _heard) = (true, "0");
        if (!_owesAll && !_behind && _looked is { } looked && _time.GetElapsedTime(looked) < LookEvery) return;
        _looked = _time.GetTimestamp();
        try
        {
            foreach (var old in _asked.Where(one => _time.GetElapsedTime(one.Value) >= Fresh)) _asked.TryRemove(old);
            await HearRemovalsAsync();
            if (!_owesAll && !_behind) return;
            await WriteBackAsync(_owesAll);
            _owesAll = false;
        }
        catch (RedisUnavailableException)
        {
            // The link has said so.
        }
        catch (Exception exception)
        {
            Failed(exception); // or nobody would hear of it
        }
    }

    /// <summary>Writes what was changed without Redis, or everything that this node knows.</summary>
    /// <exception cref="RedisUnavailableException">It is away again.</exception>
    public async Task WriteBackAsync(bool all)
    {
        _behind = false;
        try
        {
            // What was removed first: nothing is there again in between.
            foreach (var some in _copies.All().Where(copy => all || copy.IsPending).OrderByDescending(copy => copy.IsRemoved).Chunk(Batch))
                await Task.WhenAll(some.Select(ReturnAsync));
        }
        catch
        {
            _behind = true;
            throw;
        }
    }

    private Task ReturnPendingAsync(RecordKind kind, string id) => _copies.Find(kind, id) is { IsPending: true } copy ? ReturnAsync(copy) : Task.CompletedTask;

    private async Task ReturnAsync(KeptRecord copy)
    {
        RedisKey[] touched = [_keys.Record(copy.Kind, copy.Id), _keys.Records(copy.Kind), _keys.RecordsOf(copy.Kind, copy.Owner), _keys.Removed, _keys.RemovedEnds];
        var ends = copy.IsRemoved ? copy.Expires - KeptRecord.Margin : copy.Expires;
        RedisValue[] values = [
            copy.Id, RedisKeys.RecordName(copy.Kind, copy.Id), copy.Owner, copy.Json ?? "", ends.UtcTicks, Life(copy.Expires), copy.Version, copy.IsRemoved ? 1 : 0, RecordLimits.IsFinal(copy.Kind) ? 1 : 0,
        ];
        long there = (long)await _link.AskAsync(database => database.ScriptEvaluateAsync(RedisScripts.ReturnRecord, touched, values));
        if (there == copy.Version && !copy.IsPending) return;
        if (there == copy.Version) await _copies.TakeAsync([copy with { IsPending = false }]);
        else await _copies.TakeAsync((await FetchAsync(copy.Kind, [copy.Id])).Found);
        Tell(copy.Kind, copy.Id);
    }

    // Events get lost with the connection; this does not.
    private async Task HearRemovalsAsync()
    {
        RedisResult[] answer;
        do
        {
            answer = (RedisResult[])await _link.AskAsync(database => database.ScriptEvaluateAsync(RedisScripts.RemovedSince, [_keys.Removed], [_keys.RecordPrefix, _heard, AtOnce]));
            List<KeptRecord> removed = [.. answer.Chunk(5).Select(Removal).OfType<KeptRecord>()];
            List<KeptRecord> news = [.. removed.Where(one => _copies.Known(one.Kind, one.Id) is { IsRemoved: false } copy && one.Replaces(copy))];
            await _copies.TakeAsync(removed);
            foreach (var one in news) Hear(new ClusterEvent(ClusterEventKind.RecordChanged, RecordKind: one.Kind, Record: one.Id));
            if (answer.Length > 0) _heard = (string)answer[^5]!;
        }
        while (answer.Length == AtOnce * 5);
    }

    private static KeptRecord? Removal(RedisResult[] one)
    {
        string name = (string)one[1]!;
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        // Those of a kind that only a newer version knows are for that version.
        if ((string?)one[2] is null || colon < 0 || !Enum.TryParse<RecordKind>(name[..colon], ignoreCase: true, out var kind)) return null;
        return new KeptRecord(kind, name[(colon + 1)..], (string)one[3]!, null, new DateTimeOffset((long)one[4], TimeSpan.Zero) + KeptRecord.Margin, (long)one[2]);
    }

    [LoggerMessage(1, LogLevel.Error, "Redis could not be given what this node knows of sign-ins and tokens; it is tried again")]
    private partial void Failed(Exception exception);
}
