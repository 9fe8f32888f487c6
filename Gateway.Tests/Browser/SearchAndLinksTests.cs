using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Tests.Browser;

public sealed class SearchAndLinksTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task Search_finds_counts_and_goes_from_one_to_the_next()
    {
        var tab = await OpenAsync();
        await tab.RunAsync("clear; seq 1 300 | sed 's/^/row-/'; echo do''ne", "done");
        await tab.PressAsync("Control+Shift+F");
        var search = tab.Page.GetByRole(AriaRole.Textbox, new() { Name = "Search in the output" });
        await Expect(search).ToBeFocusedAsync();
        await tab.TypeAsync("ROW-29");
        var count = tab.Page.Locator("search output");
        await Expect(count).ToHaveTextAsync("11 of 11");
        await tab.PressAsync("Enter");
        await Expect(count).ToHaveTextAsync("10 of 11");
        await tab.PressAsync("Shift+Enter");
        await Expect(count).ToHaveTextAsync("11 of 11");
        await tab.Button("Match case").ClickAsync();
        await Expect(count).ToHaveTextAsync("None");
        await search.FillAsync("row-(1|2)$");
        await tab.Button("Regular expression").ClickAsync();
        await Expect(count).ToHaveTextAsync("2 of 2");
        await search.FillAsync("row-(");
        await Expect(count).ToHaveTextAsync("Not a pattern");
        await tab.PressAsync("Escape");
        await Expect(search).ToBeHiddenAsync();
        await tab.RunAsync("echo $((6*7))", "42");
    }

    [Fact]
    public async Task A_link_in_the_output_is_opened_only_after_a_question_and_without_an_opener()
    {
        var tab = await OpenAsync();
        await tab.Page.EvaluateAsync("() => { window.opened = []; window.open = (...call) => { opened.push(call.join(' ')); return null; }; }");
        await tab.RunAsync("clear; echo http://example.com/a''?b=c", "/a?b=c");
        var at = await PlaceAsync(tab, 0, 5);
        await tab.Page.Mouse.MoveAsync(at.X, at.Y);
        await Expect(tab.Page.GetByText("-click opens")).ToBeVisibleAsync();
        await tab.Page.Mouse.ClickAsync(at.X, at.Y);
        var dialog = tab.Dialog("Open this link?");
        await Expect(dialog).ToContainTextAsync("http://example.com/a?b=c");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Open in a new tab" }).ClickAsync();
        await tab.UntilAsync("opened.length === 1");
        Assert.Equal(["http://example.com/a?b=c _blank noopener,noreferrer"], await tab.Page.EvaluateAsync<string[]>("() => opened"));
    }

    [Fact]
    public async Task Links_other_than_http_and_https_do_nothing()
    {
        var tab = await OpenAsync();
        await tab.Page.EvaluateAsync("() => { window.opened = []; window.open = (...call) => { opened.push(call.join(' ')); return null; }; }");
        await tab.RunAsync("clear; for at in javascript:alert file:///etc/passwd ssh://evil data:text/html,x; do printf '\\033]8;;%s\\033\\\\%s\\033]8;;\\033\\\\\\n' $at link-; done; echo do''ne", "done");
        await tab.Page.Keyboard.DownAsync("Control");
        for (int row = 0; row < 4; row++)
        {
            var (x, y) = await PlaceAsync(tab, row, 2);
            await tab.Page.Mouse.MoveAsync(x, y);
            await tab.Page.Mouse.ClickAsync(x, y);
        }
        await tab.Page.Keyboard.UpAsync("Control");
        await tab.RunAsync("echo $((6*7))", "42");
        Assert.Empty(await tab.Page.EvaluateAsync<string[]>("() => opened"));
        await Expect(tab.Dialog("Open this link?")).ToBeHiddenAsync();
    }

    private static async Task<(float X, float Y)> PlaceAsync(Tab tab, int row, int column)
    {
        float[] at = await tab.Page.EvaluateAsync<float[]>("""
            ([row, column]) => {
              const box = document.querySelector('.xterm-screen').getBoundingClientRect();
              const { cols, rows } = probe.terminal;
              return [box.left + (column + .5) * box.width / cols, box.top + (row + .5) * box.height / rows];
            }
            """, new[] { row, column });
        return (at[0], at[1]);
    }
}
