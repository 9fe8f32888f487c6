using System.Text.RegularExpressions;
using Gateway.Tunnels;

namespace Gateway.Web.DevicePages;

using Member = Gateway.Tunnels.Member;

/// <summary>The host names of devices' web pages: <c>sop001.web.gateway.example</c>, and <c>sop001--clone.web.gateway.example</c> for a pair's second.</summary>
public sealed partial class WebHosts(TunnelOptions tunnels, WebOptions web, Listeners listeners, DialInBook book)
{
    private const string CloneEnd = "--clone";
    private const string Loopback = "localhost";

    /// <summary>Whether there are any: without TLS on this machine only, where no cookie can be read on its way.</summary>
    public bool IsOn { get; } = tunnels is { IsOn: true, WebHost: { } host } && (web.AlwaysHttps || IsLoopback(host)) && (web.PublicUrl is not null || IsLoopback(host));

    /// <summary>Whether browsers come to them by https only, so that cookies can insist on it.</summary>
    public bool IsHttps => web.AlwaysHttps;

    /// <summary>The gateway's own address, with its path and a slash at its end.</summary>
    public Uri Own => web.PublicUrl is { } url ? new Uri(url.AbsoluteUri.TrimEnd('/') + "/")
        : new UriBuilder(Listening.Scheme, Loopback, Listening.Port).Uri;

    // Where no address is published people use the one it listens at, and those names of this machine.
    private Uri Listening => listeners.Of(Door.Public) is [var first, ..] ? first : new Uri("http://localhost:80");

    /// <summary>The address of a device's web pages; null if it has none, or there are none at all.</summary>
    /// <param name="device">The device's name.</param>
    /// <param name="member">Which of a pair; null for whichever is live.</param>
    public Uri? WebAddress(string device, Member? member = null)
    {
        if (!IsOn || book.Current.Find(device) is not { } found || found.Members().All(one => one.Member.Http is null)) return null;
        if (member is { } which && found.Of(which)?.Http is null) return null;
        string label = device.ToLowerInvariant() + (member == Member.Clone ? CloneEnd : "");
        return IsLabel(label) ? new Uri(Origin(label) + "/") : null;
    }

    /// <summary>The first label of a host name below the devices'; null for every other host, the gateway's own among them.</summary>
    /// <param name="host">A host name without port.</param>
    public string? LabelOf(string host)
    {
        if (!IsOn || host.Equals(Own.Host, StringComparison.OrdinalIgnoreCase)) return null;
        string end = "." + tunnels.WebHost;
        return host.Length > end.Length && host.EndsWith(end, StringComparison.OrdinalIgnoreCase) ? host[..^end.Length].ToLowerInvariant() : null;
    }

    /// <summary>Whether that can be the name of a device in a host name (RFC 1123, 2.1).</summary>
    public static bool IsLabel(string? label) => label is not null && Label().IsMatch(label);

    /// <summary>The origin of a device's pages (RFC 6454): <c>https://sop001.web.gateway.example</c>.</summary>
    public string Origin(string label) => $"{Own.Scheme}://{Authority(label)}";

    /// <summary>Its host, with the port where that is not the scheme's own.</summary>
    public string Authority(string label) => $"{label}.{tunnels.WebHost}{(Own.IsDefaultPort ? "" : $":{Own.Port}")}";

    /// <summary>Which device that is, and which of a pair; null for none. A device of just that name comes after a pair's second.</summary>
    public (DialIn Device, Member? Member)? Find(string label)
    {
        if (label.EndsWith(CloneEnd, StringComparison.Ordinal) && FindDevice(label[..^CloneEnd.Length]) is { CloneMember: not null } pair) return (pair, Member.Clone);
        return FindDevice(label) is { } device ? (device, null) : null;
    }

    // Host names know no capitals; of two devices that differ only in those, neither is meant.
    private DialIn? FindDevice(string label)
    {
        var current = book.Current;
        if (current.Find(label) is { } exact) return exact;
        var alike = current.ByName.Values.Where(device => device.Name.Equals(label, StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        return alike is [var one] ? one : null;
    }

    private static bool IsLoopback(string host) => host.Equals(Loopback, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + Loopback, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex Label();
}
