using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Lockdown;

/// <summary>What lies about in the home of the account that runs the gateway must play no part.</summary>
public sealed class AccountTrapTests
{
    [Fact]
    public async Task Neither_files_nor_keys_nor_agent_nor_display_of_the_account_play_a_part()
    {
        using var scratch = new Scratch();
        string trap = scratch.PathOf("trap");
        await using var server = await SshServer.StartAsync(more: "LogLevel DEBUG3\nX11Forwarding yes\nAllowAgentForwarding yes\nKbdInteractiveAuthentication no\nAuthenticationMethods publickey");
        await using var telnet = await TelnetServer.StartAsync();

        // A home that would sign in by itself: the server takes this very key.
        string home = scratch.PathOf("home");
        foreach (string name in new[] { "id_ed25519", "id_rsa", "id_ecdsa" }) Copy(server.Identity, Path.Combine("home/.ssh", name));
        Copy(server.Identity + ".pub", "home/.ssh/id_ed25519.pub");
        scratch.Write("home/.ssh/config", $"Host *\n  ProxyCommand touch {trap}\n  IdentityFile {server.Identity}\n  ForwardAgent yes\n  ForwardX11 yes\n");
        scratch.Write("home/.telnetrc", $"127.0.0.1\n  !touch {trap}\nDEFAULT\n  !touch {trap}\n");
        string socket = scratch.PathOf("agent");
        await using var agent = Tool.Start("/usr/bin/ssh-agent", ["-D", "-a", socket]);
        await Wait.UntilAsync(() => File.Exists(socket), "the agent's socket");
        var environment = new Dictionary<string, string> { ["HOME"] = home, ["SSH_AUTH_SOCK"] = socket, ["DISPLAY"] = ":0" };
        Assert.Equal(0, (await Tool.RunAsync("/usr/bin/ssh-add", ["-q", server.Identity], environment: environment)).ExitCode);

        await using var gateway = await GatewayProcess.StartAsync([server.Port, telnet.Port], environment: environment);
        await using (var page = await gateway.OpenAsync("ssh", SshServer.User, server.Port))
            Assert.Equal("authentication", (await page.ExpectEndAsync()).Reason);
        await using (var page = await gateway.OpenAsync("telnet", "bob", telnet.Port))
            await page.ExpectAsync("$ ");

        await Wait.UntilAsync(() => server.Log.Contains("method none", StringComparison.Ordinal) && server.Log.Contains("Connection closed by", StringComparison.Ordinal), "the whole log, which would show it");
        Assert.DoesNotContain("userauth_pubkey", server.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Accepted", server.Log, StringComparison.Ordinal);
        Assert.False(File.Exists(trap));

        void Copy(string from, string to) => scratch.Write(to, File.ReadAllText(from));
    }

    [Fact]
    public async Task With_the_configured_key_that_key_alone_is_offered_and_nothing_is_forwarded()
    {
        using var scratch = new Scratch();
        await using var server = await SshServer.StartAsync(more: "LogLevel DEBUG3\nX11Forwarding yes\nAllowAgentForwarding yes\nAllowTcpForwarding yes");
        string socket = scratch.PathOf("agent");
        await using var agent = Tool.Start("/usr/bin/ssh-agent", ["-D", "-a", socket]);
        await Wait.UntilAsync(() => File.Exists(socket), "the agent's socket");
        await using var gateway = await GatewayProcess.StartAsync([server.Port], server.Identity, new Dictionary<string, string> { ["SSH_AUTH_SOCK"] = socket, ["DISPLAY"] = ":0" });
        await using var page = await gateway.OpenAsync("ssh", SshServer.User, server.Port);
        await page.ExpectAsync("$ ");
        // The last that is asked for before the prompt: once the log shows it, it has shown everything before.
        await Wait.UntilAsync(() => server.Log.Contains("session_input_channel_req: session 0 req shell", StringComparison.Ordinal), "the whole log");
        foreach (string word in new[] { "auth-agent-req@openssh.com", "x11-req", "tcpip-forward", "direct-tcpip", "reply 1 request env" })
            Assert.DoesNotContain(word, server.Log, StringComparison.Ordinal);
        Assert.Contains("session_input_channel_req: session 0 req pty-req", server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_match_exec_in_the_operators_own_file_runs_but_gains_the_visitor_nothing()
    {
        using var scratch = new Scratch();
        string ran = scratch.PathOf("ran"), trap = scratch.PathOf("trap");
        string file = scratch.Write("ssh_config", $"Match exec \"touch {ran}\"\n  HostName 192.0.2.1\n  ProxyCommand touch {trap}\n  LocalForward 127.0.0.1:{Ports.Free()} 127.0.0.1:1\n");
        await using var server = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync(server, json => ((JsonObject)json["ssh"]!)["configFile"] = file);
        await using var page = await gateway.OpenAsync(server);
        await page.ExpectAsync("$ ");
        // ssh_config(5) offers no way to forbid it. The file belongs to the operator; a link has no part in it.
        Assert.True(File.Exists(ran));
        Assert.False(File.Exists(trap));
    }
}
