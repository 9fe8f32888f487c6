using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Cluster.Faults;

/// <summary>One node that does not reach Redis, while it reaches the others and they reach it.</summary>
[Collection(OtherNodes.Name)]
public sealed class CutFromRedisTests(ManyNodes.Fixture nodes)
{
    private readonly ProcessCluster _cluster = nodes.Cluster;

    [Fact]
    public async Task A_node_that_Redis_has_forgotten_is_still_reached_through_the_others()
    {
        await _cluster.SettleAsync();
        var (cookies, other) = (await _cluster.VisitAsync(), _cluster.Nodes[1].Address);
        string id = await _cluster.IdAsync(0);
        await using var opened = await _cluster.OpenAsync(0, cookies);
        await opened.ExpectAsync("$ ");
        _cluster.ToRedis[0].Unplug();
        try
        {
            await Wait.UntilAsync(async () => await _cluster.Redis.AskAsync("EXISTS", $"gateway:node:{id}") == ":0\r\n", () => "its heartbeat to be missing");
            // What would expire in another fifteen seconds.
            await _cluster.Redis.AskAsync("DEL", $"gateway:node:{id}:terminals", $"gateway:node:{id}:running");
            await Wait.UntilAsync(async () => await CanJoinAsync(), () => "the other node to look for the terminal itself", TimeSpan.FromSeconds(8));
            Assert.Equal((opened.Terminal.Id, false), (await ProcessCluster.ListAsync(other, cookies)).Select(terminal => (terminal.Id, terminal.Unreachable)).Single());
            await using var missing = await HubClient.ConnectAsync(other, cookies, terminal: new string('0', 32));
            Assert.Equal("missing", (await missing.JoinAsync(new string('0', 32))).Refusal!.Code);
        }
        finally
        {
            _cluster.ToRedis[0].Plug();
        }
        await Wait.UntilAsync(async () => await _cluster.Redis.AskAsync("HEXISTS", $"gateway:node:{id}:terminals", opened.Terminal.Id) == ":1\r\n", () => "its part of the directory to be back");
        Assert.True(await CanJoinAsync());

        async Task<bool> CanJoinAsync()
        {
            await using var hub = await HubClient.ConnectAsync(other, cookies, terminal: opened.Terminal.Id);
            return (await hub.JoinAsync(opened.Terminal.Id)).Terminal is not null;
        }
    }
}
