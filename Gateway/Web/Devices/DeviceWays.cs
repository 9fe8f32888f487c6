using System.Globalization;
using Gateway.Access;
using Gateway.Inventory;

namespace Gateway.Web.Devices;

/// <summary>The ways to a device that somebody may open or watch, as pages show them.</summary>
internal sealed class DeviceWays(Destinations destinations, Authorizer authorizer)
{
    /// <summary>The ways to a device; none if it is not for this caller.</summary>
    public IReadOnlyList<DeviceWay> Of(Caller caller, Device device) => [.. destinations.Usable(device)
        .Where(way => authorizer.MaySee(caller, device, way))
        .GroupBy(way => way.Use, (use, ways) => Shown(device, use, [.. ways]))];

    private static DeviceWay Shown(Device device, string use, Way[] ways) => new(
        use,
        use switch { InventoryWays.Port => "Port of the domain", InventoryWays.Ip => "IP address", InventoryWays.Name => "Name", _ => use },
        ways[0].Address is null ? "domain" : device.Via == Via.Jump ? "jump" : "direct",
        [.. ways.Select(way => way.Protocol)],
        ways.ToDictionary(way => way.Protocol, Place, StringComparer.Ordinal));

    private static string Place(Way way) => way.Address is not { } address ? way.Port.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{(address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address)}:{way.Port}");
}
