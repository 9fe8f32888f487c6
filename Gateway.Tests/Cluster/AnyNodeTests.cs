using System.Text.Json;
using Gateway.Cluster;
using Gateway.Tests.Harness;
using Gateway.Web;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Cluster;

/// <summary>Any node serves any visitor, wherever the terminal is.</summary>
public sealed class AnyNodeTests
{
    [Fact]
    public async Task A_terminal_is_used_through_a_node_that_does_not_run_it()
    {
        await using var cluster = await TestCluster.StartAsync();
        var cookies = await cluster.VisitAsync();
        await using var first = await cluster.OpenAsync(0, cookies);
        await first.ExpectAsync("$ ");
        await using var second = await Page.JoinAsync(cluster.Nodes[1].Address, cookies, first.Terminal.Id);
        Assert.Equal("gw-1", second.Terminal.Node);
        await second.TypeAsync("echo $((6*7)) there\r");
        await second.ExpectAsync("42 there");
        await first.ExpectAsync("42 there");
        Assert.Equal(0, cluster.Nodes[1].Terminals.RunningCount);
    }

    [Fact]
    public async Task A_page_that_comes_back_through_another_node_goes_on_at_the_exact_byte()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var cookies = await cluster.VisitAsync();
        var page = await cluster.OpenAsync(2, cookies);
        await page.ExpectAsync("$ ");
        var (terminal, viewer) = (page.Terminal.Id, page.Terminal.Viewer);
        await page.TypeAsync("echo one\r");
        await page.ExpectAsync("one\r\n$ ");
        string before = page.Text;
        await page.DisposeAsync();
        await using var back = await Page.JoinAsync(cluster.Nodes[1].Address, cookies, terminal, viewer);
        Assert.Equal(viewer, back.Terminal.Viewer);
        await back.TypeAsync("echo two\r");
        await back.ExpectAsync("two\r\n$ ");
        Assert.StartsWith(before, back.Text, StringComparison.Ordinal); // its screen is new, so it has asked for all of it
    }

    [Fact]
    public async Task A_stranger_gets_the_same_answer_through_every_node_as_for_a_missing_terminal()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var owner = await cluster.OpenAsync(0, await cluster.VisitAsync());
        var stranger = await cluster.VisitAsync();
        foreach (var node in cluster.Nodes)
        {
            Assert.Equal(await AskAsync(new string('0', 32)), await AskAsync(owner.Terminal.Id));

            async Task<string> AskAsync(string terminal)
            {
                await using var hub = await HubClient.ConnectAsync(node.Address, stranger, terminal: terminal);
                var joined = await hub.JoinAsync(terminal, owner.Terminal.Viewer);
                var closed = (await hub.InvokeAsync("Close", terminal)).Deserialize<Refusal>(JsonSerializerOptions.Web);
                var list = await hub.InvokeAsync("List");
                return $"{joined} {closed} {list}";
            }
        }
        await owner.TypeAsync("echo $((6*7)) lives\r");
        await owner.ExpectAsync("42 lives");
    }

    [Fact]
    public async Task The_list_shows_the_terminals_of_all_nodes_and_ends_them_from_any()
    {
        await using var cluster = await TestCluster.StartAsync();
        var cookies = await cluster.VisitAsync();
        await using var first = await cluster.OpenAsync(0, cookies);
        await using var second = await cluster.OpenAsync(1, cookies);
        await using var hub = await HubClient.ConnectAsync(cluster.Nodes[1].Address, cookies);
        var list = await ListAsync(hub, 2);
        Assert.Equal(["gw-1", "gw-2"], list.Select(terminal => terminal.Node));
        Assert.Equal([1, 1], list.Select(terminal => terminal.Viewers));
        Assert.DoesNotContain(list, terminal => terminal.Unreachable);
        Assert.Equal(JsonValueKind.Null, (await hub.InvokeAsync("Close", first.Terminal.Id)).ValueKind);
        Assert.Equal("closed", (await first.ExpectEndAsync()).Reason);
        Assert.Equal(second.Terminal.Id, Assert.Single(await ListAsync(hub, 1)).Id);
    }

    [Fact]
    public async Task A_visitors_pages_on_every_node_hear_that_the_list_changed()
    {
        await using var cluster = await TestCluster.StartAsync();
        var cookies = await cluster.VisitAsync();
        await using var home = await HubClient.ConnectAsync(cluster.Nodes[1].Address, cookies);
        await using var foreign = await HubClient.ConnectAsync(cluster.Nodes[1].Address, await cluster.VisitAsync());
        foreach (var connection in new[] { home, foreign }) await connection.InvokeAsync("Ping"); // answered once it is in its group
        await using var page = await cluster.OpenAsync(0, cookies);
        await NewsAsync(home, until: ClusterEventKind.TerminalsChanged);
        // What the node says to everybody now comes behind it, and nothing came before.
        await cluster.Nodes[1].Services.GetRequiredService<IHubContext<TerminalHub, ITerminalClient>>().Clients.All.Draining(60);
        Assert.Equal(nameof(ITerminalClient.Draining), await NewsAsync(foreign, until: null));
    }

    [Fact]
    public async Task A_node_that_is_full_passes_people_on_to_one_that_is_not()
    {
        await using var cluster = await TestCluster.StartAsync(2, file => file["limits"] = new System.Text.Json.Nodes.JsonObject { ["terminalsPerNode"] = 1, ["opensPerMinute"] = 1000 });
        var cookies = await cluster.VisitAsync();
        await using var first = await cluster.OpenAsync(0, cookies);
        await using var second = await cluster.OpenAsync(0, cookies);
        Assert.Equal(["gw-1", "gw-2"], new[] { first.Terminal.Node, second.Terminal.Node });
        await second.ExpectAsync("$ ");
    }

    [Fact]
    public async Task New_nodes_take_over_the_keys_of_the_others_instead_of_making_their_own()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        Assert.Single(cluster.Nodes.SelectMany(node => Directory.GetFiles(Path.Combine(node.DataFolder, "keys"), "key-*")).Select(Path.GetFileName).Distinct());
    }

    [Fact]
    public async Task A_session_made_on_one_node_is_known_on_all_and_outlives_the_node()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        var cookies = await cluster.VisitAsync();
        await using var page = await cluster.OpenAsync(0, cookies);
        string before = await VisitorOfAsync(cluster.Nodes[0], cookies);
        var second = await cluster.AddAsync();
        Assert.Equal(before, await VisitorOfAsync(second, cookies));
        await cluster.Nodes[0].StopAsync();
        Assert.Equal(before, await VisitorOfAsync(second, cookies));
    }

    // The next news, or those of a kind.
    private static async Task<string> NewsAsync(HubClient hub, ClusterEventKind? until)
    {
        using var timeout = new CancellationTokenSource(HubClient.Patience);
        while (true)
        {
            var (name, _) = await hub.Events.ReadAsync(timeout.Token);
            if (until is null || name == until.ToString()) return name;
        }
    }

    private static async Task<string> VisitorOfAsync(TestGateway node, System.Net.CookieContainer cookies)
    {
        await using var page = await node.OpenAsync(cookies);
        return node.Terminals.All().Single(terminal => terminal.Id == page.Terminal.Id).Owner;
    }

    private static async Task<TerminalSummary[]> ListAsync(HubClient hub, int count)
    {
        TerminalSummary[] list = [];
        await Wait.UntilAsync(async () =>
        {
            list = (await hub.InvokeAsync("List")).Deserialize<TerminalSummary[]>(JsonSerializerOptions.Web)!;
            return list.Length == count;
        }, () => $"{count} terminals in the list; there are {list.Length}");
        return list;
    }
}
