using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Gateway.Demo;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Demo;

public sealed class DemoDomainTests(DomainFixture fixture) : IClassFixture<DomainFixture>
{
    [Theory]
    [InlineData("id")]
    [InlineData("/bin/sh -i")]
    [InlineData("'; id; '")]
    public async Task A_command_asked_for_over_ssh_lands_in_the_device(string command)
    {
        await using var device = await fixture.SshAsync(command: command);
        Assert.DoesNotContain("uid=", await device.ReadUntilAsync(fixture.SshPrompt), StringComparison.Ordinal);
        Assert.Contains("Unknown command", await device.AskAsync("id", fixture.SshPrompt), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_terminal_ssh_lands_in_the_device_as_well()
    {
        var (_, output) = await SshAsync(["-T"], ["id"], "id\nexit\n");
        Assert.Contains("Unknown command \"id\"", output, StringComparison.Ordinal);
        Assert.DoesNotContain("uid=", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_transfer_is_refused()
    {
        var target = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        foreach (var (program, port) in new[] { ("scp", "-P"), ("sftp", "-P") })
        {
            var (code, _) = await DomainFixture.RunAsync(
                program,
                [.. fixture.SshOptions().SkipLast(2), port, $"{fixture.Domain.SshPort}", $"{fixture.Domain.User}@127.0.0.1:/etc/passwd", target]);
            Assert.NotEqual(0, code);
            Assert.False(File.Exists(target));
        }
    }

    [Fact]
    public async Task Forwarding_is_refused()
    {
        var (code, output) = await SshAsync(["-W", $"127.0.0.1:{fixture.Domain.TelnetPort}"], [], "");
        Assert.NotEqual(0, code);
        Assert.Contains("administratively prohibited", output, StringComparison.Ordinal);

        (_, output) = await SshAsync(["-T", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1"], [], "exit\n");
        Assert.Contains("remote port forwarding failed", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passwords_other_keys_and_other_accounts_are_refused()
    {
        var (code, output) = await SshAsync(["-o", "PreferredAuthentications=password,keyboard-interactive"], [], "");
        Assert.Equal(255, code);
        Assert.Contains("Permission denied (publickey)", output, StringComparison.Ordinal);
        (code, _) = await SshAsync(["-l", "nobody"], [], "");
        Assert.Equal(255, code);
    }

    [Fact]
    public async Task Telnet_lets_no_environment_in()
    {
        await using var telnet = await Conversation.StartAsync(
            $"DISPLAY=:7 DOTNET_STARTUP_HOOKS=/x LD_PRELOAD= exec telnet -E -c -l '-f root' 127.0.0.1 {fixture.Domain.TelnetPort}");
        await telnet.ReadUntilAsync(fixture.TelnetPrompt);
        Assert.Contains("Unknown command", await telnet.AskAsync("id", fixture.TelnetPrompt), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_servers_listen_on_loopback_only()
    {
        var (_, sockets) = await DomainFixture.RunAsync("cat", ["/proc/net/tcp", "/proc/net/tcp6"]);
        foreach (var port in new[] { fixture.Domain.SshPort, fixture.Domain.TelnetPort })
        {
            var listeners = sockets.Split('\n').Where(line => line.Contains($":{port:X4} ", StringComparison.Ordinal) && line.Contains(" 0A ", StringComparison.Ordinal));
            Assert.Contains("0100007F:", Assert.Single(listeners), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_taken_port_is_named_and_nothing_is_started()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var folder = Directory.CreateTempSubdirectory("demo");
        var settings = new DemoDomainSettings(folder.FullName) { SshPort = Ports.Free(), TelnetPort = port };
        var fault = await Assert.ThrowsAsync<DemoDomainException>(() => DemoDomain.StartAsync(settings, CancellationToken.None));
        Assert.Contains($"port {port} of 127.0.0.1", fault.Message, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Keys_survive_a_restart_and_are_the_owners_alone()
    {
        var folder = Directory.CreateTempSubdirectory("demo");
        string? first = null;
        for (var start = 0; start < 2; start++)
        {
            var settings = new DemoDomainSettings(folder.FullName) { SshPort = Ports.Free(), TelnetPort = Ports.Free() };
            await using var domain = await DemoDomain.StartAsync(settings, CancellationToken.None);
            Assert.Equal(first ??= domain.HostKey, domain.HostKey);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(domain.IdentityFile));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.FullName));
        }
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Another_command_can_stand_in_for_the_device()
    {
        var folder = Directory.CreateTempSubdirectory("demo");
        var settings = new DemoDomainSettings(folder.FullName)
        {
            SshPort = Ports.Free(),
            TelnetPort = Ports.Free(),
            Command = ["/bin/echo", "it's", "$HOME & so on"],
        };
        await using (await DemoDomain.StartAsync(settings, CancellationToken.None))
        {
            await using var telnet = await Conversation.StartAsync($"exec telnet -E -c 127.0.0.1 {settings.TelnetPort}");
            await telnet.ReadUntilAsync("it's $HOME & so on\r\n");
        }
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Disposing_ends_the_servers_and_everybody_connected()
    {
        var own = new DomainFixture();
        await own.InitializeAsync();
        await using var ssh = await own.SshAsync();
        await using var telnet = await own.TelnetAsync();
        await ssh.ReadUntilAsync(own.SshPrompt);
        await telnet.ReadUntilAsync(own.TelnetPrompt);
        var names = new[] { $"sw-{own.Domain.SshPort}", $"sw-{own.Domain.TelnetPort}", $"TCP-LISTEN:{own.Domain.SshPort}" };
        Assert.All(names, name => Assert.NotEmpty(Running(name)));

        await own.DisposeAsync();

        await ssh.ReadToEndAsync();
        await telnet.ReadToEndAsync();
        await Wait.UntilAsync(() => !names.SelectMany(Running).Any(), "all of them to be gone");
    }

    [Theory]
    [InlineData("KILL")]
    [InlineData("INT")]
    public async Task However_the_demo_ends_it_leaves_nothing_running(string signal)
    {
        var folder = Directory.CreateTempSubdirectory("demo");
        var (sshPort, telnetPort) = (Ports.Free(), Ports.Free());
        var library = Path.Combine(AppContext.BaseDirectory, "gateway.dll");
        using var demo = Process.Start(new ProcessStartInfo(
            "dotnet", [library, "demo", "--data", folder.FullName, "--listen", "http://127.0.0.1:0", "--ssh-port", $"{sshPort}", "--telnet-port", $"{telnetPort}", "--dial-in-ports", "none"])
        {
            RedirectStandardOutput = true,
        })!;
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60)); // no test is about how soon it is there
        while (await demo.StandardOutput.ReadLineAsync(timeout.Token) is { } line && !line.Contains("/remote/telnet/", StringComparison.Ordinal))
        {
        }
        await using var telnet = await Conversation.StartAsync($"exec telnet -E -c 127.0.0.1 {telnetPort}");
        await telnet.ReadUntilAsync($"sw-{telnetPort}> ");
        var names = new[] { $"sw-{telnetPort}", $"TCP-LISTEN:{sshPort}", $"TCP-LISTEN:{telnetPort}" };
        Assert.All(names, name => Assert.NotEmpty(Running(name)));

        await DomainFixture.RunAsync("kill", ["-s", signal, $"{demo.Id}"]);

        await demo.WaitForExitAsync().WaitAsync(HubClient.Patience);
        await Wait.UntilAsync(() => !names.SelectMany(Running).Any(), "all of them to be gone");
        folder.Delete(recursive: true);
    }

    private async Task<(int ExitCode, string Output)> SshAsync(string[] options, string[] command, string input) =>
        await DomainFixture.RunAsync(
            "ssh", [.. options, .. fixture.SshOptions(), "-p", $"{fixture.Domain.SshPort}", "--", "127.0.0.1", .. command], input);

    private static IEnumerable<int> Running(string argument) =>
        from process in Process.GetProcesses()
        let file = $"/proc/{process.Id}/cmdline"
        where Arguments(file).Any(a => a.StartsWith(argument, StringComparison.Ordinal))
        select process.Id;

    private static string[] Arguments(string file)
    {
        try
        {
            return File.ReadAllText(file).Split('\0');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
