using System.Globalization;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Cluster.Faults;

/// <summary>What limits count when everything comes at once.</summary>
[Collection(OtherNodes.Name)]
public sealed class BurstTests(OtherNodes.Fixture nodes)
{
    [Fact]
    public async Task Thirty_terminals_asked_for_at_once_on_three_nodes_come_to_the_five_that_a_visitor_may_have()
    {
        var cluster = nodes.Cluster;
        await cluster.SettleAsync();
        var cookies = await cluster.VisitAsync();
        var hubs = await Task.WhenAll(Enumerable.Range(0, 30).Select(asker => HubClient.ConnectAsync(cluster.Nodes[asker % 3].Address, cookies)));
        var replies = await Task.WhenAll(hubs.Select(hub => hub.OpenAsync("ssh", SshServer.User, cluster.Server.Port.ToString(CultureInfo.InvariantCulture))));
        Assert.Equal(5, replies.Count(reply => reply.Terminal is not null));
        Assert.All(replies.Where(reply => reply.Terminal is null), reply => Assert.Equal("limit", reply.Refusal!.Code));
        // One that ends makes room for exactly one.
        string gone = replies.First(reply => reply.Terminal is not null).Terminal!.Id;
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await hubs[0].InvokeAsync("Close", gone)).ValueKind);
        await Wait.UntilAsync(async () => (await ProcessCluster.ListAsync(cluster.Nodes[0].Address, cookies)).Length == 4, () => "the fifth to be gone");
        for (int node = 0; node < 3; node++)
        {
            // Its node may know it before Redis does, where it is counted.
            string terminals = $"gateway:node:{await cluster.IdAsync(node)}:terminals";
            await Wait.UntilAsync(async () => await cluster.Redis.AskAsync("HEXISTS", terminals, gone) == ":0\r\n", () => "the fifth to be gone from Redis");
        }
        replies = await Task.WhenAll(hubs.Select(hub => hub.OpenAsync("ssh", SshServer.User, cluster.Server.Port.ToString(CultureInfo.InvariantCulture))));
        Assert.Single(replies, reply => reply.Terminal is not null);
        await Task.WhenAll(hubs.Select(hub => hub.DisposeAsync().AsTask()));
    }
}
