using System.Net;
using System.Text.RegularExpressions;

namespace Gateway.Configuration;

/// <summary>Reads the settings that say where the gateway is reached.</summary>
internal static partial class AddressSettings
{
    public static IReadOnlyList<ListenAddress> Listen(Section root)
    {
        const string repair = "Write http:// or https://, an IP address, localhost or *, and a port, without a path: \"http://127.0.0.1:5000\".";
        if (root.List("listen", "[\"http://127.0.0.1:5000\"]") is not { } items)
            return [ListenAddress.Default];
        if (items.Count == 0)
            root.Fault("listen", null, "is empty", repair);
        var addresses = new List<ListenAddress>();
        foreach (var (key, value) in items)
        {
            if (!value.IsText || !ListenAddress.TryParse(value.Text, out var address))
                root.Fault(key, value, "is not an address to listen on", repair);
            else if (address!.Port != 0 && addresses.Any(other => other.Host == address.Host && other.Port == address.Port))
                root.Fault(key, value, "is in the list twice", "Remove one of the two.");
            else
                addresses.Add(address);
        }
        return addresses;
    }

    public static Uri? PublicUrl(Section root)
    {
        if (root.Find("publicUrl") is not { IsNull: false } value)
            return null;
        var problem = !value.IsText ? "is not text"
            : !PublicShape().IsMatch(value.Text) || !Uri.TryCreate(value.Text, UriKind.Absolute, out var url) || !HasPlainPath(value.Text) ? "is not a public address"
            : url is { Host: "*" or "0.0.0.0" or "[::]" } || url.Port == 0 ? "cannot be visited"
            : null;
        if (problem is null)
            return new Uri(value.Text.TrimEnd('/'));
        root.Fault("publicUrl", value, problem, "Write what people type, without user, query or fragment: \"https://gateway.example/remote-access\".");
        return null;
    }

    public static IReadOnlyList<IPNetwork> TrustedProxies(Section root)
    {
        var networks = new List<IPNetwork>();
        foreach (var (key, value) in root.List("trustedProxies", "[\"10.0.0.5\", \"10.1.0.0/16\"]") ?? [])
        {
            if (value.IsText && Network(value.Text) is { } network)
                networks.Add(network);
            else
                root.Fault(key, value, "is neither an IP address nor a network", "Write \"10.0.0.5\" for one address, or \"10.1.0.0/16\" for a network.");
        }
        return networks;
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
    private static partial Regex PublicShape();
}
