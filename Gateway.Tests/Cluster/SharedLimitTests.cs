using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Gateway.Web;
using Xunit;

namespace Gateway.Tests.Cluster;

/// <summary>Limits count over all nodes, however the openings are spread and timed.</summary>
public sealed class SharedLimitTests
{
    [Fact]
    public async Task A_visitor_has_no_more_terminals_on_all_nodes_than_on_one()
    {
        await using var cluster = await TestCluster.StartAsync(2, file => file["limits"] = new JsonObject { ["terminalsPerVisitor"] = 3, ["opensPerMinute"] = 1000 });
        var cookies = await cluster.VisitAsync();
        var replies = await OpenAsync(cluster, cookies, 12);
        Assert.Equal(3, replies.Count(reply => reply.Terminal is not null));
        Assert.All(replies.Where(reply => reply.Terminal is null), reply => Assert.Equal("limit", reply.Refusal!.Code));
        Assert.Equal(3, cluster.Nodes.Sum(node => node.Terminals.RunningCount));

        // One that ends makes room, on any node.
        await using var hub = await HubClient.ConnectAsync(cluster.Nodes[0].Address, cookies);
        await hub.InvokeAsync("Close", replies.First(reply => reply.Terminal is not null).Terminal!.Id);
        await Wait.UntilAsync(async () => (await OpenAsync(cluster, cookies, 1))[0].Terminal is not null, () => "room for one more");
    }

    [Fact]
    public async Task The_gateway_has_no_more_terminals_than_its_own_limit()
    {
        await using var cluster = await TestCluster.StartAsync(2, file => file["limits"] = new JsonObject { ["terminalsPerGateway"] = 4, ["opensPerMinute"] = 1000 });
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(async visitor => (await OpenAsync(cluster, await cluster.VisitAsync(), 1))[0]));
        Assert.Equal(4, replies.Count(reply => reply.Terminal is not null));
        Assert.Equal("The gateway is full", replies.First(reply => reply.Terminal is null).Refusal!.Title);
    }

    [Fact]
    public async Task A_visitor_opens_no_more_in_a_minute_by_going_from_node_to_node()
    {
        await using var cluster = await TestCluster.StartAsync(2, file => file["limits"] = new JsonObject { ["opensPerMinute"] = 5 });
        var replies = await OpenAsync(cluster, await cluster.VisitAsync(), 10);
        Assert.Equal(5, replies.Count(reply => reply.Terminal is not null));
        Assert.All(replies.Where(reply => reply.Terminal is null), reply => Assert.Equal("rate", reply.Refusal!.Code));
    }

    // At once, and on all nodes in turn.
    private static Task<Reply[]> OpenAsync(TestCluster cluster, System.Net.CookieContainer cookies, int count) => Task.WhenAll(Enumerable.Range(0, count).Select(async number =>
    {
        await using var hub = await HubClient.ConnectAsync(cluster.Nodes[number % cluster.Nodes.Count].Address, cookies);
        return await hub.OpenAsync("ssh", SshServer.User, cluster.Server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }));
}
