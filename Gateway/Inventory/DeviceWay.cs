using System.Collections.Immutable;

namespace Gateway.Inventory;

/// <summary>How a device is reached.</summary>
public enum Road
{
    /// <summary>By a port of the domain.</summary>
    Domain,

    /// <summary>At an address of its own, through the domain as a jump host.</summary>
    Jump,

    /// <summary>At an address of its own, straight from the gateway.</summary>
    Direct,
}

/// <summary>One way to a device.</summary>
/// <param name="Use">What it is called in a link: <c>port</c>, <c>ip</c>, <c>name</c>, or the name of an address.</param>
/// <param name="Road">How it goes.</param>
/// <param name="Address">The address; null for the domain.</param>
/// <param name="Ssh">The port of ssh there; null for none.</param>
/// <param name="Telnet">The port of telnet there; null for none.</param>
public sealed record DeviceWay(string Use, Road Road, string? Address, int? Ssh, int? Telnet)
{
    /// <summary>The port of <c>ssh</c> or <c>telnet</c>; null for none.</summary>
    public int? PortOf(string protocol) => protocol switch
    {
        "ssh" => Ssh,
        "telnet" => Telnet,
        _ => null,
    };

    /// <summary>All ways to a device: ports of the domain, its IP address, its name, its other addresses by name.</summary>
    internal static ImmutableArray<DeviceWay> Of(Device device)
    {
        var ways = ImmutableArray.CreateBuilder<DeviceWay>();
        if (device.Ssh is not null || device.Telnet is not null) ways.Add(new DeviceWay("port", Road.Domain, null, device.Ssh, device.Telnet));
        if (device.Ip is { } ip) Own("ip", ip);
        if (device.NameIsAddress) Own("name", device.Name);
        foreach (var (name, address) in device.Addresses) Own(name, address);
        return ways.ToImmutable();

        void Own(string use, string address)
        {
            bool direct = device.Via == Via.Direct;
            int? ssh = device.SshPort == 0 ? null : device.SshPort;
            int? telnet = !direct || device.TelnetPort == 0 ? null : device.TelnetPort;
            if (ssh is not null || telnet is not null) ways.Add(new DeviceWay(use, direct ? Road.Direct : Road.Jump, address, ssh, telnet));
        }
    }
}
