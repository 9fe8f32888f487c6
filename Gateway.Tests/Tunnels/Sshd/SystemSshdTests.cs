using System.Globalization;
using Gateway.Access.Audit;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Gateway.Tunnels.Sshd;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gateway.Tests.Tunnels.Sshd;

/// <summary>Devices at an sshd that is not the gateway's, with the lines that the repository has for it.</summary>
public sealed class SystemSshdTests
{
    [Fact]
    public async Task A_device_at_the_systems_sshd_gets_its_own_port_and_is_seen_by_it()
    {
        using var scratch = new Scratch();
        await using var world = await SshdWorld.StartAsync(options => options with { UsesSystemSshd = true, SshUser = Environment.UserName });
        var (device, other) = (await world.AddAsync("sop001"), await world.AddAsync("sop002"));
        string config = scratch.Write("gateway.json", GatewayProgram.Configuration(world.PathOf("."), world.ListenPort, device.Master.Ssh).ToJsonString());
        var dropIn = ExampleFile.Read("config/sshd_gateway.conf.example").With("Match User gateway-tunnel", $"Match User {Environment.UserName}")
            .With("/usr/local/bin/gateway device authorized-keys %t %k --config /etc/gateway/gateway.json", $"{string.Join(' ', GatewayProgram.Words)} device authorized-keys %t %k --config {config}")
            .With("AuthorizedKeysCommandUser gateway", $"AuthorizedKeysCommandUser {Environment.UserName}");
        await using var sshd = await SshServer.StartAsync(more: dropIn.Text);
        await using var audit = new AuditLog(new AuditOptions { Node = "n" }, TimeProvider.System, NullLogger<AuditLog>.Instance);
        using var watch = new SystemSshdWatch(world.Options, world.Book, world.Live, world.History, audit, TimeProvider.System);
        await watch.StartAsync(CancellationToken.None);
        string[] Arguments(params string[] more) => [.. world.Arguments("sop001").SkipLast(2), "-p", sshd.Port.ToString(CultureInfo.InvariantCulture), .. more];

        string to = $"127.0.0.1:{world.ServicePort}";
        foreach (string[] wish in (string[][])[["-N", "-R", $"{other.Master.Ssh}:{to}"], []])
        {
            var (exitCode, output) = await Tool.RunAsync("/usr/bin/ssh", Arguments([.. wish, SshdWorld.Account, .. wish is [] ? (string[])["id"] : []]));
            Assert.True(exitCode != 0 && !output.Contains("uid=", StringComparison.Ordinal), output + sshd.Log);
        }
        Assert.Contains("but the request was denied", sshd.Log, StringComparison.Ordinal);
        var ssh = world.Run(Arguments("-N", "-R", $"{device.Master.Ssh}:{to}", SshdWorld.Account));
        var tunnel = await world.UpAsync(device);
        Assert.Equal([Service.Ssh], tunnel.Services);
        Assert.Equal((Road.Ssh, ""), (tunnel.Road, tunnel.From));
        Assert.Equal(SshdWorld.Greeting, await SshdWorld.ReadAsync(tunnel, Service.Ssh));
        ssh.Signal("TERM");
        await world.DownAsync(tunnel);
        await watch.StopAsync(CancellationToken.None);
    }
}
