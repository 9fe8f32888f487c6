using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Tests.Browser;

public sealed class RecordingsTests(BrowserFixture fixture) : PeopleTest(fixture)
{
    // What a device may not do to whoever looks at its recording: name the tab, write the clipboard.
    private const string Attack = @"printf '\033]0;hacked\007\033]52;c;aGFja2Vk\007'; clear; echo after$((6*7))";

    [Fact]
    public async Task A_recorded_terminal_is_watched_live_found_by_a_word_played_from_that_moment_and_taken_along_as_a_file()
    {
        var gateway = await StartAsync(change: file => file["recording"] = new JsonObject { ["terminals"] = "all" });
        var visitor = await VisitAsync(gateway, "alice");
        var tab = await visitor.OpenAsync(Server);
        await Expect(tab.Status.GetByText("Recorded", new() { Exact = true })).ToBeVisibleAsync();
        await tab.RunAsync("echo need$((6*7))le", "need42le");

        var live = await visitor.GoAsync("");
        await live.Page.GetByRole(AriaRole.Banner).GetByRole(AriaRole.Link, new() { Name = "Recordings" }).ClickAsync();
        var row = live.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Live" }).GetByRole(AriaRole.Link);
        await SearchAsync(live, row);
        await row.ClickAsync();
        await live.ExpectAsync("need42le");
        await tab.RunAsync("echo while$((6*7))", "while42");
        await live.ExpectAsync("while42");
        await tab.RunAsync(Attack, "after42");
        await tab.RunAsync("exit");
        await tab.StateAsync("ended");
        await Expect(live.Button("Play")).ToBeVisibleAsync();
        await Expect(live.Button("Live")).ToHaveCountAsync(0);

        var found = await FoundAsync(visitor, "need42le");
        await found.ClipAsync("mine");
        await found.Page.Locator(".found mark").First.ClickAsync();
        await found.ExpectAsync("need42le");
        Assert.StartsWith("?t=", new Uri(found.Page.Url).Query, StringComparison.Ordinal);
        await SeekAsync(found);
        Assert.Equal("mine", await found.ClipboardAsync());
        Assert.DoesNotContain("hacked", await found.Page.TitleAsync(), StringComparison.Ordinal);

        using var scratch = new Scratch();
        await found.Button("Download").ClickAsync();
        var download = await found.Page.RunAndWaitForDownloadAsync(() => found.Dialog("Download this recording").GetByText("One HTML file").ClickAsync());
        await download.SaveAsAsync(scratch.PathOf("recording.html"));
        var offline = await VisitAsync();
        await offline.Context.SetOfflineAsync(true);
        var file = await offline.GoAsync(new Uri(scratch.PathOf("recording.html")).AbsoluteUri);
        await file.UntilAsync("probe.terminal");
        await SeekAsync(file);
    }

    // To the end, where the screen was cleared, and from the beginning to where the word stood on it.
    private static async Task SeekAsync(Tab tab)
    {
        await tab.PressAsync("End");
        await tab.ExpectAsync("after42");
        await tab.UntilAsync("!probe.lines(24).some(line => line.includes('need42le'))");
        await Expect(tab.Button("Play")).ToBeVisibleAsync();
        await tab.PressAsync("Home");
        await tab.UntilAsync("!probe.sees('after42')");
        for (int step = 0; step < 4; step++) await tab.PressAsync("+");
        await tab.PressAsync("k");
        await tab.ExpectAsync("need42le");
    }

    private static async Task<Tab> FoundAsync(Visitor visitor, string words)
    {
        var tab = await visitor.GoAsync("recordings");
        await tab.Page.GetByLabel("Words that stood on the screen").FillAsync(words);
        var mark = tab.Page.Locator(".found mark").First;
        await SearchAsync(tab, mark);
        await Expect(mark).ToHaveTextAsync(words);
        return tab;
    }

    // What was only just written comes into the index a moment later.
    private static async Task SearchAsync(Tab tab, ILocator wanted)
    {
        for (var until = DateTime.UtcNow + HubClient.Patience; DateTime.UtcNow < until;)
        {
            await tab.Button("Search").ClickAsync();
            await Expect(tab.Page.Locator(".answer")).ToHaveAttributeAsync("aria-busy", "false");
            if (await wanted.CountAsync() > 0) return;
        }
    }
}
