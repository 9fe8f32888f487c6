using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Gateway.Inventory;

/// <summary>
/// What may be a device's own address. It becomes an argument of <c>ssh</c> and <c>telnet</c>, so it must be a host and
/// nothing else; and it must not lead to the gateway's own machine, or to what a cloud tells its machines in private.
/// </summary>
public static partial class HostAddress
{
    // RFC 6890 and the registries it names; 64:ff9b::/96 and 2002::/16 carry IPv4 addresses (RFC 6052, RFC 3056), and are judged by those.
    private static readonly (IPNetwork Network, string Words)[] Refused =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "means this machine"),
        (IPNetwork.Parse("127.0.0.0/8"), "is the gateway's own machine"),
        (IPNetwork.Parse("169.254.0.0/16"), "is link-local, where clouds keep their metadata"),
        (IPNetwork.Parse("224.0.0.0/4"), "is a multicast address"),
        (IPNetwork.Parse("240.0.0.0/4"), "is reserved, or the broadcast address"),
        (IPNetwork.Parse("::/127"), "is the gateway's own machine"),
        (IPNetwork.Parse("fe80::/10"), "is link-local"),
        (IPNetwork.Parse("ff00::/8"), "is a multicast address"),
        (IPNetwork.Parse("fd00:ec2::254/128"), "is where a cloud keeps its metadata"),
        (IPNetwork.Parse("168.63.129.16/32"), "is where a cloud keeps its metadata"),
        (IPNetwork.Parse("100.100.100.200/32"), "is where a cloud keeps its metadata"),
    ];

    /// <summary>Why an IP address cannot be a device's, to be read after the key; null if it can.</summary>
    public static string? ProblemOf(IPAddress address)
    {
        if (Carried(address) is { } inner) return ProblemOf(inner);
        // Without its scope, which the networks do not have.
        var bare = address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress(address.GetAddressBytes()) : address;
        foreach (var (network, words) in Refused)
            if (network.Contains(bare)) return words;
        return null;
    }

    /// <summary>What is wrong with a text as a device's address, to be read after the key; null if nothing is. A name's addresses are for whoever opens it to check.</summary>
    public static string? ProblemOf(string text)
    {
        if (text.Length == 0) return "is empty";
        if (text.Length > 253) return "is longer than 253 characters";
        if (text[0] == '-') return "starts with '-', which programs take for an option";
        if (text.Contains("://", StringComparison.Ordinal)) return "is a URL";
        if (text.Contains(':', StringComparison.Ordinal))
            return text.Contains('%', StringComparison.Ordinal) || text[0] == '[' || !text.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.') || !IPAddress.TryParse(text, out var six) || six.AddressFamily != AddressFamily.InterNetworkV6
                ? "is neither a host name nor an IPv6 address without brackets" : ProblemOf(six);
        if (!Name().IsMatch(text)) return "is neither a host name nor an IP address";
        if (text.Equals("localhost", StringComparison.OrdinalIgnoreCase) || text.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)) return "is the gateway's own machine";
        // A name that ends in a number is read as an address by some resolvers: 127.1, 0x7f.1 and 2130706433 are 127.0.0.1.
        if (!NumericEnd().IsMatch(text)) return null;
        return IPAddress.TryParse(text, out var four) && four.ToString() == text ? ProblemOf(four) : "is not a complete IPv4 address";
    }

    /// <summary>Whether a text is an IP address rather than a name.</summary>
    internal static bool IsIp(string text) => IPAddress.TryParse(text, out _);

    private static IPAddress? Carried(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return null;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        byte[] bytes = address.GetAddressBytes();
        if (bytes.AsSpan(0, 12).SequenceEqual((ReadOnlySpan<byte>)[0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0])) return new IPAddress(bytes.AsSpan(12));
        if (bytes[0] == 0x20 && bytes[1] == 0x02) return new IPAddress(bytes.AsSpan(2, 4));
        // ::a.b.c.d, IPv4-compatible (RFC 4291, deprecated); :: and ::1 stand in the list.
        return bytes.AsSpan(0, 12).IndexOfAnyExcept((byte)0) < 0 && bytes.AsSpan(12, 3).IndexOfAnyExcept((byte)0) >= 0 ? new IPAddress(bytes.AsSpan(12)) : null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"(\A|\.)(0[xX][0-9A-Fa-f]*|[0-9]+)\z")]
    private static partial Regex NumericEnd();
}
