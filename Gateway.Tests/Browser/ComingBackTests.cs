using Gateway.Tests.Harness;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Tests.Browser;

public sealed class ComingBackTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    // The shell has said everything, and waits.
    private const string Prompt = "probe.lines(300).findLast(line => line !== '')?.trim() === '$'";

    [Fact]
    public async Task A_reload_comes_back_to_the_same_shell_with_its_scrollback()
    {
        var tab = await OpenAsync();
        await tab.RunAsync("me=here; seq 200; echo do''ne", "done");
        await tab.UntilAsync(Prompt);
        string id = await tab.TerminalAsync();
        string[] before = await tab.LinesAsync();
        await tab.Page.ReloadAsync();
        await tab.StateAsync("live");
        await tab.ExpectAsync("done");
        await tab.UntilAsync(Prompt);
        Assert.Equal(id, await tab.TerminalAsync());
        Assert.Equal(before, await tab.LinesAsync());
        await tab.RunAsync("echo \"still <$me>\"", "still <here>");
    }

    [Fact]
    public async Task A_cut_connection_comes_back_by_itself_with_nothing_lost_or_repeated()
    {
        await using var cable = Cable.Lay();
        await using var gateway = await TestGateway.StartAsync(Server, file => file["publicUrl"] = cable.Address.AbsoluteUri);
        cable.To(gateway.Address);
        var visitor = (await VisitAsync(address: cable.Address)).Expects("WebSocket connection to").Expects("ERR_");
        var tab = await visitor.OpenAsync(Server);
        await tab.RunAsync("i=0; while [ $i -lt 4000 ]; do i=$((i+1)); echo \"line $i\"; [ $((i%40)) = 0 ] && sleep 0.02; done; echo fin''ished");
        for (int cut = 1; cut <= 5; cut++)
        {
            await tab.UntilAsync($"probe.lines(300).some(line => line.startsWith('line ') && line.slice(5) >= {cut * 500})"); // what was missed comes at once
            cable.Cut();
            await tab.StateAsync("live");
        }
        await tab.ExpectAsync("finished");
        string[] numbered = [.. (await tab.LinesAsync()).Where(line => line.StartsWith("line ", StringComparison.Ordinal))];
        Assert.Equal(Enumerable.Range(1, 4000).Select(number => $"line {number}"), numbered);
    }

    [Fact]
    public async Task While_the_gateway_cannot_be_reached_the_page_says_so_and_types_nothing()
    {
        await using var cable = Cable.Lay();
        await using var gateway = await TestGateway.StartAsync(Server, file => file["publicUrl"] = cable.Address.AbsoluteUri);
        cable.To(gateway.Address);
        var visitor = (await VisitAsync(address: cable.Address)).Expects("WebSocket connection to").Expects("ERR_");
        var tab = await visitor.OpenAsync(Server);
        cable.Unplug();
        await tab.StateAsync("lost");
        await Expect(tab.Page.GetByText("Connection lost.")).ToBeVisibleAsync();
        await Expect(tab.Page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("^Connection lost · "));
        await tab.TypeAsync("echo to''day");
        // The longest wait there is: the button is pressed before the page tries again by itself.
        await Expect(tab.Page.GetByText(new System.Text.RegularExpressions.Regex("Trying again in [56] s"))).ToBeVisibleAsync();
        cable.Plug();
        await tab.Button("Reconnect now").ClickAsync();
        await tab.StateAsync("live");
        await tab.RunAsync("echo $((6*7))", "42");
        Assert.DoesNotContain("to''day", await tab.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_beginning_is_no_longer_held_the_page_says_so_and_shows_no_garbage()
    {
        await using var gateway = await TestGateway.StartAsync(Server, file => file["flow"] = new System.Text.Json.Nodes.JsonObject
        {
            ["acknowledgeEvery"] = 8 * 1024, ["low"] = 16 * 1024, ["high"] = 64 * 1024, ["log"] = 192 * 1024,
        });
        var visitor = await VisitAsync(address: gateway.Address);
        var tab = await visitor.OpenAsync(Server);
        await tab.RunAsync("i=0; while [ $i -lt 9000 ]; do i=$((i+1)); printf '\\033[3%dmcolour %d\\033[0m\\n' $((i%8)) $i; done; echo fin''ished", "finished");
        await tab.Page.ReloadAsync();
        await Expect(tab.Page.GetByText("Earlier output is no longer held.")).ToBeVisibleAsync();
        await tab.ExpectAsync("finished");
        string[] lines = await tab.LinesAsync();
        int last = Array.FindLastIndex(lines, line => line == "colour 9000");
        Assert.True(last > 1000, $"Only {lines.Length} lines came back.");
        Assert.Equal(Enumerable.Range(9000 - last, last + 1).Select(number => $"colour {number}"), lines[..(last + 1)]);
    }

    [Fact]
    public async Task The_id_of_another_visitor_s_terminal_opens_nothing()
    {
        var owner = await OpenAsync();
        var stranger = await VisitAsync();
        var tab = await stranger.GoAsync($"{Visitor.Link(Server)}#terminal={await owner.TerminalAsync()}");
        await tab.StateAsync("refused");
        await Expect(tab.Farewell).ToContainTextAsync("This terminal is gone");
        Assert.Empty((await tab.TextAsync()).Trim());
        await tab.Button("Reconnect Enter").ClickAsync(new() { Delay = 800 });
        await tab.StateAsync("live");
        Assert.NotEqual(await owner.TerminalAsync(), await tab.TerminalAsync());
    }

    [Fact]
    public async Task A_terminal_s_answers_are_not_typed_again_after_a_reload()
    {
        var tab = await OpenAsync();
        await tab.RunAsync("stty -echo -icanon min 1 time 5; printf '\\033[6n'; dd bs=32 count=1 2>/dev/null | cat -v; stty sane; echo as''ked", "asked");
        Assert.Matches(@"\^\[\[\d+;\d+R", await tab.TextAsync());
        await tab.Page.ReloadAsync();
        await tab.StateAsync("live");
        await tab.ExpectAsync("asked");
        await tab.RunAsync("echo $((6*7))", "42");
        await tab.UntilAsync(Prompt);
        Assert.Contains("\n$ echo $((6*7))\n42\n$", await tab.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_stops_tells_the_page()
    {
        await using var gateway = await TestGateway.StartAsync(Server);
        var visitor = (await VisitAsync(address: gateway.Address)).Expects("WebSocket connection to").Expects("ERR_");
        var tab = await visitor.OpenAsync(Server);
        await gateway.StopAsync();
        await tab.StateAsync("ended");
        await Expect(tab.Farewell).ToContainTextAsync("The gateway was shut down");
    }

    [Fact]
    public async Task A_terminal_opened_in_a_second_window_by_its_id_is_shared()
    {
        var visitor = await VisitAsync();
        var first = await visitor.OpenAsync(Server);
        await first.RunAsync("echo $((6*7))", "42");
        var second = await visitor.GoAsync($"{Visitor.Link(Server)}#terminal={await first.TerminalAsync()}");
        await second.ExpectAsync("42");
        await second.RunAsync("echo $((7*7))", "49");
        await first.ExpectAsync("49");
    }
}
