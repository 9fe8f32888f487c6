using Gateway.Tests.Harness;
using Gateway.Tests.Tunnels.Agents;
using Gateway.Tunnels;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Tunnels.Agent;

/// <summary>The agent as a process and the real gateway.</summary>
public sealed class AgentAtGatewayTests
{
    [Fact]
    public async Task Enrolled_by_a_code_it_publishes_a_port_through_which_ssh_runs_end_to_end()
    {
        await using var sshd = await SshServer.StartAsync("exec /bin/cat");
        await using var world = await AgentWorld.StartAsync();
        await using var agent = new AgentProgram();
        string local = $"127.0.0.1:{sshd.Port}", url = world.Gateway.Address.GetLeftPart(UriPartial.Authority);
        int port = Ports.Free();
        string secret = DialInSecrets.NewCode();
        Assert.True(await world.Book.TryWriteAsync(new DialIn { Name = "sop001", Master = new DialInMember { Ssh = port, CodeHash = DialInSecrets.HashOfCode(secret), CodeUntil = DateTimeOffset.MaxValue } }, null));
        string[] enrol = ["enrol", url, "sop001", "--ssh", local, "--host-key", sshd.HostKey + ".pub"];
        var (code, output) = await agent.AskAsync([.. enrol, "2222-2222"]);
        Assert.True(code == 1 && output.Contains(DialInEnrolment.Unknown, StringComparison.Ordinal), output);
        (code, output) = await agent.AskAsync([.. enrol, secret]);
        Assert.True(code == 0, output);
        agent.Run();
        var session = await world.SessionAsync("sop001");
        await agent.SaysAsync($"ports of the domain: ssh {port}");
        string record = Path.Combine(world.Gateway.DataFolder, "known_hosts");
        await Wait.UntilAsync(() => File.Exists(record) && File.ReadAllText(record).StartsWith($"[127.0.0.1]:{port} ssh-ed25519 ", StringComparison.Ordinal), "the host key on record");

        // Whatever runs between, the key is the device's own.
        await using var ssh = Tool.Start("/usr/bin/ssh", ["-F", "none", "-T", "-p", $"{port}", "-i", sshd.Identity, "-o", "StrictHostKeyChecking=yes", "-o", $"UserKnownHostsFile={record}", "-o", "BatchMode=yes", $"{SshServer.User}@127.0.0.1"]);
        await ssh.Process.StandardInput.WriteLineAsync("end to end");
        await Wait.UntilAsync(() => ssh.Output.Contains("end to end", StringComparison.Ordinal), () => ssh.Output);
        var streaming = await agent.AskAsync("status");
        Assert.True(streaming.ExitCode == 0 && streaming.Output.Contains("streams: 1", StringComparison.Ordinal), streaming.Output);
        Assert.Contains("connected, node", Assert.Single(await session.AskLogAsync(1, CancellationToken.None)), StringComparison.Ordinal);

        await world.ChangeAsync("sop001", now => now with { Stopped = true });
        await agent.SaysAsync("stopped at the gateway");
        await ssh.Process.WaitForExitAsync().WaitAsync(HubClient.Patience);
        Assert.Equal(255, ssh.Process.ExitCode);

        // Killed where it stands, it is missed at once, and it is back with its port as soon as it runs again.
        await world.ChangeAsync("sop001", now => now with { Stopped = false });
        await agent.SaysAsync("started at the gateway");
        await agent.KillAsync();
        await Wait.UntilAsync(() => world.Live.All.IsEmpty, "the end of the killed agent's session");
        await world.NotedAsync("sop001", TunnelEvent.Down, "the connection was lost");
        agent.Run();
        await Wait.UntilAsync(() => world.Book.Current.FindByPort(port) is { } its && world.Gateway.Services.GetRequiredService<PublishedPorts>().Leads(its), "the port to be open again");
        (code, output) = await Tool.RunAsync("/usr/bin/ssh", ["-F", "none", "-T", "-p", $"{port}", "-i", sshd.Identity, "-o", "StrictHostKeyChecking=yes", "-o", $"UserKnownHostsFile={record}", "-o", "BatchMode=yes", $"{SshServer.User}@127.0.0.1", "true"]);
        Assert.True(code == 0, output);
    }
}
