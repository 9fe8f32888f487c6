namespace Gateway.Web.DevicePages;

/// <summary>
/// Cookies between a browser and a device's pages. A device's are for its own host alone, and the gateway's are not for
/// devices. What scripts set for the domain above comes to the other devices too, and no browser says which those are
/// (RFC 6265, 8.6): they can be told only where a device's own cookie has the same name.
/// </summary>
internal static class DeviceCookies
{
    private const string HostOnly = "__Host-";
    private const string Gateway = "gateway";

    /// <summary>The <c>Cookie</c> header as a device gets it; null for none.</summary>
    /// <param name="header">As the browser sends it.</param>
    public static string? Sent(string header)
    {
        var all = header.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(pair => (Name: NameOf(pair), Pair: pair)).ToList();
        // One that comes twice is the device's own and another's, or has two paths; whose comes first a page elsewhere can choose.
        var once = all.GroupBy(cookie => cookie.Name, StringComparer.Ordinal).Where(same => same.Count() == 1).Select(same => same.Single());
        string kept = string.Join("; ", once.Where(cookie => !IsGateways(cookie.Name)).Select(cookie => cookie.Pair));
        return kept.Length == 0 ? null : kept;
    }

    /// <summary>A <c>Set-Cookie</c> header as the browser gets it; null if it is not passed on.</summary>
    /// <param name="header">As the device sends it.</param>
    /// <param name="https">Whether the pages are shown by https only, which a device behind its tunnel does not know.</param>
    public static string? Set(string header, bool https)
    {
        string[] parts = header.Split(';', StringSplitOptions.TrimEntries);
        string name = NameOf(parts[0]);
        // Without a name the value itself can look like any cookie's name and value.
        if (name.Length == 0 || IsGateways(name) || header.Any(letter => letter is < ' ' and not '\t' or (char)127)) return null;
        var kept = parts.Where((part, index) => index == 0 || part.Length > 0 && !NameOf(part, always: true).Equals("domain", StringComparison.OrdinalIgnoreCase)).ToList();
        if (https && !kept.Skip(1).Any(part => part.Equals("secure", StringComparison.OrdinalIgnoreCase))) kept.Add("Secure");
        return string.Join("; ", kept);
    }

    /// <summary>The values of a cookie that a browser sends, each once.</summary>
    public static IReadOnlyList<string> Values(string header, string name) =>
        [.. header.Split(';', StringSplitOptions.TrimEntries).Where(pair => NameOf(pair) == name).Select(pair => pair[(name.Length + 1)..]).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether that is the name of one of the gateway's cookies, wherever they are valid.</summary>
    internal static bool IsGateways(string name)
    {
        // Browsers look at prefixes whatever their case.
        if (name.StartsWith(HostOnly, StringComparison.OrdinalIgnoreCase)) name = name[HostOnly.Length..];
        return name.Equals(Gateway, StringComparison.OrdinalIgnoreCase) || name.StartsWith(Gateway + "-", StringComparison.OrdinalIgnoreCase);
    }

    // What has no "=" is a value without a name to browsers, and a name without a value among attributes.
    private static string NameOf(string pair, bool always = false) => pair.IndexOf('=', StringComparison.Ordinal) is var at and >= 0 ? pair[..at].Trim() : always ? pair.Trim() : "";
}
