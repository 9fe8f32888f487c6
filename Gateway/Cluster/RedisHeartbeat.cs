using System.Security.Cryptography;
using System.Text.Json;
using StackExchange.Redis;

namespace Gateway.Cluster;

/// <summary>
/// Says every second that this node is there, and hears which others are. Finds out that Redis is away, is back, or
/// has lost what it held, and then gives it back what this node knows.
/// </summary>
internal sealed partial class RedisHeartbeat(
    RedisLink link, RedisKeys keys, NodeTable nodes, NodeKey nodeKey, NodeReport report, RedisDirectory directory, RedisSessions sessions,
    RedisProtectionKeys protection, SharedKeys sharedKeys, RedisEvents events, TimeProvider time, ILogger<RedisHeartbeat> logger)
    : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan VisitorsEvery = RedisKeys.VisitorLife / 3;

    private readonly SemaphoreSlim _beating = new(1, 1);
    private string? _epoch;
    private int _protectionKeys;
    private bool _wasUp;
    private bool _differed;
    private long _visitorsAt = time.GetTimestamp();

    /// <summary>The first heartbeat is part of the start, so that a node that serves knows where it is; without Redis the start goes on.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await BeatAsync();
        await base.StartAsync(cancellationToken);
    }

    /// <summary>The second is due once the server listens: only then there is an address to tell.</summary>
    public Task StartedAsync(CancellationToken cancellationToken) => BeatAsync();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes this node's name away, so that the others need not wait until it expires.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await link.AskAsync(database => database.ScriptEvaluateAsync(
                RedisScripts.Leave, [keys.Nodes, keys.Node(nodes.SelfId), keys.Terminals(nodes.SelfId), keys.Running(nodes.SelfId)], [nodes.SelfId]));
        }
        catch (RedisUnavailableException)
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
        var writing = directory.RunAsync(stoppingToken);
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await BeatAsync();
        await writing;
    }

    private async Task BeatAsync()
    {
        await _beating.WaitAsync();
        try
        {
            var answer = await AskAsync();
            string? epoch = (string?)answer[0];
            bool emptied = _epoch is not null && epoch != _epoch;
            if (epoch is null || epoch != _epoch || !_wasUp || (int)answer[3] != _protectionKeys) await JoinAsync(emptied);
            bool differs = directory.Differs((long)answer[1]);
            if (emptied || !_wasUp || differs && _differed) await directory.WriteAllAsync();
            _differed = differs;
            if (time.GetElapsedTime(_visitorsAt) >= VisitorsEvery)
            {
                await directory.RefreshVisitorsAsync();
                _visitorsAt = time.GetTimestamp();
            }
            _wasUp = true;
            if (nodes.Update(Records(answer))) events.Publish(new ClusterEvent(ClusterEventKind.NodesChanged));
        }
        catch (RedisUnavailableException)
        {
            _wasUp = false; // the link has said so
        }
        catch (Exception exception)
        {
            Failed(exception); // a heart that stopped for one bad beat would take the whole node out
        }
        finally
        {
            _beating.Release();
        }
    }

    private async Task<RedisResult[]> AskAsync()
    {
        string record = JsonSerializer.Serialize(report.Make(), ClusterJson.Default.NodeRecord);
        RedisKey[] touched = [keys.Epoch, keys.NodeKey, keys.Protection, keys.Nodes, keys.Node(nodes.SelfId), keys.Terminals(nodes.SelfId), keys.Running(nodes.SelfId)];
        RedisValue[] values = [nodes.SelfId, record, Milliseconds(RedisKeys.NodeLife), Milliseconds(RedisKeys.DirectoryLife), Milliseconds(RedisKeys.SharedLife), keys.NodePrefix];
        return (RedisResult[])await link.AskAsync(database => database.ScriptEvaluateAsync(RedisScripts.Beat, touched, values), probing: true);
    }

    private async Task JoinAsync(bool emptied)
    {
        // A new word each time: a node that was away while Redis was emptied and filled again has to see it.
        RedisValue[] values = [RandomNumberGenerator.GetHexString(32, lowercase: true), nodeKey.Value, Milliseconds(RedisKeys.SharedLife), .. protection.All().SelectMany(key => new RedisValue[] { key.Id, key.Xml })];
        var answer = (RedisResult[])await link.AskAsync(database => database.ScriptEvaluateAsync(RedisScripts.Join, [keys.Epoch, keys.NodeKey, keys.Protection], values));
        nodeKey.Value = (byte[])answer[1]!;
        if (protection.Take(answer.Skip(2).Select(key => (string)key!))) sharedKeys.Forget();
        _protectionKeys = answer.Length - 2;
        string epoch = (string)answer[0]!;
        bool changed = _epoch is not null && _epoch != epoch;
        _epoch = epoch;
        await events.ListenAsync();
        await sessions.WriteBackAsync(emptied || changed);
        if (emptied || changed) Refilled();
    }

    private static IEnumerable<(string, NodeRecord?)> Records(RedisResult[] answer)
    {
        foreach (var pair in answer.Skip(4).Chunk(2))
            yield return ((string)pair[0]!, (string?)pair[1] is { } json ? JsonSerializer.Deserialize(json, ClusterJson.Default.NodeRecord) : null);
    }

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    [LoggerMessage(1, LogLevel.Warning, "Redis had lost what it held; this node has written its part again")]
    private partial void Refilled();

    [LoggerMessage(2, LogLevel.Error, "A heartbeat failed; the next one is tried")]
    private partial void Failed(Exception exception);
}
