using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Cluster.Faults;

/// <summary>Two nodes that do not reach each other, while both reach Redis.</summary>
[Collection(ManyNodes.Name)]
public sealed class PartitionTests(ManyNodes.Fixture nodes)
{
    private readonly ProcessCluster _cluster = nodes.Cluster;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_whose_node_cannot_be_reached_is_told_so_and_comes_back_at_the_exact_byte(bool stalls)
    {
        await _cluster.SettleAsync();
        var (cookies, between, other) = (await _cluster.VisitAsync(), _cluster.Cables[0], _cluster.Nodes[1].Address);
        await using var opened = await _cluster.OpenAsync(0, cookies);
        await opened.ExpectAsync("$ ");
        await using var page = new RoamingPage(other, cookies, opened.Terminal with { Viewer = "" });
        await page.TypeAsync("echo $((6*7)) before\r");
        await page.ExpectAsync("42 before");
        int connections = page.Connections;

        if (stalls) between.Stall();
        else between.Unplug();
        try
        {
            if (stalls) page.Drop(); // as a page does that gets no answer to its pings
            await page.TypeAsync("echo $((6*8)) meanwhile\r");
            await Wait.UntilAsync(() => !page.Refusals.IsEmpty, "the page to be told");
            var refusal = page.Refusals.First();
            Assert.Equal("unreachable", refusal.Code);
            Assert.Contains("gw-1", refusal.Title, StringComparison.Ordinal);
            var shown = Assert.Single(await ProcessCluster.ListAsync(other, cookies));
            Assert.Equal((true, "gw-1"), (shown.Unreachable, shown.Node));
            await opened.TypeAsync("echo $((6*9)) unseen\r"); // on its own node the terminal goes on
            await opened.ExpectAsync("54 unseen");
        }
        finally
        {
            if (stalls) between.Resume();
            else between.Plug();
        }
        await page.ExpectAsync("48 meanwhile");
        await page.ExpectAsync("54 unseen");
        Assert.True(page.Connections > connections);
        Assert.DoesNotContain(page.Refusals, told => told.Code != "unreachable");
        await opened.ExpectAsync("48 meanwhile");
        int both = Math.Min(opened.Text.Length, page.Text.Length);
        Assert.Equal(opened.Text[..both], page.Text[..both]);
        Assert.False(Assert.Single(await ProcessCluster.ListAsync(other, cookies)).Unreachable);
    }
}
