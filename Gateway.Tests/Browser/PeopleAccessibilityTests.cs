using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Tests.Browser;

public sealed class PeopleAccessibilityTests(BrowserFixture fixture) : PeopleTest(fixture)
{
    // What a screen reader says of each control that can be seen.
    internal const string Names = """
        all => all.filter(one => one.checkVisibility()).map(one => (one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent ?? one.textContent).trim())
        """;

    [Fact]
    public async Task The_sign_in_page_is_filled_in_with_the_keyboard_alone()
    {
        var gateway = await StartAsync();
        var tab = await (await StrangerAsync(gateway)).GoAsync("me");
        await Expect(Field(tab, "Name")).ToBeFocusedAsync();
        await tab.TypeAsync("alice");
        await tab.PressAsync("Tab");
        await Expect(Field(tab, "Password")).ToBeFocusedAsync();
        await tab.PressAsync("Tab");
        await Expect(tab.Button("Show password")).ToBeFocusedAsync();
        await tab.PressAsync("Shift+Tab");
        await tab.TypeAsync(Harness.TestPeople.Password);
        await tab.PressAsync("Enter");
        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Alice");
    }

    [Fact]
    public async Task Every_control_has_a_name_every_page_one_title_and_a_phone_shows_all_of_its_width()
    {
        var gateway = await StartAsync();
        var phone = await VisitAsync(gateway, "carol", new() { ViewportSize = new() { Width = 360, Height = 720 } });
        await phone.OpenAsync(Server);
        foreach (var (path, shown) in new[] { ("me", "New token…"), ("admin#terminals", "Watch Carol"), ("admin#nodes", "Viewers"), ("admin#sign-ins", "Refresh"), ("admin#audit", "Terminal opened"),
            ("admin#desktops", "Nobody uses"), ("admin#credentials", "Add…"), ("admin#host-keys", "Import from a scan"), ("admin#settings", "Name, value, line") })
        {
            var tab = await phone.GoAsync(path);
            await Expect(tab.Page.Locator($":text('{shown}'), [aria-label^='{shown}'], [placeholder='{shown}']").Locator("visible=true").First).ToBeVisibleAsync();
            await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveCountAsync(1);
            Assert.DoesNotContain("", await tab.Page.Locator("a, button, input, select, textarea, summary").EvaluateAllAsync<string[]>(Names));
            Assert.Equal(360, await tab.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
            await tab.Page.CloseAsync();
        }
    }

    [Fact]
    public async Task A_dialog_takes_the_focus_and_gives_it_back()
    {
        var gateway = await StartAsync();
        var tab = await (await VisitAsync(gateway, "alice")).GoAsync("me");
        await tab.Button("New token…").FocusAsync();
        await tab.PressAsync("Enter");
        await Expect(Field(tab, "Name")).ToBeFocusedAsync();
        await tab.PressAsync("Escape");
        await Expect(tab.Dialog("New token")).ToHaveCountAsync(0);
        await Expect(tab.Button("New token…")).ToBeFocusedAsync();
        await tab.Button("Account: Alice").FocusAsync();
        await tab.PressAsync("Enter");
        await tab.PressAsync("Tab");
        await Expect(tab.Page.GetByRole(AriaRole.Link, new() { Name = "Terminals", Exact = true })).ToBeFocusedAsync();
        await tab.PressAsync("Escape");
        await Expect(tab.Button("Account: Alice")).ToBeFocusedAsync();
    }
}
