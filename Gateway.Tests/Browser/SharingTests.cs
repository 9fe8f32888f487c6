using Gateway.Tests.Harness;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Tests.Browser;

public sealed class SharingTests(BrowserFixture fixture) : PeopleTest(fixture)
{
    // A full-screen program: its own screen, text at places of its own, and whatever is typed is shown.
    private const string Program = """printf '\033[?1049h\033[2J\033[3;9H\033[7mbo\033[0mard\033[6;1H'; cat""";

    [Fact]
    public async Task A_guest_follows_a_link_into_a_running_program_is_given_the_keyboard_and_loses_it_again()
    {
        var gateway = await StartAsync();
        var alice = await (await VisitAsync(gateway, "alice")).OpenAsync(Server);
        await alice.RunAsync(Program, "board");
        await alice.RunAsync("first");
        string link = await ShareAsync(alice, "may type too");
        string secret = link.Split('#')[1];

        // The link survives the sign-in, and its secret is seen in no address.
        var visitor = await StrangerAsync(gateway, new() { ViewportSize = new() { Width = 720, Height = 480 } });
        var asked = new List<string>();
        visitor.Context.Request += (_, request) => asked.Add($"{request.Url.Split('#')[0]} {(request.Headers.TryGetValue("referer", out string? from) ? from : "")}");
        var bob = await visitor.GoAsync(link);
        await SignInAsync(bob, "bob");
        await bob.StateAsync("live");
        Assert.Equal(link.Split('#')[0], bob.Page.Url);
        Assert.All(asked, address => Assert.DoesNotContain(secret, address));
        await Expect(bob.Page.GetByText("Watching Alice’s terminal")).ToBeVisibleAsync();
        await bob.ExpectAsync("board");
        await AssertSameAsync(alice, bob);
        Assert.Equal(await alice.SizeAsync(), await bob.SizeAsync());
        await Expect(People(alice)).ToHaveAccessibleNameAsync("People on this terminal: Bob, who watches");

        // What he types is not sent, but he may ask.
        await bob.TypeAsync("stray");
        await bob.Page.Locator(".banner").GetByText("Ask for the keyboard").ClickAsync();
        await alice.Button("Give Bob the keyboard").ClickAsync();
        await Expect(bob.Page.GetByText("Typing in Alice’s terminal")).ToBeVisibleAsync();
        await bob.RunAsync("second");
        await alice.ExpectAsync("second");
        await bob.UntilAsync("probe.terminal.cols < 100");
        await alice.UntilAsync($"probe.terminal.cols === {(await bob.SizeAsync()).Columns}");

        // The owner, who cannot type meanwhile, takes it back at once.
        await alice.TypeAsync("stray");
        await Expect(alice.Page.GetByText("Bob has the keyboard: keys are not sent")).ToBeVisibleAsync();
        await alice.Button("Take it back").ClickAsync();
        await Expect(bob.Page.GetByText("Watching Alice’s terminal")).ToBeVisibleAsync();
        await bob.TypeAsync("stray");
        await alice.RunAsync("third");
        await bob.ExpectAsync("third");
        Assert.DoesNotContain("stray", await alice.TextAsync());
        await bob.UntilAsync($"probe.terminal.cols === {(await alice.SizeAsync()).Columns}");

        // A reload needs no secret in the address. With the link goes who came by it.
        await bob.Page.ReloadAsync();
        await bob.ExpectAsync("third");
        await AssertSameAsync(alice, bob);
        await alice.Button("Share").ClickAsync();
        await alice.Dialog("Share this terminal").GetByText("Revoke", new() { Exact = true }).ClickAsync();
        await bob.StateAsync("sentaway");
        await bob.Page.ReloadAsync();
        await bob.StateAsync("refused");
        await Expect(bob.Farewell).ToContainTextAsync("This link is not good, or not any more");
        await Expect(People(alice)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task On_a_phone_sharing_is_done_with_the_keyboard_alone_and_everything_has_a_name()
    {
        var gateway = await StartAsync();
        var narrow = new BrowserNewContextOptions { ViewportSize = new() { Width = 360, Height = 720 } };
        var alice = await (await VisitAsync(gateway, "alice", narrow)).OpenAsync(Server);
        string link = await ShareAsync(alice, "watches", dialog: async () =>
        {
            await alice.PressAsync("ContextMenu");
            await alice.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Share…" }).FocusAsync();
            await alice.PressAsync("Enter");
        });
        await alice.UntilAsync("document.activeElement.classList.contains('xterm-helper-textarea')");
        var bob = await (await VisitAsync(gateway, "bob", narrow)).GoAsync(link);
        await bob.StateAsync("live");
        await bob.ExpectAsync("$ ");
        foreach (var tab in new[] { alice, bob })
        {
            await People(tab).FocusAsync();
            await tab.PressAsync("Enter");
            await Expect(tab.Dialog("On this terminal")).ToBeVisibleAsync();
            Assert.DoesNotContain("", await tab.Page.Locator("button, input, select, a").EvaluateAllAsync<string[]>(PeopleAccessibilityTests.Names));
            Assert.Equal(360, await tab.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
        }
        await Answer(alice, "On this terminal", "Send Bob away").ClickAsync();
        await bob.StateAsync("sentaway");
        await Expect(bob.Dialog("On this terminal")).ToHaveCountAsync(0);
    }

    /// <summary>Makes a link to a terminal, for anyone, and puts the dialog away.</summary>
    private static async Task<string> ShareAsync(Tab owner, string may, Func<Task>? dialog = null)
    {
        await (dialog?.Invoke() ?? owner.Button("Share").ClickAsync());
        await owner.Dialog("Share this terminal").GetByText(may, new() { Exact = true }).ClickAsync();
        await Answer(owner, "Share this terminal", "Make a link").ClickAsync();
        string link = await owner.Page.GetByRole(AriaRole.Textbox, new() { Name = "Link", Exact = true }).InputValueAsync();
        await Answer(owner, "Share this terminal", "Copy").ClickAsync();
        await Expect(Answer(owner, "Share this terminal", "Copied")).ToBeVisibleAsync();
        Assert.Equal(link, await owner.ClipboardAsync());
        await owner.PressAsync("Escape");
        await Expect(owner.Dialog("Share this terminal")).ToHaveCountAsync(0);
        return link;
    }

    private static ILocator People(Tab tab) => tab.Page.Locator("button.company");

    private static Task AssertSameAsync(Tab one, Tab other) => Wait.UntilAsync(async () => string.Join('\n', await ScreenAsync(one)) == string.Join('\n', await ScreenAsync(other)), () => "the same on both screens");

    /// <summary>What is on the screen, with which of it is shown in reverse.</summary>
    private static Task<string[]> ScreenAsync(Tab tab) => tab.Page.EvaluateAsync<string[]>("""
        () => {
          const { buffer: { active }, cols, rows } = probe.terminal;
          return Array.from({ length: rows }, (_, row) => Array.from({ length: cols }, (_, col) => {
            const cell = active.getLine(active.viewportY + row).getCell(col);
            return (cell.getChars() || ' ') + (cell.isInverse() ? '^' : '');
          }).join('').trimEnd()).concat(active.type, `${active.cursorX},${active.cursorY}`);
        }
        """);
}
