using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Gateway.Web.Devices;

/// <summary>
/// Which IP addresses a terminal never goes to directly, whatever the inventory or the DNS says: the gateway itself, its own
/// link, and what clouds tell a machine about itself (CWE-918). The inventory names devices, and none of these is one.
/// </summary>
internal static class AddressGuard
{
    private static readonly IPNetwork[] Shut =
    [
        IPNetwork.Parse("0.0.0.0/8"), // this network (RFC 1122); Linux takes it for loopback
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"), // link-local (RFC 3927), and the metadata of most clouds
        IPNetwork.Parse("192.0.0.192/32"), IPNetwork.Parse("100.100.100.200/32"), IPNetwork.Parse("168.63.129.16/32"), // metadata of Oracle, Alibaba and Azure
        IPNetwork.Parse("224.0.0.0/3"), // multicast, reserved and broadcast
        IPNetwork.Parse("::/96"), // unspecified, loopback and IPv4-compatible (RFC 4291)
        IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("fec0::/10"), IPNetwork.Parse("ff00::/8"),
        IPNetwork.Parse("fd00:ec2::254/128"), // metadata of AWS
    ];

    // An IPv4 address stands in them: NAT64 (RFC 6052, RFC 8215) at the end, 6to4 (RFC 3056) after the prefix.
    private static readonly IPNetwork[] AtEnd = [IPNetwork.Parse("64:ff9b::/96"), IPNetwork.Parse("64:ff9b:1::/48")];
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>Whether an address may be reached.</summary>
    /// <param name="address">The address.</param>
    /// <param name="own">The gateway's own addresses.</param>
    public static bool Allows(IPAddress address, IReadOnlySet<IPAddress> own)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            if (address.ScopeId != 0) return false;
            byte[] bytes = address.GetAddressBytes();
            if (AtEnd.Any(network => network.Contains(address)) && !Allows(new IPAddress(bytes.AsSpan(12)), own)) return false;
            if (SixToFour.Contains(address) && !Allows(new IPAddress(bytes.AsSpan(2, 4)), own)) return false;
        }
        return !Shut.Any(network => network.Contains(address)) && !own.Contains(address);
    }

    /// <summary>The addresses of this host's interfaces now.</summary>
    public static IReadOnlySet<IPAddress> Own() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(one => one.GetIPProperties().UnicastAddresses).Select(one => one.Address).ToHashSet();
}
