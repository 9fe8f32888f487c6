using Gateway.Tests.Harness;
using Microsoft.Playwright;
using Xunit;

namespace Gateway.Tests.Browser;

/// <summary>One tab, seen and used as a person does. Every wait ends, at the latest, with a failed test.</summary>
internal sealed class Tab(IPage page)
{
    public IPage Page => page;

    public IKeyboard Keyboard => page.Keyboard;

    /// <summary>The terminal's name, as the page knows it.</summary>
    public Task<string> TerminalAsync() => page.EvaluateAsync<string>("() => document.documentElement.dataset.terminal");

    /// <summary>Waits until the page is in a state: connecting, live, lost, ended, refused or takenover.</summary>
    public Task StateAsync(string state) => Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-state", state, new() { Timeout = Milliseconds });

    /// <summary>Waits for words in one of the last lines of the terminal.</summary>
    public async Task ExpectAsync(string words)
    {
        double after = await page.EvaluateAsync<double>("([words, within]) => probe.until(() => probe.sees(words), within)", new object[] { words, Milliseconds });
        if (after < 0) Assert.Fail($"There was no \"{words}\" in time. The terminal shows:\n{await TextAsync()}");
    }

    /// <summary>Types, key by key.</summary>
    public Task TypeAsync(string text) => page.Keyboard.TypeAsync(text);

    public Task PressAsync(string key) => page.Keyboard.PressAsync(key);

    /// <summary>Presses a key, as often as needed, until the page is in a state: it does not listen at once.</summary>
    public async Task PressUntilAsync(string key, string state)
    {
        for (var until = DateTime.UtcNow + HubClient.Patience; DateTime.UtcNow < until;)
        {
            await PressAsync(key);
            if (await page.EvaluateAsync<double>("state => probe.until(() => document.documentElement.dataset.state === state, 300)", state) >= 0) return;
        }
        Assert.Fail($"{key} did not make the page {state}.");
    }

    /// <summary>Types a command and Enter.</summary>
    public async Task RunAsync(string command)
    {
        await TypeAsync(command);
        await PressAsync("Enter");
    }

    /// <summary>Types a command and waits for words that it prints. The command itself must not hold them.</summary>
    public async Task RunAsync(string command, string words)
    {
        await RunAsync(command);
        await ExpectAsync(words);
    }

    /// <summary>Types a command, as often as needed, until words that it prints are there.</summary>
    public async Task RunUntilAsync(string command, string words)
    {
        for (var until = DateTime.UtcNow + HubClient.Patience; DateTime.UtcNow < until;)
        {
            await RunAsync(command);
            if (await page.EvaluateAsync<double>("words => probe.until(() => probe.sees(words), 300)", words) >= 0) return;
        }
        await ExpectAsync(words);
    }

    /// <summary>Everything that xterm.js holds, wrapped lines joined.</summary>
    public async Task<string> TextAsync() => string.Join('\n', await LinesAsync());

    public Task<string[]> LinesAsync() => page.EvaluateAsync<string[]>("() => probe.lines()");

    public async Task<(int Columns, int Rows)> SizeAsync()
    {
        int[] size = await page.EvaluateAsync<int[]>("() => [probe.terminal.cols, probe.terminal.rows]");
        return (size[0], size[1]);
    }

    /// <summary>Puts text on the clipboard.</summary>
    public Task ClipAsync(string text) => page.EvaluateAsync("text => navigator.clipboard.writeText(text)", text);

    public Task<string> ClipboardAsync() => page.EvaluateAsync<string>("() => navigator.clipboard.readText()");

    /// <summary>A button by its accessible name.</summary>
    public ILocator Button(string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>A dialog by its accessible name.</summary>
    public ILocator Dialog(string name) => page.GetByRole(AriaRole.Dialog, new() { Name = name });

    /// <summary>The panel that says what became of the terminal.</summary>
    public ILocator Farewell => page.GetByRole(AriaRole.Alertdialog);

    public ILocator Status => page.Locator("footer.status");

    /// <summary>Waits until something in the page is true.</summary>
    public async Task UntilAsync(string condition)
    {
        double after = await page.EvaluateAsync<double>($"within => probe.until(() => {condition}, within)", Milliseconds);
        Assert.True(after >= 0, $"It never came true that {condition}. The terminal shows:\n{await TextAsync()}");
    }

    private static int Milliseconds => (int)HubClient.Patience.TotalMilliseconds;
}
