using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Configuration;

/// <summary>Where another server listens.</summary>
/// <param name="Host">A host name, an IPv4 address, or an IPv6 address without brackets.</param>
/// <param name="Port">TCP port, 1 to 65535.</param>
internal sealed record HostAndPort(string Host, int Port)
{
    /// <summary>Whether it is on this machine.</summary>
    public bool IsLoopback => Host == "localhost" || IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address);

    /// <summary>Reads <c>host:port</c> or <c>[IPv6]:port</c>; null if it is neither.</summary>
    public static HostAndPort? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is 0 or > 65535)
            return null;
        var host = text[..colon];
        var isIPv6 = host is ['[', .., ']'];
        if (isIPv6)
            host = host[1..^1];
        return DomainName.ProblemOf(host) is null && isIPv6 == (IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6)
            ? new HostAndPort(host, port)
            : null;
    }
}
