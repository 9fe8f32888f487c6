using Gateway.Tests.Browser;
using Gateway.Tests.Harness;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Tests.Cluster.Faults;

/// <summary>The same in a real browser, with real nodes behind a real proxy.</summary>
public sealed class BrowserFaultTests(BrowserFixture fixture, BrowserFaultTests.PatientNodes nodes) : BrowserTest(fixture), IClassFixture<BrowserFaultTests.PatientNodes>
{
    private readonly ProcessCluster _cluster = nodes.Cluster;

    [Fact]
    public async Task A_page_whose_node_was_killed_says_so_and_Enter_opens_a_terminal_on_another()
    {
        var tab = await OpenAsync();
        await tab.RunAsync("echo $((6*7))", "42");
        string id = await tab.TerminalAsync();
        int owner = await OwnerAsync(id);
        _cluster.Nodes[owner].Tool.Signal("KILL");
        await tab.StateAsync("refused");
        await Expect(tab.Farewell).ToContainTextAsync($"The node gw-{owner + 1} ran this terminal and stopped without a word");
        await tab.ExpectAsync("42");
        await tab.PressUntilAsync("Enter", "live");
        await tab.ExpectAsync("$ ");
        Assert.NotEqual(id, await tab.TerminalAsync());
        Assert.NotEqual(owner, await OwnerAsync(await tab.TerminalAsync()));
    }

    [Fact]
    public async Task A_page_on_a_draining_node_is_told_goes_on_and_leads_to_another_node()
    {
        var tab = await OpenAsync();
        int owner = await OwnerAsync(await tab.TerminalAsync());
        _cluster.Nodes[owner].Tool.Signal("TERM");
        var banner = tab.Page.Locator(".banner", new() { HasText = "This gateway node is being taken out of service." });
        await Expect(banner).ToBeVisibleAsync();
        await tab.RunAsync("echo $((6*7))", "42");
        var page = await tab.Page.Context.RunAndWaitForPageAsync(() => banner.GetByRole(AriaRole.Link, new() { Name = "Open a new one" }).ClickAsync());
        var other = new Tab(page);
        await other.StateAsync("live");
        await other.ExpectAsync("$ ");
        Assert.NotEqual(owner, await OwnerAsync(await other.TerminalAsync()));
        await tab.RunAsync("exit");
        await tab.StateAsync("ended");
        await Wait.UntilAsync(() => _cluster.Nodes[owner].Tool.Process.HasExited, "the process to end");
    }

    private async Task<Tab> OpenAsync()
    {
        await _cluster.SettleAsync();
        var visitor = (await VisitAsync(address: _cluster.Address)).Expects("WebSocket").Expects("Failed to load resource");
        return await visitor.OpenAsync(_cluster.Server);
    }

    private async Task<int> OwnerAsync(string terminal)
    {
        for (int node = 0; node < _cluster.Nodes.Count; node++)
            if (await _cluster.Redis.AskAsync("HEXISTS", $"gateway:node:{await _cluster.IdAsync(node)}:terminals", terminal) == ":1\r\n") return node;
        throw new InvalidOperationException($"No node has {terminal}.");
    }

    /// <summary>Each has a minute to drain: whichever the proxy chooses, a browser gets everything done in it.</summary>
    public sealed class PatientNodes : IAsyncLifetime
    {
        private ProcessCluster? _cluster;

        internal ProcessCluster Cluster => _cluster!;

        public async Task InitializeAsync() => _cluster = await ProcessCluster.StartAsync([[], [], []], (_, file) => file["limits"]!["drainTimeout"] = "00:01:00");

        public async Task DisposeAsync()
        {
            if (_cluster is not null) await _cluster.DisposeAsync();
        }
    }
}
