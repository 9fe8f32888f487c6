using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Tests.Browser;

public sealed class AccessibilityTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task Every_dialog_has_a_name_takes_the_focus_and_gives_it_back()
    {
        var tab = await OpenAsync();
        await tab.Button("Settings").FocusAsync();
        await tab.PressAsync("Enter");
        await Expect(tab.Dialog("Settings")).ToBeVisibleAsync();
        Assert.True(await FocusIsInAsync(tab, "dialog"));
        await tab.PressAsync("Escape");
        await Expect(tab.Dialog("Settings")).ToBeHiddenAsync();
        await tab.RunAsync("echo $((6*7))", "42");
        await tab.ClipAsync("a\nb\n");
        await tab.PressAsync("Control+Shift+V");
        await Expect(tab.Dialog("Paste several lines?").GetByRole(AriaRole.Button, new() { Name = "Paste", Exact = true })).ToBeFocusedAsync();
        for (int press = 0; press < 9; press++)
        {
            await tab.PressAsync("Tab");
            Assert.True(await FocusIsInAsync(tab, "dialog"), "The focus left the dialog.");
        }
        await tab.PressAsync("Escape");
        await tab.RunAsync("echo $((7*7))", "49");
    }

    [Fact]
    public async Task The_menu_is_walked_with_the_arrow_keys()
    {
        var tab = await OpenAsync();
        await tab.Button("Menu").FocusAsync();
        await tab.PressAsync("Enter");
        var menu = tab.Page.GetByRole(AriaRole.Menu, new() { Name = "Terminal" });
        await Expect(menu.GetByRole(AriaRole.Menuitem, new() { Name = "Paste" })).ToBeFocusedAsync();
        await tab.PressAsync("ArrowDown");
        await Expect(menu.GetByRole(AriaRole.Menuitem, new() { Name = "Select all" })).ToBeFocusedAsync();
        await tab.PressAsync("End");
        await Expect(menu.GetByRole(AriaRole.Menuitem, new() { Name = "End this terminal…" })).ToBeFocusedAsync();
        await tab.PressAsync("Escape");
        await Expect(menu).ToBeHiddenAsync();
        await tab.RunAsync("echo $((6*7))", "42");
    }

    [Fact]
    public async Task Every_control_of_both_pages_can_be_reached_and_has_a_name()
    {
        var tab = await OpenAsync();
        Assert.Equal(["Share", "Search (Ctrl-Shift-F)", "Settings", "Full screen", "Menu", "Your terminals"], await tab.Page.Locator("footer .tool").EvaluateAllAsync<string[]>("all => all.map(one => one.getAttribute('aria-label'))"));
        var home = await tab.Page.Context.NewPageAsync();
        await home.GotoAsync(Gateway.Address.AbsoluteUri);
        await Expect(home.Locator(".card:not(.ghost)")).ToBeVisibleAsync();
        var reached = new List<string>();
        for (int press = 0; press < 8; press++)
        {
            await home.Keyboard.PressAsync("Tab");
            reached.Add(await home.EvaluateAsync<string>("() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"));
        }
        Assert.Equal(["Recordings", "Method", "User", "Port", "Open"], reached[..5]);
        Assert.Contains(reached, name => name.StartsWith("End ", StringComparison.Ordinal));
        Assert.DoesNotContain("", reached);
    }

    [Fact]
    public async Task Screen_reader_mode_can_be_switched_on_and_is_remembered()
    {
        var tab = await OpenAsync();
        await tab.Button("Settings").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Switch, new() { Name = "Screen-reader mode" }).CheckAsync();
        await tab.PressAsync("Escape");
        await tab.RunAsync("echo $((6*7))");
        await Expect(tab.Page.Locator(".xterm-accessibility")).ToContainTextAsync("42");
        await tab.Page.ReloadAsync();
        await tab.StateAsync("live");
        await Expect(tab.Page.Locator(".xterm-accessibility")).ToContainTextAsync("42");
    }

    // On the body stands who has tabbed on to the browser's own buttons.
    private static Task<bool> FocusIsInAsync(Tab tab, string selector) => tab.Page.EvaluateAsync<bool>("selector => document.activeElement.closest(selector) !== null || document.activeElement === document.body", selector);
}
