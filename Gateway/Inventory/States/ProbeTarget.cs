namespace Gateway.Inventory.States;

/// <summary>A port that is looked at.</summary>
/// <param name="Device">The device's name.</param>
/// <param name="Protocol"><c>ssh</c> or <c>telnet</c>.</param>
/// <param name="Address">The device's own address; null for the domain.</param>
/// <param name="Port">The port.</param>
public sealed record ProbeTarget(string Device, string Protocol, string? Address, int Port)
{
    /// <summary>Of each device its default way, or else the first, by each protocol that goes by a port of the domain or straight; what is behind a jump host is not looked at.</summary>
    public static IEnumerable<ProbeTarget> Of(DeviceInventory inventory) => inventory.Devices.SelectMany(device => device.Ways()
        .Where(way => way.Address is null || device.Via == Via.Direct)
        .OrderByDescending(way => way.Use == device.Defaults.Use) // what a click on Connect goes by
        .DistinctBy(way => way.Protocol)
        .Select(way => new ProbeTarget(device.Name, way.Protocol, way.Address, way.Port)));
}
