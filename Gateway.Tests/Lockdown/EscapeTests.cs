using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Lockdown;

/// <summary>Every escape of both clients, typed through the running gateway: it has to come out at the device as bytes.</summary>
public sealed class EscapeTests(EscapeTests.Devices devices) : IClassFixture<EscapeTests.Devices>
{
    // A device that shows every byte it gets at once, control characters as ^X.
    private const string Shows = "stty raw -echo; echo ready; exec cat -v";

    [Fact]
    public async Task Telnets_escape_character_and_its_commands_reach_the_device()
    {
        using var scratch = new Scratch();
        string trap = scratch.PathOf("trap");
        await using var server = await TelnetServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync([server.Port]);
        await using var page = await gateway.OpenAsync("telnet", "bob", server.Port);
        await page.ExpectAsync("$ ");
        foreach (string command in new[] { $"!touch {trap}", "open 127.0.0.1 1", "z", "close", "quit", "send brk", "set escape a" })
        {
            await page.TypeAsync($"\u001d{command}\r");
            string since = await page.ExpectAsync("$ ");
            Assert.DoesNotContain("telnet>", since, StringComparison.Ordinal);
        }
        await page.TypeAsync("echo al''ive\r");
        await page.ExpectAsync("alive");
        Assert.False(File.Exists(trap));
        Assert.Equal(1, gateway.Terminals.RunningCount);
    }

    [Fact]
    public async Task Telnets_escape_character_arrives_as_the_byte_it_is()
    {
        await using var server = await TelnetServer.StartAsync(Shows);
        await using var gateway = await TestGateway.StartAsync([server.Port]);
        await using var page = await gateway.OpenAsync("telnet", "bob", server.Port);
        await page.ExpectAsync("ready");
        await page.TypeAsync("\u001d!x\u001d");
        await page.ExpectAsync("^]!x^]");
    }

    [Theory]
    [InlineData("~.")]
    [InlineData("~C")]
    [InlineData("~\u001a")]
    [InlineData("~&")]
    [InlineData("~#")]
    [InlineData("~?")]
    [InlineData("~~")]
    [InlineData("~R")]
    [InlineData("~B")]
    [InlineData("~V")]
    public async Task Sshs_escapes_reach_the_device_and_the_session_lives_on(string escape)
    {
        await using var page = await devices.Gateway.OpenAsync(devices.Server);
        await page.ExpectAsync("ready");
        await page.TypeAsync($"\r{escape}\n{escape}");
        string shown = escape.Replace("\u001a", "^Z", StringComparison.Ordinal);
        await page.ExpectAsync($"^M{shown}\n{shown}");
        await page.TypeAsync("alive");
        await page.ExpectAsync("alive");
    }

    public sealed class Devices : IAsyncLifetime
    {
        internal SshServer Server { get; private set; } = null!;

        internal TestGateway Gateway { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Server = await SshServer.StartAsync(Shows);
            Gateway = await TestGateway.StartAsync(Server);
        }

        public async Task DisposeAsync()
        {
            await Gateway.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}
