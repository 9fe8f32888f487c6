using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Gateway.Configuration;

/// <summary>What may be the one host: it becomes the last argument of <c>ssh</c> and <c>telnet</c>, so it must be a host and nothing else.</summary>
internal static partial class DomainName
{
    /// <summary>What is wrong with it, to be read after the key; null if nothing is.</summary>
    public static string? ProblemOf(string domain)
    {
        if (domain.Length == 0)
            return "is empty";
        if (domain.Length > 253)
            return "is longer than 253 characters";
        if (domain.Contains("://", StringComparison.Ordinal))
            return "is a URL";
        if (domain[0] == '-')
            return "starts with '-', which programs take for an option";
        if (domain.Any(character => char.IsWhiteSpace(character) || char.IsControl(character)))
            return "holds blanks or control characters";
        if (!domain.All(char.IsAscii))
            return "holds letters outside ASCII";
        if (domain.Contains('@', StringComparison.Ordinal))
            return "names a user";
        if (domain.Contains(':', StringComparison.Ordinal))
            return IsIPv6(domain) ? null : "is neither a host name nor an IPv6 address without brackets";
        if (!Name().IsMatch(domain))
            return "is not a host name";
        // A name that ends in a number is read as an address by some resolvers: 127.1, 0x7f.1 and 2130706433 are 127.0.0.1.
        if (NumericEnd().IsMatch(domain) && !(IPAddress.TryParse(domain, out var address) && address.ToString() == domain))
            return "is not a complete IPv4 address";
        return null;
    }

    private static bool IsIPv6(string domain) =>
        !domain.Contains('%', StringComparison.Ordinal) && domain[0] != '['
        && IPAddress.TryParse(domain, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    [GeneratedRegex(@"\A[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"(\A|\.)(0[xX][0-9A-Fa-f]*|[0-9]+)\z")]
    private static partial Regex NumericEnd();
}
