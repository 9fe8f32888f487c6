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
                root.Fault(key, value, "is neither an IP address nor a network", $"Write {Whole(value.Text) ?? "\"10.0.0.5\" or \"10.1.0.0/16\""}.");
        }
        return networks;
    }

    private static IPNetwork? Network(string text)
    {
        if (text.Contains('/', StringComparison.Ordinal))
            return IPNetwork.TryParse(text, out var network) ? network : null;
        return IsAddress(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;
    }

    // 10.1.2.3/16 is a slip with one likely meaning: the network 10.1.0.0/16.
    private static string? Whole(string text)
    {
        var parts = text.Split('/');
        if (parts.Length != 2 || !IsAddress(parts[0], out var address) || !int.TryParse(parts[1], out var length))
            return null;
        var bytes = address.GetAddressBytes();
        if (length < 0 || length > bytes.Length * 8)
            return null;
        for (var bit = length; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return $"\"{new IPAddress(bytes)}/{parts[1]}\" for the whole network, or \"{address}\" for the one address";
    }

    private static bool IsAddress(string text, out IPAddress address) =>
        IPAddress.TryParse(text, out address!) && !text.Contains('%', StringComparison.Ordinal)
        && (text.Contains(':', StringComparison.Ordinal) || text == address.ToString());

    private static bool HasPlainPath(string url) =>
        url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..].TrimEnd('/').Split('/').All(segment => segment is not ("" or "." or ".."));

    [GeneratedRegex(@"\Ahttps?://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*/?\z")]
    private static partial Regex PublicShape();
}
