using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Tunnels.Agent;

/// <summary>What one does once: enrol a device, and have its own ssh go by HTTPS.</summary>
public sealed class AgentCommandTests
{
    [Fact]
    public async Task A_key_is_enrolled_by_a_code_or_by_a_line_to_paste()
    {
        await using var gateway = await AgentGateway.StartAsync();
        await using var agent = new AgentProgram();
        var asked = new EventLog<Gateway.Agent.Protocol.EnrolRequest>();
        gateway.Enrol = request =>
        {
            asked.Add(request);
            return request.Code == "GOOD-CODE" ? null : "no such device or code";
        };
        Assert.Equal(2, (await agent.AskAsync("run")).ExitCode);
        var (code, output) = await agent.AskAsync("enrol", gateway.Url, "sop001", "WRONG", "--ca", gateway.Authority);
        Assert.True(code == 1 && output.Contains("no such device or code", StringComparison.Ordinal), output);
        Assert.False(File.Exists(Path.Combine(agent.State, "agent.json")));
        (code, output) = await agent.AskAsync("enrol", gateway.Url, "sop001", "GOOD-CODE", "--ca", gateway.Authority, "--clone");
        Assert.True(code == 0, output);
        Assert.DoesNotContain("GOOD-CODE", await File.ReadAllTextAsync(Path.Combine(agent.State, "agent.json")), StringComparison.Ordinal);
        (code, output) = await agent.AskAsync("enrol", gateway.Url, "sop001", "--clone");
        Assert.Contains($"gateway device enrol sop001 --clone --key '{asked.All[1].Key}'", output, StringComparison.Ordinal);
        Assert.Equal((asked.All[0].Key, "clone"), (asked.All[1].Key, asked.All[1].Member));

        // What ssh-keygen reads, sshd and the gateway read too.
        string file = Path.Combine(agent.State, "public");
        await File.WriteAllTextAsync(file, asked.All[0].Key);
        (code, output) = await Tool.RunAsync("/usr/bin/ssh-keygen", ["-l", "-f", file]);
        Assert.True(code == 0 && output.Contains("256 SHA256:", StringComparison.Ordinal), output);

        (code, output) = await agent.AskAsync("enrol", gateway.Url, "sop001", "GOOD-CODE");
        Assert.True(code == 2 && output.Contains("is not trusted", StringComparison.Ordinal) && output.Contains("--ca", StringComparison.Ordinal), output);
    }

    [Fact]
    public async Task The_devices_own_ssh_goes_by_https()
    {
        await using var sshd = await SshServer.StartAsync("exec /bin/cat");
        await using var gateway = await AgentGateway.StartAsync();
        gateway.SshPort = sshd.Port;
        string pipe = $"dotnet {Path.Combine(AppContext.BaseDirectory, "gateway.dll")} agent pipe {gateway.Url} --ca {gateway.Authority}";
        await using var ssh = Tool.Start("/usr/bin/ssh", ["-F", "none", "-T", "-i", sshd.Identity, "-o", $"ProxyCommand={pipe}", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "BatchMode=yes", $"{SshServer.User}@gateway"]);
        await ssh.Process.StandardInput.WriteLineAsync("by https");
        ssh.Process.StandardInput.Close();
        await ssh.Process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(ssh.Process.ExitCode == 0 && ssh.Output.Contains("by https", StringComparison.Ordinal), ssh.Output);
    }
}
