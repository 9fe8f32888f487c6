using Gateway.Tests.Harness;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Tests.Browser;

public sealed class HomeTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task Running_terminals_are_listed_as_they_come_and_go_and_can_be_come_back_to()
    {
        var visitor = await VisitAsync();
        var home = await visitor.GoAsync("");
        await Expect(home.Page.GetByText("Nothing is running.")).ToBeVisibleAsync();
        var tab = await visitor.OpenAsync(Server);
        await tab.RunAsync("me=here");
        var card = home.Page.Locator(".card:not(.ghost)");
        await Expect(card).ToHaveCountAsync(1);
        await Expect(card).ToContainTextAsync("1 tab");
        await tab.Page.CloseAsync();
        await Expect(card).ToContainTextAsync("no tab open");
        await card.GetByRole(AriaRole.Link).ClickAsync();
        await home.StateAsync("live");
        await home.RunAsync("echo \"still <$me>\"", "still <here>");
        Assert.DoesNotContain("#", home.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_is_ended_from_the_list_after_a_question()
    {
        var visitor = await VisitAsync();
        var tab = await visitor.OpenAsync(Server);
        var home = await visitor.GoAsync("");
        await home.Button($"End {SshServer.User}@127.0.0.1:{Server.Port}").ClickAsync();
        await home.Dialog("End this terminal?").GetByRole(AriaRole.Button, new() { Name = "End it" }).ClickAsync();
        await tab.StateAsync("ended");
        await Expect(tab.Farewell).ToContainTextAsync("Closed");
        await Expect(home.Page.Locator(".card .dot.live")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Nobody_sees_another_visitor_s_terminals()
    {
        await OpenAsync();
        var stranger = await VisitAsync();
        var home = await stranger.GoAsync("");
        await Expect(home.Page.GetByText("Nothing is running.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_form_says_what_is_wrong_and_makes_the_right_link()
    {
        var visitor = await VisitAsync();
        var home = await visitor.GoAsync("");
        var user = home.Page.GetByRole(AriaRole.Textbox, new() { Name = "User" });
        var port = home.Page.GetByRole(AriaRole.Combobox, new() { Name = "Port" });
        await port.FillAsync("");
        await home.Button("Open").ClickAsync();
        await Expect(home.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Type the user name on the device.");
        await user.FillAsync("-oProxyCommand");
        await Expect(user).ToHaveAttributeAsync("aria-invalid", "true");
        await user.FillAsync("al+ice@x");
        await port.FillAsync("1");
        await Expect(home.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Not allowed here.");
        await port.FillAsync($"{Server.Port}");
        await home.Page.GetByText("Make a link to share").ClickAsync();
        await home.Page.GetByLabel("Title").FillAsync("Core & co");
        await home.Page.GetByLabel("Theme").SelectOptionAsync("nord");
        string link = $"{Gateway.Address.GetLeftPart(UriPartial.Authority)}/remote/ssh/al%2Bice@x/{Server.Port}?title=Core+%26+co&theme=nord";
        await Expect(home.Page.Locator("output")).ToHaveTextAsync(link);
        await home.Button("Copy").ClickAsync();
        await Expect(home.Button("Copied")).ToBeVisibleAsync();
        Assert.Equal(link, await home.ClipboardAsync());
        await user.FillAsync(SshServer.User);
        await user.PressAsync("Enter");
        await home.StateAsync("live");
        await Expect(home.Page).ToHaveTitleAsync("Core & co");
    }

    [Fact]
    public async Task A_link_that_was_opened_is_offered_again_and_can_be_forgotten()
    {
        var visitor = await VisitAsync();
        var tab = await visitor.OpenAsync(Server, "?title=Core");
        await tab.Page.CloseAsync();
        var home = await visitor.GoAsync("");
        var recent = home.Page.Locator(".recent li");
        await Expect(recent).ToContainTextAsync("Core");
        await recent.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(recent).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("remote/rsh/alice/22", 404, "There is no method")]
    [InlineData("remote/ssh/-oProxyCommand=x/22", 400, "This is not a user name")]
    [InlineData("remote/ssh/alice/1", 403, "Port 1 is not open here")]
    [InlineData("nothing/here", 404, "There is nothing at this address")]
    public async Task A_wrong_link_gets_a_page_that_says_what_to_do_even_without_JavaScript(string path, int status, string title)
    {
        var visitor = (await VisitAsync(new() { JavaScriptEnabled = false })).Expects("Failed to load resource");
        var page = await visitor.Context.NewPageAsync();
        var response = await page.GotoAsync(new Uri(Gateway.Address, path).AbsoluteUri);
        Assert.Equal(status, response!.Status);
        await Expect(page.GetByRole(AriaRole.Heading)).ToContainTextAsync(title);
        await Expect(page.Locator(".hint")).Not.ToBeEmptyAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Go to your terminals" }).ClickAsync();
        await Expect(page).ToHaveTitleAsync("Gateway");
    }
}
