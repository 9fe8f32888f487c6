using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Inventory;
using Gateway.Tests.Harness;
using Gateway.Web;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Lockdown;

/// <summary>Devices with addresses of their own, behind a real sshd as jump host.</summary>
public sealed class JumpTests
{
    [Fact]
    public async Task A_device_behind_the_jump_host_is_reached_and_known_by_its_own_name_and_nothing_of_the_gateway_is_reached_directly()
    {
        await using var jump = await SshServer.StartAsync("exit 1");
        await using var device = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync([device.Port], device.Identity, file => file["inventory"] = new JsonObject
        {
            ["jump"] = new JsonObject { ["port"] = jump.Port, ["user"] = SshServer.User, ["identityFile"] = jump.Identity },
        });
        // Tests have no other host than this, which no inventory file may name.
        Device Behind(string name, int port, Via via = Via.Jump) => new() { Name = name, Ip = "127.0.0.1", SshPort = port, Via = via, Defaults = new ConnectDefaults { User = SshServer.User } };
        gateway.Services.GetRequiredService<InventoryInForce>().Replace(new DeviceInventory([Behind("r1", device.Port), Behind("itself", device.Port, Via.Direct), Behind("down", Ports.Free())]));
        var cookies = await gateway.VisitAsync();
        await using var hub = await HubClient.ConnectAsync(gateway.Address, cookies);
        var attached = (await OpenAsync(hub, "r1")).Terminal!;
        Assert.Equal(("r1", $"127.0.0.1:{device.Port}", 0, "jump"), (attached.Device, attached.Place, attached.Port, attached.Road));
        await using var page = new Page(hub, attached);
        await page.ExpectAsync("$ ");
        await page.TypeAsync("echo be''hind\r");
        await page.ExpectAsync("behind");
        string[] known = await File.ReadAllLinesAsync(Path.Combine(gateway.DataFolder, "known_hosts"));
        Assert.Equal([$"[127.0.0.1]:{jump.Port}", $"r1/127.0.0.1:{device.Port}"], known.Select(line => line.Split(' ')[0]).Order());
        Assert.Equal((0, "r1"), ((await ListAsync(hub)).Single().Port, (await ListAsync(hub)).Single().Device));

        await using var other = await HubClient.ConnectAsync(gateway.Address, cookies);
        Assert.Equal("forbidden", (await OpenAsync(other, "itself")).Refusal!.Code);
        await using var down = new Page(other, (await OpenAsync(other, "down")).Terminal!);
        var end = await down.ExpectEndAsync();
        Assert.Equal(("refused", true), (end.Reason, end.Message.Contains("127.0.0.1", StringComparison.Ordinal)));
        // The inventory leads there no more: without people too its terminals end.
        gateway.Services.GetRequiredService<InventoryInForce>().Replace(DeviceInventory.Empty);
        var ending = (await page.ExpectEventAsync("Ending"))[0].Deserialize<Ending>(JsonSerializerOptions.Web)!;
        Assert.Equal("revoked", ending.Reason);
    }

    [Fact]
    public async Task A_hub_call_with_hosts_in_it_starts_nothing_but_what_the_inventory_has()
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        gateway.Services.GetRequiredService<InventoryInForce>().Replace(new DeviceInventory([new Device { Name = "lab", Ssh = 22, Defaults = new ConnectDefaults { User = "admin" } }]));
        await using var hub = await HubClient.ConnectAsync(gateway.Address, await gateway.VisitAsync());
        object[] wishes =
        [
            new { method = "ssh", user = "admin", device = "lab", use = "203.0.113.66", cols = 80, rows = 24 },
            new { method = "ssh", user = "admin", device = "203.0.113.66", address = "203.0.113.66", host = "203.0.113.66", cols = 80, rows = 24 },
            new { method = "ssh", user = "admin", device = "lab", port = "22", cols = 80, rows = 24 },
            new { method = "ssh", user = "admin", device = "../lab", cols = 80, rows = 24 },
            new { method = "ssh", user = "admin", device = "-oProxyCommand=x", cols = 80, rows = 24 },
        ];
        foreach (object wish in wishes) Assert.Equal("invalid", (await hub.InvokeAsync("Open", wish)).Deserialize<Reply>(JsonSerializerOptions.Web)!.Refusal!.Code);
        Assert.Equal(0, gateway.Terminals.RunningCount);
        // The page is the same for every name, and starts nothing.
        using var browser = gateway.Browser();
        foreach (string name in new[] { "lab", "nowhere", "203.0.113.66" })
        {
            using var response = await browser.GetAsync($"connect/{name}/go?use=203.0.113.66");
            Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        }
        Assert.Equal(0, gateway.Terminals.RunningCount);
    }

    private static async Task<Reply> OpenAsync(HubClient hub, string device) =>
        (await hub.InvokeAsync("Open", new OpenRequest(null, null, null, 80, 24, Device: device))).Deserialize<Reply>(JsonSerializerOptions.Web)!;

    private static async Task<TerminalSummary[]> ListAsync(HubClient hub) => (await hub.InvokeAsync("List")).Deserialize<TerminalSummary[]>(JsonSerializerOptions.Web)!;
}
