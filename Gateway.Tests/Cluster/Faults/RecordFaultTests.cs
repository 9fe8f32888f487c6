using System.Diagnostics;
using Gateway.Access;
using Gateway.Access.Records;
using Gateway.Tests.Browser;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Cluster.Faults;

/// <summary>What was revoked stays revoked, and who is known stays known, whatever Redis does.</summary>
public sealed class RecordFaultTests : IAsyncLifetime
{
    private readonly List<TestGateway> _nodes = [];
    private readonly List<Cable> _cables = [];
    private RedisServer _redis = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        for (int node = 0; node < 2; node++) await AddAsync();
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        foreach (var cable in _cables) await cable.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task What_one_node_revokes_while_another_is_cut_off_and_Redis_is_emptied_never_comes_back()
    {
        await KnowAsync("a", RecordKind.SignIn);
        await KnowAsync("t", RecordKind.Token);
        await KnowAsync("kept", RecordKind.SignIn);
        _cables[1].Unplug();
        await Wait.UntilAsync(() => !IsUp(1), "the second node to notice");
        Assert.True(await Of(0).RemoveAsync(RecordKind.SignIn, "a"));
        Assert.True(await Of(0).RemoveAsync(RecordKind.Token, "t"));
        Assert.NotNull(await Of(1).ReadAsync(RecordKind.SignIn, "a")); // which cannot know
        await _redis.AskAsync("FLUSHALL");
        _cables[1].Plug();
        await Wait.UntilAsync(async () => await IsGoneAsync(1, "a", RecordKind.SignIn) && await IsGoneAsync(1, "t", RecordKind.Token), () => "the second node to hear");
        await StaysGoneAsync("a", RecordKind.SignIn);
        await StaysGoneAsync("t", RecordKind.Token);
        Assert.NotNull(await Of(0).ReadAsync(RecordKind.SignIn, "kept"));
        Assert.NotNull(await Of(1).ReadAsync(RecordKind.SignIn, "kept"));
    }

    [Fact]
    public async Task A_third_node_remembers_a_removal_that_the_one_who_made_it_and_Redis_have_lost()
    {
        await AddAsync();
        await KnowAsync("a", RecordKind.SignIn);
        _cables[1].Unplug();
        await Wait.UntilAsync(() => !IsUp(1), "the second node to notice");
        await Of(0).RemoveAsync(RecordKind.SignIn, "a");
        await Wait.UntilAsync(() => _nodes[2].Services.GetRequiredService<RecordCopies>().Find(RecordKind.SignIn, "a") is { IsRemoved: true }, "the third node to hear");
        await _nodes[0].StopAsync();
        await _redis.AskAsync("FLUSHALL");
        _cables[1].Plug();
        await Wait.UntilAsync(async () => await IsGoneAsync(1, "a", RecordKind.SignIn), () => "the second node to hear");
        Assert.True(await IsGoneAsync(2, "a", RecordKind.SignIn));
    }

    [Fact]
    public async Task A_node_that_is_cut_off_revokes_too_and_the_others_hear_of_it_when_it_is_back()
    {
        await KnowAsync("a", RecordKind.SignIn);
        List<string> told = [];
        Of(0).Changed += (_, id) =>
        {
            lock (told) told.Add(id);
        };
        _cables[1].Unplug();
        await Wait.UntilAsync(() => !IsUp(1), "the second node to notice");
        Assert.True(await Of(1).RemoveAsync(RecordKind.SignIn, "a"));
        Assert.False(await Of(1).RemoveAsync(RecordKind.SignIn, "a"));
        Assert.Null(await Of(1).ReadAsync(RecordKind.SignIn, "a"));
        // The other one goes on using it meanwhile.
        var before = (await Of(0).ReadAsync(RecordKind.SignIn, "a"))!;
        Assert.True(await Of(0).TryWriteAsync(RecordKind.SignIn, before with { Json = "{\"seen\":2}" }, before));
        lock (told) told.Clear();
        _cables[1].Plug();
        await Wait.UntilAsync(async () => await IsGoneAsync(0, "a", RecordKind.SignIn), () => "the first node to hear");
        lock (told) Assert.Contains("a", told);
        await StaysGoneAsync("a", RecordKind.SignIn);
    }

