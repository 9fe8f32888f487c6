using System.Collections.Frozen;

namespace Gateway.Access;

/// <summary>
/// Which <c>Host</c> and <c>Origin</c> headers are the gateway's own. A page of another site can open a WebSocket to
/// any address and the browser sends the cookies along (cross-site WebSocket hijacking, CVE-2024-26135), and a name
/// that an attacker owns can point to a loopback address (DNS rebinding); both show in these headers.
/// </summary>
public sealed class OriginPolicy
{
    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1", "[::1]"];

    private readonly FrozenSet<string> _hosts;
    private readonly FrozenSet<string> _origins;

    /// <summary>Makes the policy from all addresses under which browsers may know the gateway.</summary>
    /// <param name="own">Absolute http or https addresses; their paths do not matter.</param>
    public OriginPolicy(IEnumerable<Uri> own)
    {
        var all = own.SelectMany(WithLoopbackNames).ToList();
        _hosts = all.Select(uri => uri.Authority).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _origins = all.Select(uri => uri.GetLeftPart(UriPartial.Authority)).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether a request for this host is for the gateway.</summary>
    /// <param name="host">The <c>Host</c> header; the port may be left out where it is the scheme's own.</param>
    public bool AllowsHost(string? host) => host is not null && _hosts.Contains(host);

    /// <summary>Whether a page of this origin may act. A missing origin may not, and neither may <c>null</c>.</summary>
    /// <param name="origin">The <c>Origin</c> header (RFC 6454).</param>
    public bool AllowsOrigin(string? origin) => origin is not null && _origins.Contains(origin);

    // On loopback people type what they like; all three names are this machine.
    private static IEnumerable<Uri> WithLoopbackNames(Uri uri)
    {
        yield return uri;
        if (!uri.IsLoopback) yield break;
        foreach (string name in LoopbackNames)
            yield return new UriBuilder(uri) { Host = name }.Uri;
    }
}
