using System.Net;
using System.Net.NetworkInformation;
using Gateway.Inventory;

namespace Gateway.Web.Devices;

/// <summary>
/// Which IP addresses a terminal never goes to directly, whatever the inventory or the DNS says: the gateway itself, its own
/// link, and what clouds tell a machine about itself (CWE-918). The inventory names devices, and none of these is one.
/// </summary>
internal static class AddressGuard
{
    private static readonly IPNetwork[] Shut =
    [
        IPNetwork.Parse("192.0.0.192/32"), // metadata of Oracle's cloud
        IPNetwork.Parse("fec0::/10"), // site-local (RFC 3879, deprecated)
        IPNetwork.Parse("64:ff9b:1::/48"), IPNetwork.Parse("2001::/32"), // carry IPv4 addresses in ways of their own (RFC 8215, RFC 4380)
    ];

    /// <summary>Whether an address may be reached.</summary>
    /// <param name="address">The address.</param>
    /// <param name="own">The gateway's own addresses.</param>
    public static bool Allows(IPAddress address, IReadOnlySet<IPAddress> own)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return HostAddress.ProblemOf(address) is null && !Shut.Any(network => network.Contains(address)) && !own.Contains(address);
    }

    /// <summary>The addresses of this host's interfaces now.</summary>
    public static IReadOnlySet<IPAddress> Own() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(one => one.GetIPProperties().UnicastAddresses).Select(one => one.Address).ToHashSet();
}
