using System.Diagnostics;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Cluster.Faults;

/// <summary>A node that is told to stop and given time.</summary>
[Collection(OtherNodes.Name)]
public sealed class DrainTests(OtherNodes.Fixture nodes)
{
    private readonly ProcessCluster _cluster = nodes.Cluster;

    [Fact]
    public async Task A_draining_node_takes_nobody_new_serves_those_it_has_and_ends_with_the_last()
    {
        await _cluster.SettleAsync();
        var (node, cookies) = (_cluster.Nodes[0], await _cluster.VisitAsync());
        await using var page = await OpenAsync(0, cookies);
        node.Tool.Signal("TERM");
        await Wait.UntilAsync(async () => !await ProcessCluster.ReadyAsync(node.Address), () => "the node to be not ready");
        Assert.InRange(await DrainingAsync(page), 20, 60); // seconds that are left
        await page.TypeAsync("echo $((6*7)) goes on\r");
        await page.ExpectAsync("42 goes on");

        // Asked itself, too: it passes those who want something new on.
        foreach (var address in new[] { _cluster.Address, _cluster.Address, _cluster.Address, node.Address })
        {
            await using var fresh = await _cluster.OpenAsync(address, cookies);
            Assert.NotEqual("gw-1", fresh.Terminal.Node);
            await fresh.ExpectAsync("$ ");
        }
        await using (var second = await Page.JoinAsync(_cluster.Nodes[1].Address, cookies, page.Terminal.Id))
        {
            Assert.Equal("gw-1", second.Terminal.Node);
            Assert.InRange((await second.ExpectEventAsync("Draining"))[0].GetInt32(), 1, 60);
            await second.TypeAsync("echo $((6*8)) from elsewhere\r");
            await page.ExpectAsync("48 from elsewhere");
        }
        Assert.False(node.Tool.Process.HasExited);
        await page.TypeAsync("exit\r");
        Assert.Equal("ended:exited", await page.Outcome.WaitAsync(HubClient.Patience));
        await AssertEndsAsync(0, HubClient.Patience);
    }

    [Fact]
    public async Task A_draining_node_whose_time_is_up_ends_its_terminals_and_says_why()
    {
        await _cluster.SettleAsync();
        await using var page = await OpenAsync(2, await _cluster.VisitAsync()); // three seconds
        var since = Stopwatch.StartNew();
        _cluster.Nodes[2].Tool.Signal("TERM");
        Assert.InRange(await DrainingAsync(page), 0, 3);
        Assert.Equal("ended:shutdown", await page.Outcome.WaitAsync(HubClient.Patience));
        Assert.InRange(since.Elapsed.TotalSeconds, 3, 50); // the others have a minute
        await AssertEndsAsync(2, HubClient.Patience);
    }

    [Fact]
    public async Task A_second_signal_ends_a_draining_node_at_once()
    {
        await _cluster.SettleAsync();
        await using var page = await OpenAsync(1, await _cluster.VisitAsync());
        _cluster.Nodes[1].Tool.Signal("TERM");
        await DrainingAsync(page);
        _cluster.Nodes[1].Tool.Signal("TERM");
        Assert.Equal("ended:shutdown", await page.Outcome.WaitAsync(HubClient.Patience)); // it had a minute
        await AssertEndsAsync(1, HubClient.Patience);
    }

    private async Task<RoamingPage> OpenAsync(int node, System.Net.CookieContainer cookies)
    {
        await using var opened = await _cluster.OpenAsync(node, cookies);
        await opened.ExpectAsync("$ ");
        var page = new RoamingPage(_cluster.Address, cookies, opened.Terminal);
        await Wait.UntilAsync(() => page.IsLive, "the page to be there");
        return page;
    }

    private static async Task<int> DrainingAsync(RoamingPage page)
    {
        await Wait.UntilAsync(() => page.Events.Any(heard => heard.Name == "Draining"), "the page to be told");
        return page.Events.First(heard => heard.Name == "Draining").Arguments[0].GetInt32();
    }

    private async Task AssertEndsAsync(int node, TimeSpan within)
    {
        var process = _cluster.Nodes[node].Tool.Process;
        await Wait.UntilAsync(() => process.HasExited, "the process to end", within);
        Assert.Equal(0, process.ExitCode);
    }
}
