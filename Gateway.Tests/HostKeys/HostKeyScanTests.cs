using System.CommandLine;
using System.Text.Json.Nodes;
using Gateway.Commands;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.HostKeys;

/// <summary><c>gateway hostkey scan</c>.</summary>
public sealed class HostKeyScanTests
{
    [Fact]
    public async Task A_device_that_dials_in_is_looked_at_through_its_tunnel_and_its_key_stands_under_its_port_of_the_domain()
    {
        await using var sshd = await SshServer.StartAsync("exec /bin/cat");
        var device = DialInWorld.Device("pbx", isPair: true);
        int[] ports = [.. device.Ports().Select(port => port.Port)];
        await using var gateway = await TestGateway.StartAsync(ports, change: file => file["tunnels"] = new JsonObject { ["enabled"] = true, ["publish"] = "127.0.0.2" });
        Assert.True(await gateway.Services.GetRequiredService<DialInBook>().TryWriteAsync(device, null));
        string port = $"{device.Master.Ssh}";
        var (code, output) = await ScanAsync(gateway, port);
        Assert.Equal((1, $"{port}: does not answer with ssh\n"), (code, output));

        gateway.Services.GetRequiredService<LiveTunnels>().Add(new TestTunnel("pbx", Member.Master, Road.WebSocket, sshd.Port));
        (code, output) = await ScanAsync(gateway, port, "--import");
        Assert.True(code == 0 && output.StartsWith($"new       [127.0.0.1]:{port}  ssh-ed25519  SHA256:", StringComparison.Ordinal), output);
        (code, output) = await ScanAsync(gateway, port);
        Assert.True(code == 0 && output.StartsWith("known ", StringComparison.Ordinal), output);
        (code, output) = await ScanAsync(gateway, $"{device.ServicePort}", $"{device.Master.Http}");
        Assert.Equal((1, $"{device.ServicePort}: leads to one of the pair pbx; scan their own ports\n{device.Master.Http}: no ssh port of pbx\n"), (code, output));
    }

    private static async Task<(int Code, string Output)> ScanAsync(TestGateway gateway, params string[] arguments)
    {
        using var output = new StringWriter();
        int code = await new RootCommand { ServeCommand.ConfigOption, HostKeyCommand.Create() }.Parse(["hostkey", "scan", .. arguments, "--config", Path.Combine(gateway.Folder, "gateway.json")]).InvokeAsync(new InvocationConfiguration { Output = output, Error = output });
        return (code, output.ToString());
    }
}
