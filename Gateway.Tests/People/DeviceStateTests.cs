using System.Text.Json;
using Gateway.Inventory;
using Gateway.Inventory.States;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.People;

/// <summary>Who hears how devices are.</summary>
public sealed class DeviceStateTests(PeopleWorld world) : IClassFixture<PeopleWorld>
{
    [Fact]
    public async Task Each_is_told_of_the_devices_that_he_may_open_and_of_no_other()
    {
        await using var gateway = await world.StartAsync();
        var inventory = gateway.Services.GetRequiredService<InventoryInForce>();
        var states = gateway.Services.GetRequiredService<DeviceStates>();
        inventory.Replace(new DeviceInventory([new Device { Name = "sw-1", Ssh = world.Server.Port }], version: "1"));
        var (alice, dave) = (await gateway.SignInAsync("alice"), await gateway.SignInAsync("dave"));
        await using var watching = await HubClient.ConnectAsync(gateway.Address, alice);
        await using var excluded = await HubClient.ConnectAsync(gateway.Address, dave);
        Assert.Null(await watching.RefusalAsync("WatchDevices"));
        Assert.Null(await excluded.RefusalAsync("WatchDevices"));

        states.Found("sw-1", "ssh", PortWord.Up);
        var change = await NextAsync(watching, "DeviceStates");
        Assert.Equal(("sw-1", "ssh", "up"), (change[0].GetProperty("device").GetString(), change[0].GetProperty("protocol").GetString(), change[0].GetProperty("state").GetString()));
        Assert.True(change[0].GetProperty("since").GetInt64() > 0);
        using var hers = gateway.Browser(alice);
        using var his = gateway.Browser(dave);
        Assert.Contains("\"states\":{\"sw-1\":{\"ssh\":[\"up\",", await hers.GetStringAsync(new Uri("api/devices/states", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal("""{"version":"1","states":{}}""", await his.GetStringAsync(new Uri("api/devices/states", UriKind.Relative)));

        // The inventory's change is told to both, and is the first that he hears.
        inventory.Replace(DeviceInventory.Empty);
        await NextAsync(watching, "DevicesChanged");
        await NextAsync(excluded, "DevicesChanged");
    }

    // The next of these two events has to be that one.
    private static async Task<JsonElement> NextAsync(HubClient hub, string expected)
    {
        using var timeout = new CancellationTokenSource(HubClient.Patience);
        while (true)
        {
            var (name, arguments) = await hub.Events.ReadAsync(timeout.Token);
            if (name is not ("DeviceStates" or "DevicesChanged")) continue;
            Assert.Equal(expected, name);
            return name == "DeviceStates" ? arguments[0] : arguments;
        }
    }
}
