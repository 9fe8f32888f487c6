using Gateway.Access;
using Gateway.Inventory;
using Gateway.Inventory.States;

namespace Gateway.Web.Devices;

/// <summary>How the ports of devices are, for pages and scripts.</summary>
internal static class DeviceStateRoutes
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/devices/states", (HttpContext context, InventoryInForce inventory, DeviceStates states, Destinations destinations) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return Results.Ok(Of(Permissions.CallerOf(context), inventory.Current, states, destinations));
        }).WithVisitor().Asking(AccessAction.ListDevices);

    // Devices of which nothing is known are left out.
    private static DeviceStateList Of(Caller caller, DeviceInventory inventory, DeviceStates states, Destinations destinations)
    {
        var shown = new Dictionary<string, Dictionary<string, object[]>>(StringComparer.Ordinal);
        foreach (var of in states.Current.GroupBy(state => state.Key.Device))
        {
            if (inventory.Find(of.Key) is { } device && destinations.MaySee(caller, device))
                shown[of.Key] = of.ToDictionary(state => state.Key.Protocol, state => (object[])[DeviceStateChange.Spell(state.Value.Word), state.Value.Since.ToUnixTimeSeconds()], StringComparer.Ordinal);
        }
        return new DeviceStateList(inventory.Version, shown);
    }
}

/// <summary>How the ports are that are known; see protocol.ts.</summary>
/// <param name="Version">The inventory's.</param>
/// <param name="States">By device, by protocol: the word, and since when in seconds since 1970.</param>
public sealed record DeviceStateList(string Version, IReadOnlyDictionary<string, Dictionary<string, object[]>> States);

/// <summary>A port that is another one than before.</summary>
/// <param name="Device">The device's name.</param>
/// <param name="Protocol"><c>ssh</c> or <c>telnet</c>.</param>
/// <param name="State"><c>up</c>, <c>down</c>, <c>other</c>, <c>never</c> (nothing has ever answered) or <c>unknown</c>.</param>
/// <param name="Since">Since when, in seconds since 1970.</param>
public sealed record DeviceStateChange(string Device, string Protocol, string State, long Since)
{
    internal static DeviceStateChange Of(DeviceChange change) => new(change.Device, change.Protocol, Spell(change.State.Word), change.State.Since.ToUnixTimeSeconds());

    internal static string Spell(PortWord word) => word switch
    {
        PortWord.Up => "up",
        PortWord.Down => "down",
        PortWord.Other => "other",
        PortWord.NeverSeen => "never",
        _ => "unknown",
    };
}
