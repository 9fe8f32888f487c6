using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Tests.Browser;

public sealed class OpeningTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task A_link_opens_a_prompt_and_what_is_typed_is_answered()
    {
        var tab = await OpenAsync();
        await tab.RunAsync("echo $((6*7)) gr''üße 日本", "42 grüße 日本");
        await Expect(tab.Status).ToContainTextAsync($"{Harness.SshServer.User}@127.0.0.1:{Server.Port}");
        await Expect(tab.Page).ToHaveTitleAsync($"ssh {Harness.SshServer.User}@127.0.0.1:{Server.Port}");
    }

    [Fact]
    public async Task The_program_knows_the_size_before_it_prints_anything()
    {
        var tab = await OpenAsync();
        var (columns, rows) = await tab.SizeAsync();
        Assert.Equal($"{rows} {columns}", (await tab.LinesAsync())[0]);
        await Expect(tab.Status).ToContainTextAsync($"{columns}×{rows}");
    }

    [Fact]
    public async Task The_program_s_size_follows_the_window()
    {
        var tab = await OpenAsync();
        var before = await tab.SizeAsync();
        await tab.Page.SetViewportSizeAsync(700, 480);
        await tab.UntilAsync($"probe.terminal.cols < {before.Columns} && probe.terminal.rows < {before.Rows}");
        var (columns, rows) = await tab.SizeAsync();
        await Expect(tab.Status).ToContainTextAsync($"{columns}×{rows}");
        await tab.RunAsync("stty size", $"{rows} {columns}");
    }

    [Fact]
    public async Task Two_tabs_with_the_same_link_are_two_terminals()
    {
        var visitor = await VisitAsync();
        var first = await visitor.OpenAsync(Server);
        var second = await visitor.OpenAsync(Server);
        Assert.NotEqual(await first.TerminalAsync(), await second.TerminalAsync());
        await first.RunAsync("me=one");
        await second.RunAsync("echo \"<$me>\"", "<>");
    }

    [Fact]
    public async Task A_duplicated_tab_gets_a_terminal_of_its_own_and_leaves_the_first_alone()
    {
        var visitor = await VisitAsync();
        var first = await visitor.OpenAsync(Server);
        // What a browser does on "Duplicate": the same address, with a copy of the tab's storage.
        var page = await visitor.Context.RunAndWaitForPageAsync(() => first.Page.EvaluateAsync("() => { window.open(location.href); }"));
        var second = new Tab(page);
        await second.StateAsync("live");
        await second.ExpectAsync("$ ");
        Assert.NotEqual(await first.TerminalAsync(), await second.TerminalAsync());
        await first.RunAsync("echo $((6*7))", "42");
    }

    [Fact]
    public async Task A_link_may_fix_title_theme_font_and_size()
    {
        var tab = await OpenAsync("?title=Core%20switch&theme=dracula&fontSize=18&cols=100&rows=20");
        await Expect(tab.Page).ToHaveTitleAsync("Core switch");
        Assert.Equal((100, 20), await tab.SizeAsync());
        Assert.Equal("20 100", (await tab.LinesAsync())[0]);
        Assert.Equal("#282a36 18", await tab.Page.EvaluateAsync<string>("() => `${probe.terminal.options.theme.background} ${probe.terminal.options.fontSize}`"));
        Assert.Equal("dark", await tab.Page.EvaluateAsync<string>("() => document.documentElement.style.colorScheme"));
    }

    [Fact]
    public async Task Light_and_dark_follow_the_system_while_the_page_is_open()
    {
        var tab = await OpenAsync(options: new() { ColorScheme = ColorScheme.Light });
        const string Background = "() => getComputedStyle(document.body).backgroundColor";
        Assert.Equal("rgb(252, 252, 251)", await tab.Page.EvaluateAsync<string>(Background));
        await tab.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await tab.UntilAsync("probe.terminal.options.theme.background === '#0d1117'");
        Assert.Equal("rgb(13, 17, 23)", await tab.Page.EvaluateAsync<string>(Background));
    }

    [Fact]
    public async Task Without_WebGL_the_terminal_is_drawn_all_the_same()
    {
        var browser = await Fixture.LaunchAsync("--disable-3d-apis", "--disable-gpu");
        await using (browser)
        {
            var visitor = await VisitAsync(browser: browser);
            var tab = await visitor.OpenAsync(Server);
            await tab.RunAsync("echo $((6*7))", "42");
            await Expect(tab.Page.Locator(".xterm-rows")).ToContainTextAsync("42");
            await Expect(tab.Page.Locator("#terminal canvas")).ToHaveCountAsync(0);
        }
    }
}
