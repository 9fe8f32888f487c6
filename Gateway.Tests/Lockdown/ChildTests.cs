using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Lockdown;

/// <summary>The client process as the kernel shows it, in a gateway whose own environment is full of traps.</summary>
public sealed class ChildTests
{
    private const string Secret = "5up3r-s3cr3t";

    [Theory]
    [InlineData("ssh")]
    [InlineData("telnet")]
    public async Task The_client_has_three_descriptors_four_variables_and_nothing_of_the_gateways(string method)
    {
        await using var ssh = await SshServer.StartAsync();
        await using var telnet = await TelnetServer.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync([ssh.Port, telnet.Port], ssh.Identity, new Dictionary<string, string>
        {
            ["SECRET"] = Secret, ["SSH_AUTH_SOCK"] = $"/tmp/{Secret}", ["DISPLAY"] = $"{Secret}:1", ["SSH_ASKPASS"] = $"/bin/{Secret}",
            ["SSH_ASKPASS_REQUIRE"] = "force", ["LD_PRELOAD"] = "", ["USER"] = Secret, ["LOGNAME"] = Secret, ["PRINTER"] = Secret, ["TERM"] = Secret,
        });
        await using var page = await gateway.OpenAsync(method, SshServer.User, method == "ssh" ? ssh.Port : telnet.Port);
        await page.ExpectAsync("$ ");
        var client = gateway.Client;
        string home = Path.Combine(gateway.DataFolder, "home");

        // ssh itself moves its three about and connects; what it was given is seen with the plain client below.
        string terminal = client.Descriptors["0"];
        Assert.StartsWith("/dev/pts/", terminal, StringComparison.Ordinal);
        Assert.All(client.Descriptors.Values, target => Assert.True(target == terminal || target.StartsWith("socket:", StringComparison.Ordinal) || target == "/dev/null", target));
        Assert.Single(client.Descriptors.Values, target => target.StartsWith("socket:", StringComparison.Ordinal));

        Assert.Equal([$"HOME={home}", "LANG=C.UTF-8", "PATH=/usr/bin:/bin", "TERM=xterm-256color"], client.Environment.Order());
        Assert.Equal(home, client.Folder);
        Assert.Empty(Directory.GetFileSystemEntries(home));
        Assert.DoesNotContain(Secret, string.Join(' ', client.Arguments), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, gateway.Tool.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ssh")]
    [InlineData("telnet")]
    public async Task A_client_that_looks_around_finds_only_its_terminal(string method)
    {
        using var scratch = new Scratch();
        string client = scratch.Write("client", """
            #!/bin/sh
            echo "FDS $(ls /proc/$$/fd | grep -v 255 | tr '\n' ' ')"
            echo "TERMINALS $(readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2 | sort -u | grep -c pts)"
            echo "SESSION $(cut -d' ' -f1,5,6,8 /proc/$$/stat)"
            grep -E '^Sig(Ign|Blk)' /proc/self/status
            tty
            stty -a | tr ' ' '\n' | grep iutf8
            stty size
            pwd
            echo DONE
            exec sleep 60
            """, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var gateway = await GatewayProcess.StartAsync([22], change: file => file["clients"] = new System.Text.Json.Nodes.JsonObject { [method] = client });
        await using var page = await Page.OpenAsync(gateway.Address, await gateway.VisitAsync(), method, "alice", 22, 132, 43);
        string said = await page.ExpectAsync("DONE");
        string[] lines = said.Split("\r\n");
        var process = gateway.Client;

        Assert.Matches("FDS 0 1 (10 )?2 ", said); // 10 is the shell's own hold on its script
        Assert.Contains("TERMINALS 1", lines); // all three are the same one
        string[] session = lines.First(line => line.StartsWith("SESSION", StringComparison.Ordinal)).Split(' ')[1..];
        Assert.Equal([session[0], session[0], session[0]], session[1..]); // leads group, session, and the terminal's foreground
        Assert.NotEqual("0", process.Stat[4]); // has a controlling terminal
        Assert.All(lines.Where(line => line.StartsWith("SigIgn", StringComparison.Ordinal) || line.StartsWith("SigBlk", StringComparison.Ordinal)),
            // posix_spawn(3) of glibc ignores the two signals it keeps to itself, 32 and 33, in every child.
            line => Assert.Contains(line.Split('\t')[1], new[] { "0000000000000000", "0000000180000000" }));
        Assert.Contains(lines, line => line.StartsWith("/dev/pts/", StringComparison.Ordinal));
        Assert.Contains("iutf8", lines.Select(line => line.TrimEnd(';')));
        Assert.Contains("43 132", lines);
        Assert.Contains(Path.Combine(gateway.DataFolder, "home"), lines);
    }
}
