using System.Net;
using System.Net.Http.Headers;
using Gateway.Tests.Harness;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Tests.Browser;

public sealed class PeopleTests(BrowserFixture fixture) : PeopleTest(fixture)
{
    private const string Font = ".my-settings select >> nth=0";

    [Fact]
    public async Task Whoever_follows_a_link_signs_in_first_and_is_led_to_the_terminal()
    {
        var gateway = await StartAsync();
        var visitor = await StrangerAsync(gateway);
        var tab = await visitor.GoAsync(Visitor.Link(Server));
        await SignInAsync(tab, "alice", "wrong");
        await Expect(tab.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Name, password or code is wrong.");
        await Expect(Field(tab, "Password")).ToBeFocusedAsync();
        await SignInAsync(tab, "alice");
        await tab.StateAsync("live");
        await tab.RunAsync("echo first$((6*7))", "first42");
        Assert.Equal($"/{Visitor.Link(Server)}", new Uri(tab.Page.Url).AbsolutePath);
    }

    [Fact]
    public async Task Who_comes_to_a_port_where_somebody_is_may_ask_to_watch_and_then_types_nothing()
    {
        var gateway = await StartAsync();
        var alice = await (await VisitAsync(gateway, "alice")).OpenAsync(Server);
        var bob = await (await VisitAsync(gateway, "bob")).GoAsync(Visitor.Link(Server));
        await Answer(bob, "Alice is on this port", "Ask Alice to let you watch").ClickAsync();
        await alice.Button("Let Bob watch").ClickAsync();
        await bob.StateAsync("live");
        await bob.ExpectAsync("$ ");
        await Expect(alice.Page.Locator(".company")).ToHaveAccessibleNameAsync("People on this terminal: Bob, who watches");
        await bob.RunAsync("echo stray");
        await Expect(bob.Page.GetByText("You only watch: keys are not sent")).ToBeVisibleAsync();
        await alice.RunAsync("echo first$((6*7))", "first42");
        await bob.ExpectAsync("first42");
        Assert.DoesNotContain("stray", await alice.TextAsync());
        await bob.Page.CloseAsync();
        await Expect(alice.Page.Locator(".company")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_administrator_sees_a_terminal_come_writes_to_it_and_ends_it()
    {
        var gateway = await StartAsync();
        var carol = await (await VisitAsync(gateway, "carol")).GoAsync("admin");
        await Expect(carol.Page.GetByText("Nobody has a terminal open.")).ToBeVisibleAsync();
        var alice = await (await VisitAsync(gateway, "alice")).OpenAsync(Server);
        string where = $"Alice, ssh {SshServer.User} on port {Server.Port}";
        await carol.Button($"Send a message to {where}").ClickAsync();
        await Field(carol, "Text").FillAsync("<b>18:00</b> restart");
        await Answer(carol, "Message to Alice", "Send").ClickAsync();
        await Expect(alice.Page.Locator(".written .text")).ToHaveTextAsync("<b>18:00</b> restart");
        await Expect(alice.Page.Locator(".written .text b")).ToHaveCountAsync(0);
        await carol.Button($"End {where}").ClickAsync();
        await Answer(carol, "End Alice’s terminal?", "End it").ClickAsync();
        await alice.StateAsync("ended");
        await Expect(alice.Farewell).ToContainTextAsync("Carol, an administrator, ended this terminal.");
        await Expect(carol.Page.GetByText("Nobody has a terminal open.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_revoked_sign_in_is_said_on_the_terminal_and_a_new_one_in_another_tab_keeps_it()
    {
        var gateway = await StartAsync(signIn => signIn["revokeGrace"] = "00:05:00");
        var visitor = await VisitAsync(gateway, "alice");
        var tab = await visitor.OpenAsync(Server);
        await tab.RunAsync("echo first$((6*7))", "first42");
        string terminal = await tab.TerminalAsync();
        var elsewhere = await (await VisitAsync(gateway, "alice")).GoAsync("me");
        await elsewhere.Page.Locator("li", new() { HasText = "last used" }).Filter(new() { HasNotText = "this one" }).GetByRole(AriaRole.Button).ClickAsync();
        await Answer(elsewhere, "Revoke this sign-in?", "Revoke").ClickAsync();
        var alert = tab.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "was revoked" });
        await Expect(alert).ToBeVisibleAsync();
        await tab.RunAsync("echo stray");
        Assert.Contains("first42", await tab.TextAsync());
        await SignInAsync(await visitor.GoAsync("sign-in?renew"), "alice");
        await tab.Page.BringToFrontAsync();
        // What is typed before the terminal has its right back does not get there.
        await tab.RunUntilAsync("echo second$((7*7))", "second49");
        await Expect(alert).ToHaveCountAsync(0);
        Assert.Equal(terminal, await tab.TerminalAsync());
        string text = await tab.TextAsync();
        Assert.Contains("first42", text);
        // What was typed while it was refused is not made up for.
        Assert.DoesNotContain("stray", text);
    }

    [Fact]
    public async Task A_person_makes_a_token_uses_it_and_revokes_it_and_finds_the_settings_in_another_browser()
    {
        var gateway = await StartAsync();
        var tab = await (await VisitAsync(gateway, "alice")).GoAsync("me");
        await tab.Button("New token…").ClickAsync();
        await Field(tab, "Name").FillAsync("nightly");
        await Answer(tab, "New token", "Make it").ClickAsync();
        var shown = tab.Page.GetByLabel("The token");
        string token = await shown.InnerTextAsync();
        // A browser closes a dialog by itself when Escape is pressed again; this one is shown this once.
        for (int press = 0; press < 3; press++) await tab.PressAsync("Escape");
        await Expect(shown).ToBeVisibleAsync();
        await tab.Button("I have it").ClickAsync();
        Assert.Equal(HttpStatusCode.OK, await ListAsync(gateway, token));
        await tab.Button("Revoke nightly").ClickAsync();
        await Answer(tab, "Revoke this token?", "Revoke").ClickAsync();
        await Expect(tab.Button("Revoke nightly")).ToHaveCountAsync(0);
        Assert.Equal(HttpStatusCode.Unauthorized, await ListAsync(gateway, token));

        await tab.Page.RunAndWaitForResponseAsync(() => tab.Page.Locator(Font).SelectOptionAsync("Fira Code"), answer => answer.Request.Method == "PUT" && answer.Ok);
        var other = await (await VisitAsync(gateway, "alice")).GoAsync("me");
        await Expect(other.Page.Locator(Font)).ToHaveValueAsync("Fira Code");
    }

    private static async Task<HttpStatusCode> ListAsync(TestGateway gateway, string token)
    {
        using var script = gateway.Browser();
        script.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await script.GetAsync("api/terminals");
        return response.StatusCode;
    }
}
