using System.Net;
using System.Net.Sockets;

namespace Gateway.Access;

/// <summary>Under which name an address is counted by limits.</summary>
public static class ClientAddress
{
    private const int NetworkBytes = 8;

    /// <summary>
    /// The IPv4 address, or the /64 network of an IPv6 address: every household and every rented server owns one whole
    /// and could come from another address each time (RFC 6177). Empty for none.
    /// </summary>
    public static string CountedAs(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
