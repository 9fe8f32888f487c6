using System.Globalization;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Bench;

/// <summary>A device that has dialed in to a gateway: a process of its own that carries the ssh of a server of this machine.</summary>
internal sealed class DialedIn : IAsyncDisposable
{
    private readonly Scratch _scratch = new();
    private Tool? _dialer;

    private DialedIn()
    {
    }

    /// <summary>By plain OpenSSH; returns when the port leads there.</summary>
    public static async Task<DialedIn> BySshAsync(BenchGateway gateway, int door, int port, int to)
    {
        var device = new DialedIn();
        string key = device._scratch.PathOf("key");
        await RunAsync("/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key);
        await gateway.CommandAsync("device", "add", "by-ssh", "--ssh", Number(port), "--key", key + ".pub", "--passwords");
        device._dialer = Tool.Start("/bin/sh",
        [
            // It may be there before the gateway has read of it.
            "-c", "while :; do \"$@\"; sleep 1; done", "dial", "/usr/bin/ssh", "-F", "/dev/null", "-N", "-T", "-i", key, "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no",
            "-o", "UserKnownHostsFile=/dev/null", "-o", "ExitOnForwardFailure=yes", "-o", "LogLevel=ERROR", "-R", $"{Number(port)}:127.0.0.1:{Number(to)}", "-p", Number(door), $"{Environment.UserName}@127.0.0.1",
        ]);
        await device._dialer.ListensAsync(port);
        return device;
    }

    /// <summary>By the agent; returns when the port leads there.</summary>
    public static async Task<DialedIn> ByAgentAsync(BenchGateway gateway, int port, int to)
    {
        var device = new DialedIn();
        string state = device._scratch.PathOf("agent"), address = gateway.Address.GetLeftPart(UriPartial.Authority);
        string key = Agent.AgentSetup.Write(state, address, "by-agent", $"127.0.0.1:{Number(to)}", null);
        await gateway.CommandAsync("device", "add", "by-agent", "--ssh", Number(port), "--key", key, "--passwords");
        device._dialer = Tool.Start(BenchGateway.Dotnet, [BenchGateway.Program, "agent", "run", "--state", state]);
        await device._dialer.ListensAsync(port);
        return device;
    }

    public async ValueTask DisposeAsync()
    {
        if (_dialer is not null) await _dialer.DisposeAsync();
        _scratch.Dispose();
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var (code, output) = await Tool.RunAsync(program, arguments);
        if (code != 0) throw new InvalidOperationException($"{program} failed: {output}");
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
