using System.Net;
using Microsoft.Extensions.Primitives;

namespace Gateway.Web.DevicePages;

/// <summary>A device's answer as the browser gets it: whatever would reach beyond its own host name, or outlive it there, is taken off.</summary>
internal static class DeviceAnswer
{
    private static readonly string[] Off =
    [
        // Would bind names that are the operator's: the gateway says itself what it wants of browsers.
        "Strict-Transport-Security", "Public-Key-Pins", "Public-Key-Pins-Report-Only", "Expect-CT",
        // Clears the cookies of the whole domain, those of the gateway among them (Clear Site Data, 3.1).
        "Clear-Site-Data",
        // Leads the browser past the gateway, for as long as it says (RFC 7838).
        "Alt-Svc",
        // Has the browser report on this host and those below, for as long as it says, to wherever it says.
        "NEL", "Report-To",
        // No service worker is let in, so no scope of one is widened.
        "Service-Worker-Allowed",
        // Lets pages of other origins read what is here, though such requests do not get here.
        "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Access-Control-Allow-Private-Network",
        // Would be the next hop's, where there is none.
        "Proxy-Authenticate", "Proxy-Authentication-Info",
    ];

    /// <summary>Changes its headers.</summary>
    /// <param name="response">The answer, with the device's own headers.</param>
    /// <param name="origin">The origin of the device's pages.</param>
    /// <param name="port">The port of the domain that leads to the same pages.</param>
    public static void Change(HttpResponse response, Uri origin, int port)
    {
        var headers = response.Headers;
        foreach (string name in Off) headers.Remove(name);
        bool https = origin.Scheme == Uri.UriSchemeHttps;
        if (headers.SetCookie is { Count: > 0 } cookies) headers.SetCookie = new StringValues([.. cookies.Select(cookie => DeviceCookies.Set(cookie ?? "", https)).OfType<string>()]);
        if (headers.Location is [{ } location]) headers.Location = Here(location, origin, port);
        if (https) headers.StrictTransportSecurity = "max-age=31536000";
        // Two devices that wish to could otherwise become one to scripts (document.domain).
        headers["Origin-Agent-Cluster"] = "?1";
    }

    /// <summary>Where a redirect leads. A device that names itself, as it knows itself behind its tunnel, means this host.</summary>
    internal static string Here(string location, Uri origin, int port)
    {
        if (!Uri.TryCreate(location, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) return location;
        bool itself = uri.IsLoopback || uri.Host.Equals(origin.Host, StringComparison.OrdinalIgnoreCase) || uri.Port == port && IPAddress.TryParse(uri.Host.Trim('[', ']'), out _);
        return itself ? $"{origin.GetLeftPart(UriPartial.Authority)}{uri.PathAndQuery}{uri.Fragment}" : location;
    }
}
