using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Cluster.Faults;

/// <summary>A node that stands still for longer than its heartbeat may be missing, as a machine does that swaps or is moved.</summary>
[Collection(OtherNodes.Name)]
public sealed class FrozenNodeTests(OtherNodes.Fixture nodes)
{
    private readonly ProcessCluster _cluster = nodes.Cluster;

    [Fact]
    public async Task A_node_that_stood_still_is_told_lost_and_serves_its_terminals_again_when_it_goes_on()
    {
        await _cluster.SettleAsync();
        var (node, cookies, other) = (_cluster.Nodes[2], await _cluster.VisitAsync(), _cluster.Nodes[1].Address);
        string id = await _cluster.IdAsync(2);
        await using var opened = await _cluster.OpenAsync(2, cookies);
        await opened.ExpectAsync("$ ");
        await using var page = new RoamingPage(other, cookies, opened.Terminal);
        await page.TypeAsync("echo $((6*7)) before\r");
        await page.ExpectAsync("42 before");

        node.Tool.Signal("STOP");
        try
        {
            page.Drop();
            // First it is only that it does not answer; then its heartbeat is missing too.
            Assert.Equal("lost", await page.Outcome.WaitAsync(HubClient.Patience));
            Assert.Equal("unreachable", page.Refusals.First().Code);
            await using var fresh = await _cluster.OpenSoonAsync(cookies); // by a proxy that has noticed, or will
            Assert.NotEqual("gw-3", fresh.Terminal.Node);
        }
        finally
        {
            node.Tool.Signal("CONT");
        }
        await using var back = new RoamingPage(other, cookies, page.Terminal with { Start = page.Offset });
        await back.TypeAsync("echo $((6*7)) before\recho $((6*8)) after\r"); // what was typed before is not typed again
        await back.ExpectAsync("48 after");
        Assert.DoesNotContain("42 before", back.Text, StringComparison.Ordinal);
        await Wait.UntilAsync(async () => (await ProcessCluster.ListAsync(other, cookies)).Count(terminal => !terminal.Unreachable) == 2, () => "both on the list");
        Assert.Equal(id, await _cluster.IdAsync(2));

        // Of a longer standstill Redis remembers nothing of the node; it says everything again.
        await _cluster.Redis.AskAsync("DEL", $"gateway:node:{id}", $"gateway:node:{id}:terminals", $"gateway:node:{id}:running");
        await Wait.UntilAsync(async () => await _cluster.Redis.AskAsync("HEXISTS", $"gateway:node:{id}:terminals", page.Terminal.Id) == ":1\r\n", () => "the directory to be whole again");
    }
}
