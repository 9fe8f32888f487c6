using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gateway.Tests.Harness;
using Gateway.Web;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Tests.Browser;

/// <summary>What a page makes of a gateway of several nodes.</summary>
public sealed class NodesTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task Only_a_connection_that_comes_back_names_its_terminal_in_its_address()
    {
        var visitor = await VisitAsync();
        var addresses = new ConcurrentQueue<string>();
        visitor.Context.Page += (_, page) => page.WebSocket += (_, socket) => addresses.Enqueue(new Uri(socket.Url).PathAndQuery);
        var tab = await visitor.OpenAsync(Server);
        string id = await tab.TerminalAsync();
        await tab.Page.ReloadAsync();
        await tab.StateAsync("live");
        await tab.Page.GotoAsync(Gateway.Address.AbsoluteUri);
        await Expect(tab.Page.Locator(".card:not(.ghost)")).ToBeVisibleAsync();
        Assert.Equal(["/hub", $"/hub?terminal={Uri.EscapeDataString(id)}", "/hub"], addresses);
    }

    [Fact]
    public async Task A_node_out_of_reach_is_named_and_the_page_comes_back_by_itself_at_the_exact_byte()
    {
        var (tab, board) = await OpenThroughAsync();
        await tab.RunAsync("i=0; while [ $i -lt 600 ]; do i=$((i+1)); echo \"line $i\"; sleep 0.01; done; echo fin''ished");
        await tab.ExpectAsync("line 20");
        string id = await tab.TerminalAsync();
        board.Refuse("Join", "unreachable", "The terminal cannot be reached", "It runs on gw-2, which does not answer at the moment.");
        await board.CutAsync();
        await Expect(tab.Page.Locator(".banner.warn")).ToContainTextAsync(new Regex(@"The terminal cannot be reached\. It runs on gw-2, which does not answer at the moment\. Trying again in [12] s\."));
        await Expect(tab.Page).ToHaveTitleAsync(new Regex("^The terminal cannot be reached · "));
        await Expect(tab.Page.GetByText("Connection lost")).ToHaveCountAsync(0);
        await tab.ExpectAsync("line 20");
        await Wait.UntilAsync(() => board.Refused >= 4, "a fourth try");
        board.Allow();
        await tab.StateAsync("live");
        await tab.ExpectAsync("finished");
        Assert.Equal(id, await tab.TerminalAsync());
        Assert.Equal(Enumerable.Range(1, 600).Select(number => $"line {number}"), (await tab.LinesAsync()).Where(line => line.StartsWith("line ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_page_that_is_loaded_while_the_node_is_out_of_reach_waits_for_it()
    {
        var (tab, board) = await OpenThroughAsync();
        await tab.RunAsync("echo $((6*7))", "42");
        string id = await tab.TerminalAsync();
        board.Refuse("Join", "unreachable", "The terminal cannot be reached", "It runs on gw-2.");
        await tab.Page.ReloadAsync();
        await tab.StateAsync("lost");
        await Expect(tab.Page.Locator(".banner.warn")).ToContainTextAsync("It runs on gw-2.");
        board.Allow();
        await tab.StateAsync("live");
        await tab.ExpectAsync("42");
        Assert.Equal(id, await tab.TerminalAsync());
    }

    [Fact]
    public async Task A_terminal_that_died_with_its_node_leaves_its_screen_and_Enter_opens_another()
    {
        var (tab, board) = await OpenThroughAsync();
        await tab.RunAsync("echo $((6*7))", "42");
        string id = await tab.TerminalAsync();
        board.Refuse("Join", "lost", "Gone", "gw-2 has stopped, and every terminal on it with it.");
        await board.CutAsync();
        await tab.StateAsync("refused");
        await Expect(tab.Farewell).ToContainTextAsync("The node that ran this terminal is gone");
        await Expect(tab.Farewell).ToContainTextAsync("gw-2 has stopped, and every terminal on it with it.");
        await tab.ExpectAsync("42");
        await Expect(tab.Page.Locator("#terminal")).ToHaveCSSAsync("opacity", "0.72");
        await tab.PressUntilAsync("Enter", "live");
        await tab.ExpectAsync("$ ");
        Assert.NotEqual(id, await tab.TerminalAsync());
    }

    [Fact]
    public async Task A_node_that_is_stopping_is_not_the_end_of_a_new_terminal()
    {
        var visitor = await VisitAsync();
        var board = await Switchboard.PutBeforeAsync(visitor);
        board.Refuse("Open", "stopping", "The gateway is stopping", "Try again in a moment.");
        var tab = await visitor.GoAsync(Visitor.Link(Server));
        await Expect(tab.Page.Locator(".banner.warn")).ToContainTextAsync(new Regex(@"The gateway is stopping\. Trying"));
        board.Allow();
        await tab.StateAsync("live");
        await tab.RunAsync("echo $((6*7))", "42");
    }

    [Fact]
    public async Task A_gateway_that_cannot_remember_visitors_says_so_while_the_page_tries_again()
    {
        var visitor = (await VisitAsync()).Expects("Failed to load resource");
        const string Address = "**/api/visit";
        await visitor.Context.RouteAsync(Address, route => route.FulfillAsync(new()
        {
            Status = 503,
            ContentType = "application/problem+json",
            Body = """{"title":"The gateway cannot remember visitors at the moment","detail":"Its memory is being restarted.","status":503}""",
        }));
        var tab = await visitor.GoAsync(Visitor.Link(Server));
        await Expect(tab.Page.Locator(".banner.warn")).ToContainTextAsync("The gateway cannot remember visitors at the moment. Its memory is being restarted. Trying");
        var home = await visitor.GoAsync("");
        await Expect(home.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("The gateway cannot remember visitors at the moment. Its memory is being restarted.");
        await visitor.Context.UnrouteAsync(Address);
        await tab.StateAsync("live");
        await Expect(home.Page.Locator(".card:not(.ghost)")).ToBeVisibleAsync();
        await Expect(home.Page.GetByRole(AriaRole.Status)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_node_that_is_taken_out_of_service_says_how_long_the_terminal_has_and_offers_a_new_one()
    {
        var tab = await OpenAsync();
        await DrainAsync(7200);
        var banner = tab.Page.Locator(".banner", new() { HasText = "This gateway node is being taken out of service." });
        await Expect(banner).ToContainTextAsync(new Regex(@"This terminal ends in 1:59:5\d at the latest\."));
        await Expect(banner).ToHaveRoleAsync(AriaRole.Status);
        var page = await tab.Page.Context.RunAndWaitForPageAsync(() => banner.GetByRole(AriaRole.Link, new() { Name = "Open a new one" }).ClickAsync());
        var other = new Tab(page);
        await other.StateAsync("live");
        Assert.NotEqual(await tab.TerminalAsync(), await other.TerminalAsync());
        Assert.True(await page.EvaluateAsync<bool>("() => window.opener === null"));
        await Expect(other.Page.Locator(".banner", new() { HasText = "out of service" })).ToHaveCountAsync(0);
        await tab.RunAsync("echo $((6*7))", "42");
    }

    [Fact]
    public async Task The_notice_of_a_node_s_end_can_be_put_aside_and_comes_back_for_the_last_five_minutes()
    {
        var tab = await OpenAsync();
        await DrainAsync(3600);
        var banner = tab.Page.Locator(".banner", new() { HasText = "out of service" });
        await banner.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        await Expect(banner).ToHaveCountAsync(0);
        // The node says it after every Join. What is typed comes back behind it.
        await DrainAsync(3599);
        await tab.RunAsync("echo $((6*7))", "42");
        await Expect(banner).ToHaveCountAsync(0);
        await DrainAsync(302);
        await Expect(tab.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync(new Regex("ends in 0:0[45]:"));
        await banner.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        await Expect(banner).ToHaveCountAsync(0);
        await tab.RunAsync("echo $((7*7))", "49");
    }

    [Fact]
    public async Task The_node_is_named_quietly_where_there_is_more_than_one()
    {
        var visitor = await VisitAsync();
        var board = await Switchboard.PutBeforeAsync(visitor);
        board.Change("Open", reply => reply["terminal"]!["node"] = "gw-2");
        board.Change("List", list => list[0]!["node"] = "gw-2");
        var tab = await visitor.OpenAsync(Server);
        await Expect(tab.Status).ToContainTextAsync("on gw-2");
        await Expect(tab.Status.Locator(".where")).ToHaveAttributeAsync("title", new Regex(" on gw-2$"));
        var home = await visitor.GoAsync("");
        await Expect(home.Page.Locator(".card:not(.ghost)")).ToContainTextAsync("on gw-2");
    }

    [Fact]
    public async Task A_terminal_on_a_node_out_of_reach_is_listed_but_cannot_be_ended()
    {
        var visitor = await VisitAsync();
        await visitor.OpenAsync(Server);
        var board = await Switchboard.PutBeforeAsync(visitor);
        board.Change("List", list => (list[0]!["node"], list[0]!["unreachable"]) = ((JsonNode)"gw-2", (JsonNode)true));
        var home = await visitor.GoAsync("");
        var card = home.Page.Locator(".card:not(.ghost)");
        await Expect(card).ToContainTextAsync("its node cannot be reached at the moment · on gw-2");
        await Expect(card).Not.ToContainTextAsync("no tab open");
        await Expect(card.GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await Expect(card.Locator(".dot.live")).ToHaveCountAsync(0);
        await Expect(card.GetByRole(AriaRole.Link)).ToBeVisibleAsync();
    }

    private async Task<(Tab Tab, Switchboard Board)> OpenThroughAsync()
    {
        var visitor = await VisitAsync();
        var board = await Switchboard.PutBeforeAsync(visitor);
        return (await visitor.OpenAsync(Server), board);
    }

    private Task DrainAsync(int seconds) => Gateway.Services.GetRequiredService<IHubContext<TerminalHub, ITerminalClient>>().Clients.All.Draining(seconds);
}
