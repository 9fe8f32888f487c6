using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Cluster.Faults;

/// <summary>One node that does not reach Redis, while it reaches the others and they reach it.</summary>
[Collection(OtherNodes.Name)]
public sealed class CutFromRedisTests(OtherNodes.Fixture nodes)
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
            // Nodes ask each other for two seconds at most, which a busy machine may well take: then they say so.
            await JoinedAsync(opened.Terminal.Id, "");
            await Wait.UntilAsync(
                async () => (await ProcessCluster.ListAsync(other, cookies)).Select(terminal => (terminal.Id, terminal.Unreachable)).SequenceEqual([(opened.Terminal.Id, false)]), () => "the terminal to be listed");
            await JoinedAsync(new string('0', 32), "missing");
        }
        finally
        {
            _cluster.ToRedis[0].Plug();
        }
        await Wait.UntilAsync(async () => await _cluster.Redis.AskAsync("HEXISTS", $"gateway:node:{id}:terminals", opened.Terminal.Id) == ":1\r\n", () => "its part of the directory to be back");
        await JoinedAsync(opened.Terminal.Id, "");

        async Task JoinedAsync(string terminal, string refusal)
        {
            List<string> said = [];
            await Wait.UntilAsync(async () =>
            {
                await using var hub = await HubClient.ConnectAsync(other, cookies, terminal: terminal);
                said.Add((await hub.JoinAsync(terminal)).Refusal?.Code ?? "");
                return said[^1] == refusal;
            }, () => $"the other node to look for {terminal} itself and answer \"{refusal}\"; it said: {string.Join(", ", said)}");
        }
    }
}
