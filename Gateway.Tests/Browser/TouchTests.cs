using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Tests.Browser;

public sealed class TouchTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task The_key_bar_sends_what_on_screen_keyboards_lack()
    {
        var tab = await OpenAsync(options: Phone());
        await tab.RunAsync("stty -echo -icanon -isig min 1 time 0; echo re''ady; dd bs=1 count=20 2>/dev/null | cat -vT; stty sane; echo", "ready");
        var keys = tab.Page.GetByRole(AriaRole.Toolbar, new() { Name = "Extra keys" });
        foreach (string key in (string[])["Esc", "Tab", "Left", "Down", "Up", "Right", "|", "~"]) await TapAsync(key);
        await TapAsync("Ctrl");
        await Expect(keys.GetByRole(AriaRole.Button, new() { Name = "Ctrl" })).ToHaveAttributeAsync("aria-pressed", "true");
        await tab.TypeAsync("c");
        await Expect(keys.GetByRole(AriaRole.Button, new() { Name = "Ctrl" })).ToHaveAttributeAsync("aria-pressed", "false");
        await TapAsync("Alt");
        await tab.TypeAsync("b!");
        await tab.ExpectAsync("^[^I^[[D^[[B^[[A^[[C|~^C^[b!");

        Task TapAsync(string name) => keys.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).TapAsync();
    }

    [Fact]
    public async Task Everything_fits_a_phone()
    {
        var tab = await OpenAsync(options: Phone());
        var (columns, _) = await tab.SizeAsync();
        Assert.True(columns >= 38, $"Only {columns} columns.");
        Assert.Equal("0,0", await tab.Page.EvaluateAsync<string>("() => `${document.documentElement.scrollWidth - innerWidth},${document.documentElement.scrollHeight - innerHeight}`"));
        await tab.Button("Settings").TapAsync();
        await Expect(tab.Dialog("Settings")).ToBeInViewportAsync();
        await tab.Button("Close settings").TapAsync();
        var home = await tab.Page.Context.NewPageAsync();
        await home.GotoAsync(Gateway.Address.AbsoluteUri);
        await Expect(home.Locator(".card:not(.ghost)")).ToBeVisibleAsync();
        Assert.Equal(0, await home.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth"));
    }

    private static BrowserNewContextOptions Phone() => new() { ViewportSize = new() { Width = 360, Height = 740 }, HasTouch = true, IsMobile = true };
}
