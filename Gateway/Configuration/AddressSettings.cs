using System.Net;
using System.Text.RegularExpressions;

namespace Gateway.Configuration;

/// <summary>Reads the settings that are addresses of the gateway and of what it talks to.</summary>
internal static partial class AddressSettings
{
    private const string ListenRepair = "Write http:// or https://, an IP address, localhost or *, and a port, without a path: \"http://127.0.0.1:5000\".";

    public static IReadOnlyList<ListenAddress> Listen(Section root)
    {
        if (root.List("listen", "[\"http://127.0.0.1:5000\"]") is not { } items)
            return [ListenAddress.Default];
        if (items.Count == 0)
            root.Fault("listen", null, "is empty", ListenRepair);
        var addresses = new List<ListenAddress>();
        foreach (var (key, value) in items)
        {
            if (!value.IsText || !ListenAddress.TryParse(value.Text, out var address))
                root.Fault(key, value, "is not an address to listen on", ListenRepair);
            else if (address!.Port != 0 && addresses.Any(other => other.Host == address.Host && other.Port == address.Port))
                root.Fault(key, value, "is in the list twice", "Remove one of the two.");
            else
                addresses.Add(address);
        }
        return addresses;
    }

    /// <summary>One address to listen on; null if it was left out, is null or is wrong.</summary>
    public static ListenAddress? ListenOn(Section section, string key)
    {
        if (section.Find(key) is not { IsNull: false } value)
            return null;
        if (value.IsText && ListenAddress.TryParse(value.Text, out var address))
            return address;
        section.Fault(key, value, "is not an address to listen on", ListenRepair);
        return null;
    }

    public static Uri? PublicUrl(Section root) =>
        Url(root, "publicUrl", "is not a public address", "Write what people type, without user, query or fragment: \"https://gateway.example/remote-access\".") is { } url
            ? new Uri(url.OriginalString.TrimEnd('/'))
            : null;

    /// <summary>Where other nodes reach this one.</summary>
    public static Uri? NodeAddress(Section cluster) =>
        Url(cluster, "address", "is not the address of a node", "Write http:// or https://, a host and a port, without path, user or query: \"http://10.0.0.11:5001\".", path: false);

    /// <summary>Where metrics are sent. It takes no user and no query, where people put keys.</summary>
    public static Uri? Collector(Section operations) =>
        Url(operations, "otlp", "is not the address of a collector", "Write its address for metrics, without user or query: \"http://127.0.0.1:4318/v1/metrics\".");

    /// <summary>An OpenID provider's issuer, which has no query and no fragment (OpenID Connect Discovery 1.0, 2).</summary>
    public static Uri? Issuer(Section oidc) =>
        Url(oidc, "authority", "is not the address of a provider", "Write the provider's issuer, without user or query: \"https://login.example/realms/main\".");

    /// <summary>Where an S3-compatible storage is.</summary>
    public static Uri? Store(Section s3) =>
        Url(s3, "endpoint", "is not the address of a storage", "Write http:// or https:// and a host, without user or query: \"https://s3.example:9000\".");

    /// <summary>Where HashiCorp Vault is.</summary>
    public static Uri? Vault(Section vault) =>
        Url(vault, "address", "is not the address of Vault", "Write http:// or https://, a host and a port, without path, user or query: \"https://vault.example:8200\".", path: false);

    /// <summary>Where an LDAP directory is.</summary>
    public static Uri? Directory(Section ldap) =>
        Server(ldap, "url", ["ldap", "ldaps"], "is not the address of a directory", "Write ldap:// or ldaps:// and a host, with a port if it is not the usual one, without a path: \"ldaps://directory.example\".");

    /// <summary>Where the audit record is sent too.</summary>
    public static Uri? Syslog(Section audit) =>
        Server(audit, "syslog", ["udp", "tcp"], "is not the address of a syslog server", "Write udp:// or tcp://, a host and a port, without a path: \"udp://10.0.0.9:514\".");

    /// <summary>A list of addresses and networks.</summary>
    public static IReadOnlyList<IPNetwork> Networks(Section section, string list)
    {
        var networks = new List<IPNetwork>();
        foreach (var (key, value) in section.List(list, "[\"10.0.0.5\", \"10.1.0.0/16\"]") ?? [])
        {
            if (value.IsText && Network(value.Text) is { } network)
                networks.Add(network);
            else
                section.Fault(key, value, "is neither an IP address nor a network", "Write \"10.0.0.5\" for one address, or \"10.1.0.0/16\" for a network.");
        }
        return networks;
    }

    private static Uri? Url(Section section, string key, string wrong, string repair, bool path = true)
    {
        if (section.Find(key) is not { IsNull: false } value)
            return null;
        Uri? url = null;
        var problem = !value.IsText ? "is not text"
            : !UrlShape().IsMatch(value.Text) || !Uri.TryCreate(value.Text, UriKind.Absolute, out url) || !HasPlainPath(value.Text) || !path && url.AbsolutePath != "/" ? wrong
            : url is { Host: "*" or "0.0.0.0" or "[::]" } || url.Port == 0 ? "cannot be visited"
            : null;
        if (problem is null)
            return url;
        section.Fault(key, value, problem, repair);
        return null;
    }

    private static Uri? Server(Section section, string key, string[] schemes, string wrong, string repair)
    {
        if (section.Find(key) is not { IsNull: false } value)
            return null;
        if (value.IsText && ServerShape().Match(value.Text) is { Success: true } shape && schemes.Contains(shape.Groups["scheme"].Value)
            && (HostAndPort.Parse(shape.Groups["at"].Value) ?? (schemes.Contains("ldap") ? HostAndPort.Parse(shape.Groups["at"].Value + ":389") : null)) is not null
            && Uri.TryCreate(value.Text, UriKind.Absolute, out var server))
            return server;
        section.Fault(key, value, wrong, repair);
        return null;
    }

    private static IPNetwork? Network(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IsAddress(slash < 0 ? text : text[..slash], out var address))
            return null;
        if (slash < 0)
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return IPNetwork.TryParse(text, out var network) ? network : null;
    }

    private static bool IsAddress(string text, out IPAddress address) =>
        IPAddress.TryParse(text, out address!) && !text.Contains('%', StringComparison.Ordinal)
        && (text.Contains(':', StringComparison.Ordinal) || text == address.ToString());

    private static bool HasPlainPath(string url) =>
        url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..].TrimEnd('/').Split('/').All(segment => segment is not ("" or "." or ".."));

    [GeneratedRegex(@"\Ahttps?://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*/?\z")]
    private static partial Regex UrlShape();

    [GeneratedRegex(@"\A(?<scheme>[a-z]+)://(?<at>[^/?#@\s]+)/?\z")]
    private static partial Regex ServerShape();
}
