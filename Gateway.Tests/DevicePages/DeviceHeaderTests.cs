using Gateway.Access;
using Gateway.Web.DevicePages;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Gateway.Tests.DevicePages;

/// <summary>What passes between a browser and a device, and what is believed to come from a device's own page.</summary>
public sealed class DeviceHeaderTests
{
    private const string Origin = "https://sop001.web.gateway.test";

    [Theory]
    [InlineData("a=1; b=2", "a=1; b=2")]
    [InlineData("", null)]
    [InlineData("__Host-gateway-web=x; sid=1; __Host-gateway-web-nonce=y; gateway=z; gateway-person=p; gateway-oidc.abc=N; GATEWAY-web=q", "sid=1")]
    // One from another device's page, set for the domain above both: nobody can say which of the two is whose.
    [InlineData("sid=theirs; theme=dark; sid=mine", "theme=dark")]
    [InlineData("gatewayed=1; my-gateway=2; SID=1; sid=2", "gatewayed=1; my-gateway=2; SID=1; sid=2")]
    [InlineData("__Host-own=1; eq=a=b; novalue=", "__Host-own=1; eq=a=b; novalue=")]
    public void A_device_gets_its_own_cookies(string sent, string? passed) => Assert.Equal(passed, DeviceCookies.Sent(sent));

    [Theory]
    [InlineData("sid=1; Path=/; HttpOnly", "sid=1; Path=/; HttpOnly; Secure")]
    [InlineData("sid=1; Domain=web.gateway.test; Path=/", "sid=1; Path=/; Secure")]
    [InlineData("sid=1; dOmAiN = .gateway.test ;Domain=x; SameSite=None; secure", "sid=1; SameSite=None; secure")]
    [InlineData("sid=a; Domain", "sid=a; Secure")]
    [InlineData("domain=kept", "domain=kept; Secure")]
    [InlineData("__Host-gateway-web=x; Path=/; Secure", null)]
    [InlineData("__HOST-GATEWAY-person=x; Path=/; Secure", null)]
    [InlineData(" gateway-web = x", null)]
    [InlineData("gateway=x; Domain=gateway.test", null)]
    [InlineData("=__Host-gateway-web=x", null)]
    [InlineData("__Host-gateway-web", null)]
    [InlineData("sid=1\u0001; Path=/", null)]
    [InlineData("__Host-own=1; Path=/; Secure", "__Host-own=1; Path=/; Secure")]
    public void A_browser_gets_no_cookie_that_reaches_beyond_the_device(string set, string? passed) => Assert.Equal(passed, DeviceCookies.Set(set, https: true));

    [Fact]
    public void Without_tls_a_cookie_does_not_ask_for_it() => Assert.Equal("sid=1; Path=/", DeviceCookies.Set("sid=1; Path=/; Domain=web.localhost", https: false));

    [Theory]
    [InlineData("http://127.0.0.1:8080/login?a=%2F#top", Origin + "/login?a=%2F#top")]
    [InlineData("https://localhost/x", Origin + "/x")]
    [InlineData("http://[::1]:80//evil.example/", Origin + "//evil.example/")]
    [InlineData("http://sop001.web.gateway.test/next", Origin + "/next")]
    [InlineData("http://10.0.0.1:10081/next", Origin + "/next")]
    [InlineData("http://10.0.0.1/next", "http://10.0.0.1/next")]
    [InlineData("https://vendor.example:10081/", "https://vendor.example:10081/")]
    [InlineData("/next", "/next")]
    [InlineData("next?x=http://127.0.0.1/", "next?x=http://127.0.0.1/")]
    [InlineData("//127.0.0.1/x", "//127.0.0.1/x")]
    public void A_redirect_to_itself_stays_on_its_host(string location, string passed) => Assert.Equal(passed, DeviceAnswer.Here(location, new Uri(Origin), 10081));

