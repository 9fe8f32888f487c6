using System.Security.Cryptography;
using System.Text;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Tests.Browser;

public sealed class ClipboardTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    [Fact]
    public async Task What_is_selected_is_copied()
    {
        var tab = await OpenAsync();
        await tab.RunAsync("clear; echo se''lected", "selected");
        var box = (await tab.Page.Locator(".xterm-screen").BoundingBoxAsync())!;
        await tab.Page.Mouse.DblClickAsync(box.X + 30, box.Y + 8);
        await Expect(tab.Page.GetByText("Copied")).ToBeVisibleAsync();
        Assert.Equal("selected", await tab.ClipboardAsync());
    }

    [Fact]
    public async Task Ctrl_Shift_C_copies_and_Ctrl_Shift_V_pastes()
    {
        var tab = await OpenAsync();
        await tab.RunAsync("clear; echo co''py-me", "copy-me");
        await tab.Page.EvaluateAsync("() => probe.terminal.select(0, 0, 7)");
        await tab.PressAsync("Control+Shift+C");
        await Expect(tab.Page.GetByText("Copied")).ToBeVisibleAsync();
        Assert.Equal("copy-me", await tab.ClipboardAsync());
        await tab.TypeAsync("echo pasted-");
        await tab.PressAsync("Control+Shift+V");
        await tab.ExpectAsync("echo pasted-copy-me");
        await tab.PressAsync("Enter");
        await tab.UntilAsync("probe.lines().includes('pasted-copy-me')");
    }

    [Fact]
    public async Task Several_lines_are_shown_before_they_are_typed()
    {
        var tab = await OpenAsync();
        await tab.ClipAsync("echo one-$((1+1))\necho two-$((1+2))\n");
        await tab.PressAsync("Control+Shift+V");
        var dialog = tab.Dialog("Paste several lines?");
        await Expect(dialog).ToContainTextAsync("echo one-$((1+1))");
        await tab.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
        await tab.RunAsync("echo $((6*7))", "42");
        Assert.DoesNotContain("one-", await tab.TextAsync(), StringComparison.Ordinal);
        await tab.PressAsync("Control+Shift+V");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Paste as one line" }).ClickAsync();
        await tab.ExpectAsync("echo one-$((1+1)) echo two-$((1+2))");
        await tab.PressAsync("Control+c");
        await tab.PressAsync("Control+Shift+V");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Paste", Exact = true }).ClickAsync();
        await tab.ExpectAsync("two-3");
    }

    [Fact]
    public async Task Control_characters_are_shown_before_they_are_typed()
    {
        var tab = await OpenAsync();
        await tab.ClipAsync("ls\u0003");
        await tab.PressAsync("Control+Shift+V");
        await Expect(tab.Dialog("Paste control characters?")).ToContainTextAsync("ls^C");
    }

    [Fact]
    public async Task Five_MiB_pasted_arrive_whole()
    {
        var tab = await OpenAsync();
        string line = string.Concat(Enumerable.Range(0, 9).Select(number => $"{number}pasted."));
        var text = new StringBuilder();
        for (int number = 0; text.Length < 5 * 1024 * 1024; number++) text.Append(number).Append(' ').Append(line).Append('\n');
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(text.ToString())));
        await tab.RunAsync($"stty raw -echo; echo re''ady; head -c {text.Length} | tr '\\r' '\\n' | sha256sum; stty sane", "ready");
        await tab.ClipAsync(text.ToString());
        await tab.PressAsync("Control+Shift+V");
        await tab.Dialog("Paste several lines?").GetByRole(AriaRole.Button, new() { Name = "Paste", Exact = true }).ClickAsync();
        await Expect(tab.Page.GetByText("Sending to the device")).ToBeVisibleAsync();
        await tab.ExpectAsync(hash);
        await Expect(tab.Page.GetByText("Sending to the device")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_device_can_neither_write_nor_read_the_clipboard_nor_read_the_title_back()
    {
        var tab = await OpenAsync();
        await tab.ClipAsync("mine");
        await tab.RunAsync("printf '\\033]52;c;%s\\007\\033]2;a title\\007' $(printf evil | base64); echo wr''itten", "written");
        await Expect(tab.Page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("^a title"));
        Assert.Equal("mine", await tab.ClipboardAsync());
        await tab.RunAsync("stty -echo -icanon min 0 time 5; printf '\\033]52;c;?\\007\\033[21t\\033[20t\\033[>q\\033]10;?\\007'; echo \"answer:<$(dd bs=99 count=1 2>/dev/null | cat -v)>\"; stty sane", "answer:<>");
    }
}
