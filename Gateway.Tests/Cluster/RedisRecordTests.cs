using Gateway.Access.Records;
using Gateway.Cluster;
using Gateway.Tests.Access.Records;
using Gateway.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gateway.Tests.Cluster;

/// <summary>In Redis.</summary>
public sealed class RedisRecordTests : RecordSpecification
{
    private RedisServer _redis = null!;
    private RecordNode _node = null!;

    public override async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _node = await RecordNode.StartAsync(_redis);
        Records = _node.Records;
    }

    public override async Task DisposeAsync()
    {
        _node.Dispose();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task A_change_on_another_node_shows_at_once()
    {
        using var other = await RecordNode.StartAsync(_redis);
        var record = Record("a", "me");
        await Records.WriteAsync(RecordKind.SignIn, record);
        Assert.Equal(record, await other.Records.ReadAsync(RecordKind.SignIn, "a"));
        Assert.True(await other.Records.TryWriteAsync(RecordKind.SignIn, record with { Json = "{}" }, record));
        await Wait.UntilAsync(async () => (await Records.ReadAsync(RecordKind.SignIn, "a"))!.Json == "{}", () => "the change");
        await other.Records.RemoveAsync(RecordKind.SignIn, "a");
        await Wait.UntilAsync(async () => await Records.ReadAsync(RecordKind.SignIn, "a") is null, () => "the removal");
    }

    [Fact]
    public async Task What_is_read_again_and_again_costs_Redis_nothing_and_many_are_one_question()
    {
        for (int one = 0; one < 50; one++) await Records.WriteAsync(RecordKind.SignIn, Record($"s{one}", "me"));
        string[] ids = [.. Enumerable.Range(0, 50).Select(one => $"s{one}")];
        using var other = await RecordNode.StartAsync(_redis);
        int before = await CommandsAsync();
        Assert.Equal(50, (await other.Records.ReadManyAsync(RecordKind.SignIn, ids)).Count);
        for (int time = 0; time < 100; time++) await other.Records.ReadAsync(RecordKind.SignIn, "s7");
        Assert.InRange(await CommandsAsync() - before, 1, 3); // the script, and where it is new the script's text
    }

    [Fact]
    public async Task Everything_expires_and_an_index_holds_nothing_that_is_gone()
    {
        await Records.WriteAsync(RecordKind.SignIn, Record("gone", "me") with { Expires = DateTimeOffset.UtcNow.AddSeconds(0.3) });
        await Records.WriteAsync(RecordKind.SignIn, Record("stays", "me"));
        await Records.WriteAsync(RecordKind.Token, Record("removed", "me"));
        await Records.RemoveAsync(RecordKind.Token, "removed");
        await Wait.UntilAsync(async () => (await _redis.AskAsync("EXISTS", "t:record:signin:gone")).StartsWith(":0", StringComparison.Ordinal), () => "the end");
        await Records.WriteAsync(RecordKind.SignIn, Record("next", "me"));
        Assert.Equal(":2\r\n", await _redis.AskAsync("ZCARD", "t:records:of:signin:me"));
        Assert.Equal(":2\r\n", await _redis.AskAsync("ZCARD", "t:records:signin"));
        Assert.Equal(":0\r\n", await _redis.AskAsync("EXISTS", "t:records:of:token:me", "t:records:token"));
        foreach (string key in new[] { "t:record:signin:stays", "t:record:token:removed", "t:records:signin", "t:records:of:signin:me", "t:records:removed", "t:records:removed:ends" })
            Assert.InRange(long.Parse((await _redis.AskAsync("PTTL", key)).Trim(':', '\r', '\n'), System.Globalization.CultureInfo.InvariantCulture), 1, (long)TimeSpan.FromHours(3.1).TotalMilliseconds);
    }

    [Fact]
    public async Task A_whole_gateway_that_starts_anew_with_an_empty_Redis_knows_what_it_knew()
    {
        var record = Record("a", "me");
        await Records.WriteAsync(RecordKind.Token, record);
        await Records.WriteAsync(RecordKind.Token, Record("removed", "me"));
        await Records.RemoveAsync(RecordKind.Token, "removed");
        await _redis.AskAsync("FLUSHALL");
        _node.Restart();
        await _node.ConnectAsync();
        await _node.Records.CatchUpAsync(emptied: false);
        using var other = await RecordNode.StartAsync(_redis);
        Assert.Equal([record], await other.Records.ListAsync(RecordKind.Token, "me"));
        Assert.False(await other.Records.TryWriteAsync(RecordKind.Token, Record("removed", "me"), null));
    }

    [Fact]
    public async Task Many_removals_reach_a_node_that_was_not_there()
    {
        using var other = await RecordNode.StartAsync(_redis);
        for (int one = 0; one < 700; one++)
        {
            await Records.WriteAsync(RecordKind.SignIn, Record($"s{one}", $"p{one % 50}"));
            await Records.RemoveAsync(RecordKind.SignIn, $"s{one}");
        }
        await other.Records.CatchUpAsync(emptied: false);
        Assert.Equal(700, other.Copies.All().Count(copy => copy.IsRemoved));
    }

    private async Task<int> CommandsAsync()
    {
        string calls = await _redis.AskAsync("INFO", "commandstats");
        return calls.Split("\r\n").Where(line => line.StartsWith("cmdstat_eval", StringComparison.Ordinal) || line.StartsWith("cmdstat_script|load", StringComparison.Ordinal))
            .Sum(line => int.Parse(line.Split("calls=")[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture));
    }
}

/// <summary>What a node has of the records, with a real connection to Redis and a file of its own, and no heart: time goes on when the test says so.</summary>
internal sealed class RecordNode : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly RedisServer _redis;
    private RecordShelf _shelf = null!;
    private RedisLink _link = null!;
    private RedisEvents _events = null!;

    private RecordNode(RedisServer redis)
    {
        _redis = redis;
        Open();
    }

    public RedisRecords Records { get; private set; } = null!;

    public RecordCopies Copies => _shelf.Copies;

    public static async Task<RecordNode> StartAsync(RedisServer redis)
    {
        var node = new RecordNode(redis);
        await node.ConnectAsync();
        return node;
    }

    public async Task ConnectAsync()
    {
        await Wait.UntilAsync(ProbeAsync, () => "Redis to answer");
        await _events.ListenAsync();
    }

    /// <summary>As if the process had been started again.</summary>
    public void Restart()
    {
        Close();
        Open();
    }

    public void Dispose()
    {
        Close();
        _scratch.Dispose();
    }

    private void Open()
    {
        var time = TimeProvider.System;
        var keys = new RedisKeys("t:");
        _shelf = new RecordShelf(_scratch.PathOf("records.db"));
        _link = new RedisLink(new RedisOptions { Address = _redis.Address, Timeout = HubClient.Patience }, time, NullLogger<RedisLink>.Instance);
        _events = new RedisEvents(_link, keys, new NodeTable(new ClusterOptions { NodeName = "n", Version = "1", Address = () => null }), NullLogger<RedisEvents>.Instance);
        Records = new RedisRecords(_link, keys, new RedisEpoch(time), new RedisClock(time), _shelf.Copies, _events, time, NullLogger<RedisRecords>.Instance);
    }

    private void Close()
    {
        Records.Dispose();
        _link.Dispose();
        _shelf.Dispose();
    }

    private async Task<bool> ProbeAsync()
    {
        try
        {
            await _link.AskAsync(database => database.PingAsync(), probing: true);
            return true;
        }
        catch (RedisUnavailableException)
        {
            return false;
        }
    }
}
