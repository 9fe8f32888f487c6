using System.Security.Cryptography;
using System.Text.Json;
using StackExchange.Redis;

namespace Gateway.Cluster;

/// <summary>
/// Says every second that this node is there, and hears which others are. Finds out that Redis is away, is back, or
/// has lost what it held, and then gives it back what this node knows.
/// </summary>
internal sealed partial class RedisHeartbeat(
    RedisLink link, RedisKeys keys, RedisEpoch epoch, RedisClock clock, NodeTable nodes, NodeKey nodeKey, NodeReport report, RedisDirectoryPart part, RedisSessions sessions, RedisRecords records,
    RedisProtectionKeys protection, SharedKeys sharedKeys, RedisEvents events, TimeProvider time, ILogger<RedisHeartbeat> logger)
    : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan VisitorsEvery = RedisKeys.VisitorLife / 3;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ToLeave = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _beating = new(1, 1);
    private Task _sessions = Task.CompletedTask;
    private Task _records = Task.CompletedTask;
    private bool _recordsEmptied;
    private bool _emptied;
    // The filling of Redis in which this node's part is complete.
    private string? _complete;
    private long _backAt;
    private long _visitorsAt = time.GetTimestamp();

    /// <summary>
    /// The first heartbeat comes before everything else: a node that serves knows where it is, and one that finds the
    /// others' protection keys makes none of its own, which they would not have at once. Without Redis the start goes on.
    /// </summary>
    public Task StartingAsync(CancellationToken cancellationToken) => BeatAsync();

    /// <summary>The second is due once the server listens: only then there is an address to tell.</summary>
    public Task StartedAsync(CancellationToken cancellationToken) => BeatAsync();

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes this node's name away, so that the others need not wait until it expires.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await link.AskAsync(database => database.ScriptEvaluateAsync(
                RedisScripts.Leave, [keys.Nodes, keys.Node(nodes.SelfId), keys.Terminals(nodes.SelfId), keys.Running(nodes.SelfId)], [nodes.SelfId])).WaitAsync(ToLeave, CancellationToken.None);
            await _records.WaitAsync(ToLeave, CancellationToken.None); // its file is closed soon
        }
        catch (Exception exception) when (exception is RedisUnavailableException or TimeoutException)
        {
            // It expires.
        }
    }

    public override void Dispose()
    {
        _beating.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var writing = part.RunAsync(stoppingToken);
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await BeatAsync();
        }
        catch (OperationCanceledException)
        {
            await writing; // or it would write again what the stop takes away
        }
    }

    private async Task BeatAsync()
    {
        await _beating.WaitAsync();
        try
        {
            long moment = part.Moment;
            var answer = await AskAsync();
            clock.Set((long)answer[1]);
            await events.ListenAsync();
            string? word = (string?)answer[0];
            bool emptied = epoch.Current is not null && word != epoch.Current;
            if (emptied || epoch.Current is null || !protection.Are((RedisValue[])answer[3]!)) await JoinAsync(emptied);
            if (_complete is null) _backAt = time.GetTimestamp();
            // The directory first: pages ask for it at once.
            if (_complete != epoch.Current || part.Differs((long)answer[2], moment)) await part.WriteAllAsync();
            _complete = epoch.Current;
            _emptied |= emptied;
            WriteSessionsBack();
            CatchRecordsUp(emptied);
            if (time.GetElapsedTime(_visitorsAt) >= VisitorsEvery)
            {
                await part.RefreshVisitorsAsync();
                _visitorsAt = time.GetTimestamp();
            }
            if (nodes.Update(Records(answer), settling: epoch.IsRefilling || time.GetElapsedTime(_backAt) < Settling)) events.Publish(new ClusterEvent(ClusterEventKind.NodesChanged));
        }
        catch (RedisUnavailableException)
        {
            _complete = null; // the link has said so
        }
        catch (Exception exception)
        {
            _complete = null;
            Failed(exception); // a heart that stopped for one bad beat would take the whole node out
        }
        finally
        {
            _beating.Release();
        }
    }

    private async Task<RedisResult[]> AskAsync()
    {
        string record = JsonSerializer.Serialize(report.Make() with { Epoch = _complete }, ClusterJson.Default.NodeRecord);
        RedisKey[] touched = [keys.Epoch, keys.NodeKey, keys.Protection, keys.Nodes, keys.Node(nodes.SelfId), keys.Terminals(nodes.SelfId), keys.Running(nodes.SelfId)];
        RedisValue[] values = [
            nodes.SelfId, record, RedisKeys.Milliseconds(RedisKeys.NodeLife), RedisKeys.Milliseconds(RedisKeys.DirectoryLife), RedisKeys.Milliseconds(RedisKeys.SharedLife), keys.NodePrefix,
        ];
        return (RedisResult[])await link.AskAsync(database => database.ScriptEvaluateAsync(RedisScripts.Beat, touched, values), probing: true);
    }

    private async Task JoinAsync(bool emptied)
    {
        // A new word each time: a node that was away while Redis was emptied and filled again has to see it.
        RedisValue[] values = [
            RandomNumberGenerator.GetHexString(32, lowercase: true), nodeKey.Value, RedisKeys.Milliseconds(RedisKeys.SharedLife),
            .. protection.All().SelectMany(key => new RedisValue[] { key.Id, key.Xml }),
        ];
        var answer = (RedisResult[])await link.AskAsync(database => database.ScriptEvaluateAsync(RedisScripts.Join, [keys.Epoch, keys.NodeKey, keys.Protection], values));
        nodeKey.Value = (byte[])answer[1]!;
        if (protection.Take(answer.Skip(2).Select(key => (string)key!))) sharedKeys.Forget();
        await events.ListenAsync();
        epoch.Set((string)answer[0]!);
        if (emptied) Refilled();
    }

    // Beside the heartbeat: there may be many, and a node that says nothing meanwhile is taken for dead.
    private void WriteSessionsBack()
    {
        if (!_sessions.IsCompleted || !_emptied && !sessions.IsBehind) return;
        _sessions = WriteAsync(_emptied);
        _emptied = false;

        async Task WriteAsync(bool all)
        {
            try
            {
                await sessions.WriteBackAsync(all);
            }
            catch (RedisUnavailableException)
            {
                _emptied |= all;
            }
        }
    }

    private void CatchRecordsUp(bool emptied)
    {
        _recordsEmptied |= emptied;
        if (!_records.IsCompleted) return;
        _records = records.CatchUpAsync(_recordsEmptied);
        _recordsEmptied = false;
    }

    private static IEnumerable<(string, NodeRecord?)> Records(RedisResult[] answer)
    {
        foreach (var pair in answer.Skip(4).Chunk(2)) yield return ((string)pair[0]!, NodeRecord.Read((string?)pair[1]));
    }

    [LoggerMessage(1, LogLevel.Warning, "Redis had lost what it held; this node writes its part again")]
    private partial void Refilled();

    [LoggerMessage(2, LogLevel.Error, "A heartbeat failed; the next one is tried")]
    private partial void Failed(Exception exception);
}