    [Theory]
    // Browsers that say where a request comes from.
    [InlineData("GET", true, "Sec-Fetch-Site: none|Sec-Fetch-Mode: navigate|Sec-Fetch-Dest: document")]
    [InlineData("GET", true, "Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate|Sec-Fetch-Dest: document")]
    [InlineData("GET", true, "Sec-Fetch-Site: same-origin|Sec-Fetch-Mode: cors|Sec-Fetch-Dest: empty")]
    [InlineData("POST", true, "Sec-Fetch-Site: same-origin|Origin: https://sop001.web.gateway.test")]
    [InlineData("POST", true, "Sec-Fetch-Site: same-origin|Sec-Fetch-Mode: navigate|Origin: null")]
    [InlineData("GET", true, "Sec-Fetch-Site: same-origin|Upgrade: websocket|Origin: https://sop001.web.gateway.test")]
    [InlineData("GET", false, "Sec-Fetch-Site: same-site|Sec-Fetch-Mode: no-cors|Sec-Fetch-Dest: image")]
    [InlineData("GET", false, "Sec-Fetch-Site: same-site|Sec-Fetch-Mode: navigate|Sec-Fetch-Dest: iframe")]
    [InlineData("GET", false, "Sec-Fetch-Site: same-site|Sec-Fetch-Mode: cors|Origin: https://sop002.web.gateway.test")]
    [InlineData("POST", false, "Sec-Fetch-Site: same-site|Sec-Fetch-Mode: navigate|Sec-Fetch-Dest: document|Origin: https://sop002.web.gateway.test")]
    [InlineData("POST", false, "Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate|Sec-Fetch-Dest: document|Origin: null")]
    [InlineData("POST", false, "Sec-Fetch-Site: none")]
    [InlineData("GET", false, "Sec-Fetch-Site: same-site|Upgrade: websocket|Origin: https://sop002.web.gateway.test")]
    [InlineData("CONNECT", false, "Sec-Fetch-Site: same-site|Origin: https://sop002.web.gateway.test")]
    [InlineData("GET", false, "Sec-Fetch-Site: same-origin|Upgrade: websocket|Origin: null")]
    [InlineData("GET", false, "Sec-Fetch-Site: same-origin|Service-Worker: script")]
    [InlineData("GET", false, "Sec-Fetch-Site: same-origin|Sec-Fetch-Dest: serviceworker")]
    [InlineData("OPTIONS", false, "Sec-Fetch-Site: same-site|Origin: https://gateway.test")]
    // Others.
    [InlineData("GET", true, "")]
    [InlineData("POST", false, "")]
    [InlineData("POST", true, "Origin: https://sop001.web.gateway.test")]
    [InlineData("POST", false, "Origin: https://sop001.web.gateway.test:444")]
    [InlineData("GET", false, "Upgrade: websocket")]
    [InlineData("GET", true, "Upgrade: websocket|Origin: https://sop001.web.gateway.test")]
    [InlineData("GET", false, "Upgrade: websocket|Origin: https://gateway.test")]
    public void Only_the_devices_own_pages_and_people_get_to_it(string method, bool passes, string headers)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = method;
        foreach (string header in headers.Split('|', StringSplitOptions.RemoveEmptyEntries)) request.Headers[header.Split(": ")[0]] = header.Split(": ")[1];
        Assert.Equal(passes, OwnPages.Lets(request, Origin));
    }

    [Fact]
    public void A_device_hears_nothing_that_is_said_to_the_gateway()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://master/");
        foreach (string name in new[] { "X-Gateway-From", "X-Forwarded-For", "x-forwarded-proto", "Forwarded", "Via", "X-Real-IP", "X-Original-URL", "X-Remote-User", "X-Remote-Groups" }) request.Headers.TryAddWithoutValidation(name, "told");
        request.Headers.TryAddWithoutValidation("Authorization", "Basic YWRtaW46YWRtaW4=");
        request.Headers.TryAddWithoutValidation("Cookie", "sid=1; __Host-gateway-web=secret");
        DeviceRequest.Change(request, "sid=1; __Host-gateway-web=secret", new Uri(Origin + ":8443"), new ProxyOptions([], "X-Remote-User", "X-Remote-Groups"));
        Assert.Equal(
            ["Authorization: Basic YWRtaW46YWRtaW4=", "Cookie: sid=1", "Host: sop001.web.gateway.test:8443", "X-Forwarded-Host: sop001.web.gateway.test:8443", "X-Forwarded-Proto: https"],
            request.Headers.Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Order(StringComparer.Ordinal));
        request.Headers.Remove("Authorization");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer gwt_abc");
        DeviceRequest.Change(request, "", new Uri(Origin), null);
        Assert.DoesNotContain(request.Headers, header => header.Key is "Authorization" or "Cookie");
    }
}
