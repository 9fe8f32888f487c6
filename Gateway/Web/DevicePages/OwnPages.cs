namespace Gateway.Web.DevicePages;

/// <summary>
/// Whether a request to a device comes from its own pages, or is a person's going there. Devices are of one site to a
/// browser, so a page of another one's, or of the gateway's, would send the cookie along (<c>SameSite</c> does not help).
/// </summary>
internal static class OwnPages
{
    /// <summary>Whether it may pass.</summary>
    /// <param name="request">The request.</param>
    /// <param name="origin">The origin of the device's pages.</param>
    public static bool Lets(HttpRequest request, string origin)
    {
        var headers = request.Headers;
        // It would stand between the browser and the gateway on this host, and stay when the device is gone.
        if (headers.ContainsKey("Service-Worker") || headers["Sec-Fetch-Dest"] == "serviceworker") return false;
        bool reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        bool upgrades = headers.ContainsKey("Upgrade") || HttpMethods.IsConnect(request.Method);
        string from = headers.Origin.ToString(), site = headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            // Chromium sends "null" with the forms of pages that tell no referrer, and says here that they are our own.
            if (site == "same-origin" || site == "none" && reads) return from.Length == 0 || from == origin || from == "null" && !upgrades;
            return reads && !upgrades && from.Length == 0 && IsGoing(headers);
        }
        return from.Length > 0 ? from == origin : reads && !upgrades;
    }

    /// <summary>Whether a whole page is asked for, in a tab of its own, as far as the browser says.</summary>
    public static bool IsGoing(IHeaderDictionary headers) =>
        headers["Sec-Fetch-Mode"].ToString() is "" or "navigate" && headers["Sec-Fetch-Dest"].ToString() is "" or "document";
}
