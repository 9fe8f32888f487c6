using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Access;
using Gateway.Access.Policies;
using Gateway.Inventory;
using Gateway.Tests.Harness;
using Gateway.Web;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.People;

/// <summary>Devices where people sign in: whose they are, who is told of whom, and what becomes of terminals when the inventory changes.</summary>
public sealed class DeviceRightsTests(PeopleWorld world) : IClassFixture<PeopleWorld>
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_device_that_leaves_the_inventory_takes_its_terminals_with_it_after_a_warning_and_others_look_missing()
    {
        await using var gateway = await world.StartAsync(file => file["policy"] = new JsonArray(TestPeople.Rule("ops", "ops", rule => rule["devices"] = new JsonArray("lab-*"))), _time);
        var inventory = gateway.Services.GetRequiredService<InventoryInForce>();
        // The same number as a port of the domain, and as a port of a device's own address.
        Device lab = new() { Name = "lab-1", Ssh = world.Server.Port, Defaults = new ConnectDefaults { User = SshServer.User } };
        Device other = new() { Name = "lab-2", Ip = "192.0.2.9", SshPort = world.Server.Port, Via = Via.Direct };
        inventory.Replace(new DeviceInventory([lab, other, new Device { Name = "core", Ip = "192.0.2.1", Via = Via.Direct }]));
        var cookies = await gateway.SignInAsync("alice");
        await using var hub = await HubClient.ConnectAsync(gateway.Address, cookies);
        await using var page = new Page(hub, (await OpenAsync(hub, "lab-1")).Terminal!);
        await page.ExpectAsync("$ ");
        Assert.Equal(("lab-1", $"127.0.0.1:{world.Server.Port}", "domain"), (page.Terminal.Device, page.Terminal.Place, page.Terminal.Road));

        await using var bob = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("bob"));
        var (hidden, missing) = ((await OpenAsync(bob, "core")).Refusal, (await OpenAsync(bob, "nowhere")).Refusal);
        Assert.Equal(missing, hidden);
        // By the device or by the port, it is the same place; the other device's port of that number is not.
        foreach (var reply in new[] { await OpenAsync(bob, "lab-1"), await bob.OpenAsync("ssh", SshServer.User, $"{world.Server.Port}") })
            Assert.Equal((page.Terminal.Id, "lab-1"), (Assert.Single(reply.Presence!).Terminal, reply.Presence![0].Device));
        var presences = gateway.Services.GetRequiredService<Presences>();
        Assert.Empty(presences.Here($"lab-2/192.0.2.9:{world.Server.Port}", "nobody"));

        using var browser = gateway.Browser(cookies);
        var shown = JsonDocument.Parse(await browser.GetStringAsync("api/devices")).RootElement.GetProperty("devices").EnumerateArray().Select(device => device.GetProperty("name").GetString());
        Assert.Equal(["lab-1", "lab-2"], shown);

        inventory.Replace(new DeviceInventory([lab with { Ssh = world.Server.Port == 6022 ? 6023 : 6022 }, other]));
        _time.Advance(TimeSpan.FromSeconds(1));
        var ending = (await page.ExpectEventAsync("Ending"))[0].Deserialize<Ending>(JsonSerializerOptions.Web)!;
        Assert.Equal(("revoked", 10), (ending.Reason, ending.Seconds));
        Assert.True(gateway.Terminals.Get(page.Terminal.Id)!.IsReadOnly);
        // Back in time: it goes on.
        inventory.Replace(new DeviceInventory([lab, other]));
        _time.Advance(TimeSpan.FromSeconds(1));
        await Wait.UntilAsync(() => !gateway.Terminals.Get(page.Terminal.Id)!.IsReadOnly, "the terminal to go on");
        inventory.Replace(new DeviceInventory([other]));
        _time.Advance(TimeSpan.FromSeconds(1));
        await Wait.UntilAsync(() => gateway.Terminals.Get(page.Terminal.Id)!.IsReadOnly, "the right to be gone");
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("revoked", (await page.ExpectEndAsync()).Reason);
    }

    private static async Task<Reply> OpenAsync(HubClient hub, string device) =>
        (await hub.InvokeAsync("Open", new OpenRequest(null, null, null, 80, 24, Device: device))).Deserialize<Reply>(JsonSerializerOptions.Web)!;
}