    [Fact]
    public async Task Without_Redis_who_is_known_is_known_and_who_is_not_is_not_taken_for_nobody()
    {
        await KnowAsync("a", RecordKind.SignIn);
        await Of(0).WriteAsync(RecordKind.SignIn, Record("only-there"));
        var signIns = _nodes[1].Services.GetRequiredService<SignIns>();
        var (signIn, key) = await signIns.BeginAsync(SignedIn.Person("alice"), "192.0.2.1", "");
        await _redis.KillAsync();
        await signIns.TouchAsync(signIn, "192.0.2.2", ""); // cannot be noted, and stops nobody
        Assert.Equal(signIn.Id, (await signIns.FindAsync(key))!.Id);
        Assert.NotNull(await Of(1).ReadAsync(RecordKind.SignIn, "a"));
        Assert.Equal(["a"], (await Of(1).ReadManyAsync(RecordKind.SignIn, ["a"])).Keys);
        await Assert.ThrowsAsync<RecordsUnavailableException>(() => Of(1).ReadAsync(RecordKind.SignIn, "only-there"));
        await Assert.ThrowsAsync<RecordsUnavailableException>(() => Of(1).ReadManyAsync(RecordKind.SignIn, ["a", "only-there"]));
        await Assert.ThrowsAsync<RecordsUnavailableException>(() => Of(1).ListAsync(RecordKind.SignIn, "me"));
        await Assert.ThrowsAsync<RecordsUnavailableException>(() => Of(1).RemoveAsync(RecordKind.SignIn, "only-there"));
        await Assert.ThrowsAsync<RecordsUnavailableException>(() => Of(1).TryWriteAsync(RecordKind.OneTimeCode, Record("me"), null));
        await Of(1).WriteAsync(RecordKind.SignIn, Record("meanwhile"));
        Assert.NotNull(await Of(1).ReadAsync(RecordKind.SignIn, "meanwhile"));
        await _redis.StartAsync(); // empty
        await Wait.UntilAsync(async () => await CanReadAsync(0, "meanwhile") && await CanReadAsync(1, "only-there") && await CanReadAsync(0, "a"), () => "everything on both nodes");
    }

    [Fact]
    public async Task A_Redis_that_stands_still_holds_nobody_up_who_is_known()
    {
        await KnowAsync("a", RecordKind.SignIn);
        _redis.Freeze();
        try
        {
            await Wait.UntilAsync(async () =>
            {
                Assert.NotNull(await Of(1).ReadAsync(RecordKind.SignIn, "a"));
                return !IsUp(1);
            }, () => "the node to notice");
            var watch = Stopwatch.StartNew();
            for (int time = 0; time < 100; time++) Assert.NotNull(await Of(1).ReadAsync(RecordKind.SignIn, "a"));
            Assert.True(await Of(1).RemoveAsync(RecordKind.SignIn, "a"));
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(50)); // a second each, if they waited for it
        }
        finally
        {
            _redis.Thaw();
        }
        await Wait.UntilAsync(async () => await IsGoneAsync(0, "a", RecordKind.SignIn), () => "the first node to hear");
    }

    [Fact]
    public async Task A_lost_event_delays_a_revocation_by_seconds_only()
    {
        await KnowAsync("a", RecordKind.SignIn);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Of(1).Changed += (_, id) =>
        {
            if (id == "a") told.TrySetResult();
        };
        // Nobody hears on the channel, as after a connection was cut at that moment.
        await _redis.AskAsync("CLIENT", "KILL", "TYPE", "pubsub");
        await Of(0).RemoveAsync(RecordKind.SignIn, "a");
        await told.Task.WaitAsync(HubClient.Patience);
        Assert.Null(await Of(1).ReadAsync(RecordKind.SignIn, "a"));
    }

    private async Task AddAsync()
    {
        var cable = Cable.Lay().To(_redis.Port);
        _cables.Add(cable);
        string name = $"gw-{_nodes.Count + 1}";
        _nodes.Add(await TestGateway.StartAsync([22], change: file =>
        {
            TestCluster.Join(file, name, _redis);
            file["redis"]!["address"] = $"127.0.0.1:{cable.Port}";
            file["redis"]!["timeout"] = "00:00:01";
        }, adjust: SignedIn.Required));
        await Wait.UntilAsync(() => IsUp(_nodes.Count - 1), "the node to reach Redis");
    }

    private IRecords Of(int node) => _nodes[node].Services.GetRequiredService<IRecords>();

    private bool IsUp(int node) => _nodes[node].Services.GetRequiredService<Gateway.Cluster.RedisLink>().IsUp;

    private async Task KnowAsync(string id, RecordKind kind)
    {
        await Of(0).WriteAsync(kind, Record(id));
        for (int node = 0; node < _nodes.Count; node++) Assert.NotNull(await Of(node).ReadAsync(kind, id));
    }

    private async Task<bool> CanReadAsync(int node, string id)
    {
        try
        {
            return await Of(node).ReadAsync(RecordKind.SignIn, id) is not null;
        }
        catch (RecordsUnavailableException)
        {
            return false;
        }
    }

    private async Task<bool> IsGoneAsync(int node, string id, RecordKind kind)
    {
        try
        {
            return await Of(node).ReadAsync(kind, id) is null;
        }
        catch (RecordsUnavailableException)
        {
            return false;
        }
    }

    // Through a few heartbeats more, on every node and in Redis itself.
    private async Task StaysGoneAsync(string id, RecordKind kind)
    {
        string key = $"gateway:record:{kind.ToString().ToLowerInvariant()}:{id}";
        await Wait.UntilAsync(async () => (await _redis.AskAsync("HGET", key, "r")).Contains("\r\n1\r\n", StringComparison.Ordinal), () => "Redis to remember the removal");
        var watch = Stopwatch.StartNew();
        await Wait.UntilAsync(async () =>
        {
            for (int node = 0; node < _nodes.Count; node++) Assert.True(await IsGoneAsync(node, id, kind));
            return watch.Elapsed > TimeSpan.FromSeconds(2.5);
        }, () => "a few heartbeats");
        Assert.Equal("$1\r\n1\r\n", await _redis.AskAsync("HGET", key, "r"));
    }

    private static StoredRecord Record(string id) => new(id, "me", "{}", DateTimeOffset.UtcNow.AddHours(2));
}
