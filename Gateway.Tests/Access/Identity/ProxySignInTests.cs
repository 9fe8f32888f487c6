using System.Net;
using System.Text.Json.Nodes;
using Gateway.Configuration;
using Gateway.Tests.Harness;
using Gateway.Tests.Web;
using Xunit;

namespace Gateway.Tests.Access.Identity;

/// <summary>The header of a proxy that signs people in counts from that proxy only.</summary>
public sealed class ProxySignInTests : IAsyncLifetime
{
    private static readonly ProxySignInSettings Own = new() { From = [IPNetwork.Parse("127.0.0.1/32")], UserHeader = "X-Forwarded-User", GroupsHeader = "X-Forwarded-Groups" };

    private TestGateway? _gateway;

    private TestGateway Gateway => _gateway!;

    [Fact]
    public async Task The_proxy_says_who_somebody_is_and_in_which_groups()
    {
        string cookie = CookieOf(await SignInAsync(Gateway, "X-Forwarded-User: alice", "X-Forwarded-Groups: staff, admins,,staff"));
        Assert.Contains("HttpOnly".ToLowerInvariant(), cookie.ToLowerInvariant(), StringComparison.Ordinal);
        var me = await GetAsync(Gateway, "/api/me", Header(cookie), "X-Forwarded-User: alice");
        Assert.Equal(200, me.Status);
        Assert.Contains("\"id\":\"proxy:alice\"", me.Body, StringComparison.Ordinal);
        Assert.Contains("\"groups\":[\"staff\",\"admins\"]", me.Body, StringComparison.Ordinal);
        // The cookie alone counts too: it is a sign-in like any other.
        Assert.Equal(200, (await GetAsync(Gateway, "/api/me", Header(cookie))).Status);
        // The header alone does not: it only begins one.
        Assert.Equal(401, (await GetAsync(Gateway, "/api/me", "X-Forwarded-User: alice")).Status);
    }

    [Theory]
    [InlineData("X-Forwarded-User: bob", "X-Forwarded-User: alice")]
    [InlineData("X-Forwarded-User: alice, bob")]
    [InlineData("X-Forwarded-User: ")]
    [InlineData("X-Forwarded-User: al\tice")]
    [InlineData("X-Forwarded-User: alice", "X-Forwarded-Groups: a", "X-Forwarded-Groups: b")]
    [InlineData("X-Forwarded-Groups: admins")]
    [InlineData("X-Forwarded_User: alice")]
    [InlineData("Cookie: X-Forwarded-User=alice")]
    public async Task A_header_that_does_not_hold_one_name_signs_nobody_in(params string[] headers)
    {
        var answer = await SignInAsync(Gateway, headers);
        Assert.Equal(401, answer.Status);
        Assert.Contains("\"code\":\"signin\"", answer.Body, StringComparison.Ordinal);
        Assert.Empty(answer.Header("Set-Cookie"));
    }

    [Fact]
    public async Task A_browser_whose_person_has_changed_at_the_proxy_is_that_one_from_then_on()
    {
        string alice = CookieOf(await SignInAsync(Gateway, "X-Forwarded-User: alice"));
        Assert.Equal(401, (await GetAsync(Gateway, "/api/me", Header(alice), "X-Forwarded-User: bob")).Status);
        Assert.Equal(401, (await GetAsync(Gateway, "/api/me", Header(alice), "X-Forwarded-User: alice, bob")).Status);
        string bob = CookieOf(await SignInAsync(Gateway, "X-Forwarded-User: bob", Header(alice)));
        Assert.NotEqual(Header(alice), Header(bob));
        Assert.Contains("proxy:bob", (await GetAsync(Gateway, "/api/me", Header(bob), "X-Forwarded-User: bob")).Body, StringComparison.Ordinal);
        // Alice's is over, also without the proxy's word.
        Assert.Equal(401, (await GetAsync(Gateway, "/api/me", Header(alice))).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("127.0.0.1")] // what a trusted proxy forwards is not what it says itself
    public async Task From_anybody_else_the_header_is_refused_loudly(string? trusted)
    {
        await using var gateway = await TestGateway.StartAsync(
            [22], change: file => file["trustedProxies"] = trusted is null ? [] : new JsonArray(trusted), adjust: With(Own with { From = [IPNetwork.Parse("10.0.0.9/32")] }));
        foreach (string[] more in new string[][] { [], ["X-Forwarded-For: 10.0.0.9"], ["X-Forwarded-For: 10.0.0.9, 10.0.0.9", "Forwarded: for=10.0.0.9"] })
        {
            var answer = await SignInAsync(gateway, ["X-Forwarded-User: alice", .. more]);
            Assert.Equal(401, answer.Status);
            Assert.Contains("This does not come from the proxy", answer.Body, StringComparison.Ordinal);
        }
        await Wait.UntilAsync(() => gateway.Log.Contains("ProxyHeaderRefused", StringComparison.Ordinal), "a warning in the log");
    }

    [Fact]
    public async Task The_peer_is_asked_for_and_not_the_address_that_it_forwards()
    {
        await using var gateway = await TestGateway.StartAsync([22], change: file => file["trustedProxies"] = new JsonArray("127.0.0.1"), adjust: With(Own));
        Assert.Equal(204, (await SignInAsync(gateway, "X-Forwarded-User: alice", "X-Forwarded-For: 203.0.113.7")).Status);
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_sign_anybody_in()
    {
        var answer = await RawHttp.SendAsync(Gateway.Address, "POST /api/sign-in/connection", "Origin: http://evil.example", "Content-Length: 0", "X-Forwarded-User: alice");
        Assert.Equal(403, answer.Status);
        Assert.Empty(answer.Header("Set-Cookie"));
    }

    async Task IAsyncLifetime.InitializeAsync() => _gateway = await TestGateway.StartAsync([22], adjust: With(Own));

    async Task IAsyncLifetime.DisposeAsync() => await Gateway.DisposeAsync();

    private static Func<GatewayConfiguration, GatewayConfiguration> With(ProxySignInSettings proxy) => configuration => configuration with { SignIn = new SignInSettings { Proxy = proxy } };

    private static Task<RawAnswer> SignInAsync(TestGateway gateway, params string[] headers) =>
        RawHttp.SendAsync(gateway.Address, "POST /api/sign-in/connection", [$"Origin: {gateway.Address.GetLeftPart(UriPartial.Authority)}", "Content-Length: 0", .. headers]);

    private static Task<RawAnswer> GetAsync(TestGateway gateway, string path, params string[] headers) => RawHttp.SendAsync(gateway.Address, $"GET {path}", headers);

    private static string CookieOf(RawAnswer answer)
    {
        Assert.Equal(204, answer.Status);
        return Assert.Single(answer.Header("Set-Cookie"));
    }

    private static string Header(string cookie) => $"Cookie: {cookie.Split(';')[0]}";
}
