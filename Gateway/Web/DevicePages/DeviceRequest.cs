using Gateway.Access;
using Gateway.Cluster;

namespace Gateway.Web.DevicePages;

/// <summary>A browser's request as a device gets it: as if the browser had come to it by that host name.</summary>
internal static class DeviceRequest
{
    // What proxies in front say of the browser is said to the gateway. A device that believed it could be told anything.
    private static readonly string[] OfProxies = ["Forwarded", "Via", "X-Real-IP", "X-Client-IP", "True-Client-IP", "Proxy-Authorization"];
    private static readonly string[] Beginnings = ["X-Forwarded-", "X-Original-", NodeRequests.Prefix];

    /// <summary>Changes it.</summary>
    /// <param name="request">What is sent.</param>
    /// <param name="cookies">The browser's cookies.</param>
    /// <param name="origin">The origin of the device's pages.</param>
    /// <param name="proxy">The headers in which a proxy says who somebody is; null for none.</param>
    public static void Change(HttpRequestMessage request, string cookies, Uri origin, ProxyOptions? proxy)
    {
        var headers = request.Headers;
        string?[] names = [.. OfProxies, proxy?.UserHeader, proxy?.GroupsHeader];
        var off = headers.Select(header => header.Key).Where(name => names.Contains(name, StringComparer.OrdinalIgnoreCase) || Beginnings.Any(start => name.StartsWith(start, StringComparison.OrdinalIgnoreCase))).ToList();
        foreach (string name in off) headers.Remove(name);
        // The page's own name and password are the device's to see, one of the gateway's tokens is not.
        if (headers.TryGetValues("Authorization", out var shown) && shown.Any(value => value.Contains(ApiTokens.Prefix, StringComparison.Ordinal))) headers.Remove("Authorization");
        headers.Remove("Cookie");
        if (DeviceCookies.Sent(cookies) is { } kept) headers.TryAddWithoutValidation("Cookie", kept);
        headers.Host = origin.Authority;
        headers.Add("X-Forwarded-Proto", origin.Scheme);
        headers.Add("X-Forwarded-Host", origin.Authority);
    }
}
