using System.Text;
using Gateway.Demo;
using Xunit;

namespace Gateway.Tests.Demo;

public sealed class DemoDeviceTests(DomainFixture fixture) : IClassFixture<DomainFixture>
{
    public static TheoryData<string> BothMethods => ["ssh", "telnet"];

    [Theory]
    [MemberData(nameof(BothMethods))]
    public async Task The_device_answers_help_with_its_commands(string method)
    {
        await using var device = await ConnectAsync(method);
        var help = await device.AskAsync("help", Prompt(method));
        foreach (var command in new[] { "show interfaces", "show log", "top", "flood", "art", "colors", "ping", "who", "echo", "exit" })
            Assert.Contains(command, help, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BothMethods))]
    public async Task The_device_takes_shell_tricks_for_unknown_words(string method)
    {
        await using var device = await ConnectAsync(method);
        foreach (var trick in new[] { "; id", "$(id)", "`id`", "!sh", "|id", "&& id", "id", "bash", "../../bin/sh", "~C", "\u001dshell" })
        {
            var answer = await device.AskAsync(trick, Prompt(method));
            Assert.Contains("% Unknown command", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("uid=", answer, StringComparison.Ordinal);
        }
        Assert.Contains("$(id); `id`", await device.AskAsync("echo $(id); `id`", Prompt(method)), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BothMethods))]
    public async Task Exit_and_Ctrl_D_end_the_connection(string method)
    {
        foreach (var leave in new[] { "exit\r", "\x04" })
        {
            await using var device = await ConnectAsync(method);
            await device.TypeAsync(leave);
            Assert.Contains("closed", await device.ReadToEndAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(BothMethods))]
    public async Task The_line_is_edited_recalled_and_completed(string method)
    {
        await using var device = await ConnectAsync(method);
        await device.TypeAsync("echo bad\x7f\x7f\x7fgold\u001b[D\u001b[D\u001b[3~O\r");
        await device.ReadUntilAsync("\r\ngoOd\r\n");
        await device.TypeAsync("\u001b[A\u001b[H\u001b[4~!\r");
        await device.ReadUntilAsync("\r\ngoOd!\r\n");
        await device.TypeAsync("sho\tv\t\r");
        await device.ReadUntilAsync("24 make-believe ports");
        await device.ReadUntilAsync("> "); // a Ctrl-C before the prompt is the command's
        await device.TypeAsync("rubbish\x03");
        await device.ReadUntilAsync("^C\r\n");
        await device.TypeAsync("echo clean\r");
        await device.ReadUntilAsync("\r\nclean\r\n");
    }

    [Theory]
    [MemberData(nameof(BothMethods))]
    public async Task Letters_beyond_ASCII_come_back_byte_for_byte(string method)
    {
        await using var device = await ConnectAsync(method);
        var text = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("é 端末 🚀"));
        await device.TypeAsync("echo é 端末 🚀\r");
        await device.ReadUntilAsync("\r\n" + text + "\r\n");
    }

    [Theory]
    [MemberData(nameof(BothMethods))]
    public async Task The_full_screen_page_follows_the_window_and_leaves_with_q(string method)
    {
        await using var device = await ConnectAsync(method);
        await device.TypeAsync("top\r");
        await device.ReadUntilAsync("\u001b[?1049h");
        await device.ReadUntilAsync("window 80x24");
        await device.ResizeAsync(200, 60);
        await device.ReadUntilAsync("window 200x60");
        await device.TypeAsync("q");
        await device.ReadUntilAsync("\u001b[?1049l");
        Assert.Contains("200 x 60", await device.AskAsync("who", "(you)"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BothMethods))]
    public async Task Ctrl_C_stops_a_flood(string method)
    {
        await using var device = await ConnectAsync(method);
        await device.TypeAsync("flood\r");
        await device.ReadUntilAsync("0000050000 ");
        await device.TypeAsync("\x03");
        await device.ReadUntilAsync("^C\r\n");
        await device.ReadUntilAsync(Prompt(method));
    }

    [Theory]
    [MemberData(nameof(BothMethods))]
    public async Task A_flood_of_one_MiB_is_exactly_the_lines_it_promises(string method)
    {
        await using var device = await ConnectAsync(method);
        await device.TypeAsync("flood 1\r");
        await device.ReadUntilAsync("flood 1\r\n");
        var line = new byte[DeviceFlood.LineLength];
        for (var number = 0; number < 1024 * 1024 / DeviceFlood.LineLength; number++)
        {
            DeviceFlood.WriteLine(number, line);
            Assert.Equal(Encoding.ASCII.GetString(line).TrimEnd() + "\r\n", await device.ReadUntilAsync("\r\n"));
        }
        await device.ReadUntilAsync(Prompt(method));
    }

    private async Task<Conversation> ConnectAsync(string method)
    {
        var device = method == "ssh" ? await fixture.SshAsync() : await fixture.TelnetAsync();
        await device.ReadUntilAsync(Prompt(method));
        return device;
    }

    private string Prompt(string method) => method == "ssh" ? fixture.SshPrompt : fixture.TelnetPrompt;
}
