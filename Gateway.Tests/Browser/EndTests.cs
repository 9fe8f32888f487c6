using Gateway.Tests.Harness;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Tests.Browser;

public sealed class EndTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task The_end_is_said_in_words_and_Enter_reconnects()
    {
        var tab = await OpenAsync();
        string first = await tab.TerminalAsync();
        await tab.RunAsync("exit 3");
        await tab.StateAsync("ended");
        await Expect(tab.Farewell).ToContainTextAsync("The session ended with an error");
        await Expect(tab.Farewell).ToContainTextAsync("3");
        await Expect(tab.Farewell).ToBeFocusedAsync();
        await tab.PressUntilAsync("Enter", "live");
        await tab.ExpectAsync("$ ");
        Assert.NotEqual(first, await tab.TerminalAsync());
        await tab.RunAsync("echo $((6*7))", "42");
    }

    [Fact]
    public async Task Somebody_who_is_typing_when_it_ends_does_not_reconnect_by_accident()
    {
        var tab = await OpenAsync();
        // In the page, and in the moment in which the panel takes the focus: from here it may come late, when it is meant.
        await tab.Page.EvaluateAsync("""
            () => addEventListener('focusin', ({ target }) => {
              if (target.getAttribute('role') !== 'alertdialog') return;
              target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
              window.pressed = true;
            })
            """);
        await tab.RunAsync("exit");
        await tab.StateAsync("ended");
        await tab.UntilAsync("window.pressed");
        await Expect(tab.Farewell).ToContainTextAsync("The session ended");
        await Expect(tab.Page.Locator("html")).ToHaveAttributeAsync("data-state", "ended");
    }

    [Fact]
    public async Task A_refused_connection_is_said_in_words()
    {
        int nobody = Ports.Free();
        await using var gateway = await TestGateway.StartAsync([nobody]);
        var visitor = await VisitAsync(address: gateway.Address);
        var tab = await visitor.GoAsync($"remote/ssh/alice/{nobody}");
        await tab.StateAsync("ended");
        await Expect(tab.Farewell).ToContainTextAsync("Connection refused");
        await Expect(tab.Farewell).ToContainTextAsync($"{nobody}");
    }

    [Fact]
    public async Task A_changed_host_key_is_said_in_words()
    {
        await using var server = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync(server);
        var visitor = await VisitAsync(address: gateway.Address);
        await visitor.OpenAsync(server);
        await server.ChangeHostKeyAsync();
        var tab = await visitor.GoAsync(Visitor.Link(server));
        await tab.StateAsync("ended");
        await Expect(tab.Farewell).ToContainTextAsync("The host key does not match");
    }

    [Fact]
    public async Task Leaving_is_asked_about_only_while_the_terminal_lives()
    {
        var tab = await OpenAsync();
        var asked = new List<string>();
        tab.Page.Dialog += (_, dialog) =>
        {
            asked.Add(dialog.Type);
            _ = dialog.DismissAsync();
        };
        await tab.TypeAsync("x");
        await tab.PressAsync("Backspace");
        var dialog = new TaskCompletionSource();
        tab.Page.Dialog += (_, _) => dialog.TrySetResult();
        await tab.Page.CloseAsync(new() { RunBeforeUnload = true });
        await dialog.Task.WaitAsync(HubClient.Patience);
        Assert.Equal(["beforeunload"], asked);
        await tab.RunAsync("exit");
        await tab.StateAsync("ended");
        var closed = new TaskCompletionSource();
        tab.Page.Close += (_, _) => closed.TrySetResult();
        await tab.Page.CloseAsync(new() { RunBeforeUnload = true });
        await closed.Task.WaitAsync(HubClient.Patience);
        Assert.Single(asked);
    }

    [Fact]
    public async Task A_terminal_can_be_ended_from_its_menu()
    {
        var tab = await OpenAsync();
        await tab.Button("Menu").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Menuitem, new() { Name = "End this terminal…" }).ClickAsync();
        await tab.Dialog("End this terminal?").GetByRole(AriaRole.Button, new() { Name = "End it" }).ClickAsync();
        await tab.StateAsync("ended");
        await Expect(tab.Farewell).ToContainTextAsync("Closed");
    }
}
