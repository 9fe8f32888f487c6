using System.Net;
using System.Net.Http.Json;
using Gateway.Configuration;
using Gateway.Tests.Harness;
using Gateway.Web;
using Xunit;

namespace Gateway.Tests.Access.Identity;

/// <summary>Signing in at a real OpenID Connect provider.</summary>
public sealed class OidcTests
{
    private const string Public = "http://gateway.example/sub";
    private const string Callback = Public + "/sign-in/oidc/callback";

    [Theory]
    [InlineData("client_secret_basic")]
    [InlineData("client_secret_post")]
    public async Task A_person_signs_in_and_arrives_where_he_wanted_to_go(string method)
    {
        await using var provider = await OpenIdProvider.StartAsync(Callback, method);
        await using var gateway = await StartAsync(provider);
        using var browser = Browser(gateway);
        using var refused = await browser.SendAsync(Post(gateway, "api/visit"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.Contains("\"code\":\"signin\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var back = await browser.SendAsync(Here(gateway, await provider.SignInAsync(browser, await LeaveAsync(gateway, browser, "/sub/remote/ssh/alice/22"), "alice")));
        Assert.Equal(HttpStatusCode.Found, back.StatusCode);
        Assert.Equal("/sub/remote/ssh/alice/22", back.Headers.Location!.OriginalString);
        string cookie = Assert.Single(back.Headers.GetValues("Set-Cookie"), one => one.StartsWith("gateway-person=", StringComparison.Ordinal));
        foreach (string part in new[] { "; path=/sub", "; samesite=strict", "; httponly" }) Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("no-store", back.Headers.CacheControl!.ToString(), StringComparison.Ordinal);

        var me = await GetAsync<Me>(gateway, browser, "api/me");
        Assert.Equal(("oidc:alice", "alice", "alice of Operations"), (me.Id, me.Name, me.DisplayName));
        Assert.Equal(["staff", "alice-team"], me.Groups);
        using var visited = await browser.SendAsync(Post(gateway, "api/visit"));
        Assert.Equal(HttpStatusCode.NoContent, visited.StatusCode);
        Assert.DoesNotContain("s e+c", gateway.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_node_takes_a_browser_back_that_another_one_sent_away()
    {
        await using var provider = await OpenIdProvider.StartAsync(Callback);
        await using var cluster = await TestCluster.StartAsync(2, file => file["publicUrl"] = Public, configuration => configuration with { SignIn = provider.Settings });
        var (first, second) = (cluster.Nodes[0], cluster.Nodes[1]);
        using var browser = Browser(first);
        var back = await provider.SignInAsync(browser, await LeaveAsync(first, browser), "bob");
        using var arrived = await browser.SendAsync(Here(second, back));
        Assert.Equal("/sub/", arrived.Headers.Location!.OriginalString);
        Assert.Equal("oidc:bob", (await GetAsync<Me>(second, browser, "api/me")).Id);
    }

    [Fact]
    public async Task The_way_back_counts_once_and_in_one_browser_only()
    {
        await using var provider = await OpenIdProvider.StartAsync(Callback);
        await using var gateway = await StartAsync(provider);
        using var attacker = Browser(gateway);
        var back = await provider.SignInAsync(attacker, await LeaveAsync(gateway, attacker), "mallory");

        // Login CSRF: the victim's browser is sent the way of the attacker's.
        using var victim = Browser(gateway);
        await AssertTroubleAsync(gateway, victim, back, "stale");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(gateway, victim));

        await AssertTroubleAsync(gateway, attacker, new Uri(back.AbsoluteUri.Replace("state=", "state=x", StringComparison.Ordinal)), "stale");
        await AssertTroubleAsync(gateway, attacker, new Uri(Callback), "stale");

        using var arrived = await attacker.SendAsync(Here(gateway, back));
        Assert.Equal("/sub/", arrived.Headers.Location!.OriginalString);
        await AssertTroubleAsync(gateway, attacker, back, "stale");
    }

    [Fact]
    public async Task A_code_does_not_count_in_another_sign_in()
    {
        await using var provider = await OpenIdProvider.StartAsync(Callback);
        await using var gateway = await StartAsync(provider);
        using var thief = Browser(gateway);
        using var victim = Browser(gateway);
        var stolen = await provider.SignInAsync(victim, await LeaveAsync(gateway, victim), "alice");
        var own = await provider.SignInAsync(thief, await LeaveAsync(gateway, thief), "mallory");
        string code = Part(stolen, "code");
        // PKCE: the code belongs to the verifier in the victim's state.
        await AssertTroubleAsync(gateway, thief, new Uri(own.AbsoluteUri.Replace(Part(own, "code"), code, StringComparison.Ordinal)), "refused");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(gateway, thief));
        // The log arrives late.
        await Wait.UntilAsync(() => gateway.Log.Contains("invalid_grant", StringComparison.Ordinal), "the reason in the log");
        Assert.DoesNotContain(code, gateway.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_cancels_is_told_so_and_can_try_again()
    {
        await using var provider = await OpenIdProvider.StartAsync(Callback);
        await using var gateway = await StartAsync(provider);
        using var browser = Browser(gateway);
        var back = await provider.SignInAsync(browser, await LeaveAsync(gateway, browser, "/sub/me"), "alice", cancels: true);
        await AssertTroubleAsync(gateway, browser, back, "denied", "%2Fsub%2Fme");
        using var page = await browser.SendAsync(Here(gateway, new Uri("http://gateway.example/sub/sign-in?trouble=denied")));
        string text = await page.Content.ReadAsStringAsync();
        Assert.Contains("The sign-in was cancelled", text, StringComparison.Ordinal);
        Assert.Contains("The client_secret_basic one", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_sign_in_has_a_new_key_and_ends_the_old_one()
    {
        await using var provider = await OpenIdProvider.StartAsync(Callback);
        await using var gateway = await StartAsync(provider);
        using var browser = Browser(gateway);
        using var first = await browser.SendAsync(Here(gateway, await provider.SignInAsync(browser, await LeaveAsync(gateway, browser), "alice")));
        string old = CookieOf(first);
        // The strict cookie goes along when the browser leaves, but not when it comes back.
        var back = await provider.SignInAsync(browser, await LeaveAsync(gateway, browser), "alice");
        using var request = Here(gateway, back);
        using var elsewhere = new HttpClient(TestGateway.Handler(Without(gateway, "gateway-person"))) { BaseAddress = gateway.Address };
        using var second = await elsewhere.SendAsync(request);
        Assert.NotEqual(old, CookieOf(second));
        using var stale = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = gateway.Address, DefaultRequestHeaders = { { "Cookie", old } } };
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(gateway, stale));
        Assert.Single(await GetAsync<SignInSummary[]>(gateway, elsewhere, "api/me/sign-ins"));

        CookieContainer Without(TestGateway at, string name)
        {
            var kept = new CookieContainer();
            foreach (var cookie in _cookies.GetAllCookies().Where(cookie => cookie.Name != name)) kept.Add(cookie);
            return kept;
        }
    }

    [Fact]
    public async Task A_provider_that_is_away_is_said_on_the_sign_in_page_and_used_when_it_is_back()
    {
        await using var provider = await OpenIdProvider.StartAsync(Callback);
        await using var gateway = await StartAsync(provider);
        using var browser = Browser(gateway);
        await provider.KillAsync();
        await AssertTroubleAsync(gateway, browser, new Uri($"{Public}/sign-in/oidc?next=/sub/me"), "unreachable", "%2Fsub%2Fme");
        await Wait.UntilAsync(() => gateway.Log.Contains("cannot be reached", StringComparison.Ordinal), "the reason in the log");
        await provider.StartAsync();
        var back = await provider.SignInAsync(browser, await LeaveAsync(gateway, browser), "alice");
        await provider.KillAsync();
        await AssertTroubleAsync(gateway, browser, back, "unreachable");
    }

    private CookieContainer _cookies = new();

    private HttpClient Browser(TestGateway gateway) => new(TestGateway.Handler(_cookies = new CookieContainer())) { BaseAddress = gateway.Address, Timeout = HubClient.Patience };

    private static Task<TestGateway> StartAsync(OpenIdProvider provider) =>
        TestGateway.StartAsync([22], change: file => file["publicUrl"] = Public, adjust: configuration => configuration with { SignIn = provider.Settings });

    private static HttpRequestMessage Here(TestGateway gateway, Uri address) => new(HttpMethod.Get, new Uri(gateway.Address, address.PathAndQuery)) { Headers = { Host = "gateway.example" } };

    private static HttpRequestMessage Post(TestGateway gateway, string path) =>
        new(HttpMethod.Post, new Uri(gateway.Address, $"sub/{path}")) { Headers = { { "Origin", "http://gateway.example" }, { "Host", "gateway.example" } } };

    private static async Task<Uri> LeaveAsync(TestGateway gateway, HttpClient browser, string next = "/sub/")
    {
        using var answer = await browser.SendAsync(Here(gateway, new Uri($"{Public}/sign-in/oidc?next={Uri.EscapeDataString(next)}")));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return answer.Headers.Location!;
    }

    private static async Task<T> GetAsync<T>(TestGateway gateway, HttpClient browser, string path)
    {
        using var answer = await browser.SendAsync(Here(gateway, new Uri($"{Public}/{path}")));
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<T>())!;
    }

    private static async Task<HttpStatusCode> StatusAsync(TestGateway gateway, HttpClient browser)
    {
        using var answer = await browser.SendAsync(Here(gateway, new Uri($"{Public}/api/me")));
        return answer.StatusCode;
    }

    private static async Task AssertTroubleAsync(TestGateway gateway, HttpClient browser, Uri address, string trouble, string next = "%2Fsub%2F")
    {
        using var answer = await browser.SendAsync(Here(gateway, address));
        Assert.Equal($"/sub/sign-in?trouble={trouble}&next={next}", answer.Headers.Location!.OriginalString);
        Assert.DoesNotContain("gateway-person", answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? string.Concat(cookies) : "", StringComparison.Ordinal);
    }

    private static string CookieOf(HttpResponseMessage answer) => answer.Headers.GetValues("Set-Cookie").Single(one => one.StartsWith("gateway-person=", StringComparison.Ordinal)).Split(';')[0];

    private static string Part(Uri address, string name) => address.Query.TrimStart('?').Split('&').Single(part => part.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];
}
