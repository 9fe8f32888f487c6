namespace Gateway.Inventory;

/// <summary>One way to a device.</summary>
/// <param name="Use">Its name: <c>port</c>, <c>ip</c>, <c>name</c>, or the name of one of the device's addresses.</param>
/// <param name="Protocol"><c>ssh</c> or <c>telnet</c>.</param>
/// <param name="Address">The device's own address; null for a port of the domain.</param>
/// <param name="Port">The port: one of the domain, or of <paramref name="Address"/>.</param>
public sealed record Way(string Use, string Protocol, string? Address, int Port);

/// <summary>The ways to a device: what its entry in the inventory says, and nothing else.</summary>
public static class InventoryWays
{
    /// <summary>The way by a port of the domain.</summary>
    public const string Port = "port";

    /// <summary>The way by its IP address.</summary>
    public const string Ip = "ip";

    /// <summary>The way by its name.</summary>
    public const string Name = "name";

    /// <summary>Every way, the ports of the domain first; a jump host passes ssh on and no telnet.</summary>
    public static IEnumerable<Way> Ways(this Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.Ssh is { } ssh) yield return new Way(Port, "ssh", null, ssh);
        if (device.Telnet is { } telnet) yield return new Way(Port, "telnet", null, telnet);
        foreach (var (use, address) in Addresses(device))
        {
            if (device.SshPort != 0) yield return new Way(use, "ssh", address, device.SshPort);
            if (device.Via == Via.Direct && device.TelnetPort != 0) yield return new Way(use, "telnet", address, device.TelnetPort);
        }
    }

    /// <summary>Whether the inventory leads from a device to a place by a protocol.</summary>
    /// <param name="inventory">The inventory.</param>
    /// <param name="device">The device's name.</param>
    /// <param name="protocol"><c>ssh</c> or <c>telnet</c>.</param>
    /// <param name="address">The device's own address; null for a port of the domain.</param>
    /// <param name="port">The port.</param>
    /// <param name="via">How the address is reached; says nothing of a port of the domain.</param>
    public static bool Leads(this DeviceInventory inventory, string device, string protocol, string? address, int port, Via via)
    {
        ArgumentNullException.ThrowIfNull(inventory);
        return inventory.Find(device) is { } found && (address is null || found.Via == via)
            && found.Ways().Any(way => way.Protocol == protocol && way.Address == address && way.Port == port);
    }

    private static IEnumerable<(string Use, string Address)> Addresses(Device device)
    {
        if (device.Ip is { } ip) yield return (Ip, ip);
        if (device.NameIsAddress) yield return (Name, device.Name);
        foreach (var (use, address) in device.Addresses) yield return (use, address);
    }
}
