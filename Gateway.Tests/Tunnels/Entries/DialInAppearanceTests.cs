using System.CommandLine;
using System.Text.Json.Nodes;
using Gateway.Commands;
using Gateway.Inventory;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Tunnels.Entries;

/// <summary>A running gateway takes in what the command line does.</summary>
public sealed class DialInAppearanceTests
{
    [Fact]
    public async Task A_device_that_the_command_line_announces_appears_is_on_record_and_keeps_its_port()
    {
        using var scratch = new Scratch();
        string inventory = scratch.Write("inventory.json", """{ "devices": [ { "name": "core", "ssh": 10050 } ] }""");
        await using var gateway = await TestGateway.StartAsync([10_001, 10_002, 10_003, 10_050], change: file =>
        {
            file["inventory"] = new JsonObject { ["path"] = inventory };
            file["tunnels"] = new JsonObject { ["enabled"] = true };
        });
        var inForce = gateway.Services.GetRequiredService<InventoryInForce>();

        Assert.Equal(0, await RunAsync(gateway, "add", "pbx", "--ssh", "10001", "--clone-ssh", "10002", "--service", "10003"));
        await Wait.UntilAsync(() => inForce.Current.Find("pbx-clone") is not null, "the device");
        Assert.Equal(("pbx", "pbx-master", "pbx-clone"), (inForce.Current.FindByPort(10_003)?.Name, inForce.Current.FindByPort(10_001)?.Name, inForce.Current.FindByPort(10_002)?.Name));
        Assert.Equal("core", inForce.Current.FindByPort(10_050)?.Name);
        await Wait.UntilAsync(() => Record(gateway).Contains("ssh 10001, clone ssh 10002, service 10003; by ", StringComparison.Ordinal), () => Record(gateway));
        Assert.Contains(gateway.Services.GetRequiredService<TunnelHistory>().Of("pbx"), line => line.Event == TunnelEvent.Changed);

        await File.WriteAllTextAsync(inventory, """{ "devices": [ { "name": "core", "ssh": 10001 } ] }""");
        await Wait.UntilAsync(() => inForce.Refused is not null, "the refusal");
        Assert.Contains("is the port of pbx, which dials in", inForce.Refused, StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync(gateway, "rm", "pbx"));
        await Wait.UntilAsync(() => inForce.Current.Find("pbx") is null, "the end of the device");
    }

    private static string Record(TestGateway gateway)
    {
        string path = Path.Combine(gateway.DataFolder, "audit", "audit.jsonl");
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private static async Task<int> RunAsync(TestGateway gateway, params string[] arguments)
    {
        using var output = new StringWriter();
        return await new RootCommand { ServeCommand.ConfigOption, DeviceCommand.Create() }.Parse(["device", .. arguments, "--config", Path.Combine(gateway.Folder, "gateway.json")]).InvokeAsync(new InvocationConfiguration { Output = output, Error = output });
    }
}
