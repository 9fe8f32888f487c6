using System.Net;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Web;

public sealed class VisitorTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private Uri Address => shared.Gateway.Address;

    private string Own => $"Origin: {Address.GetLeftPart(UriPartial.Authority)}";

    [Fact]
    public async Task Over_http_the_cookie_is_HttpOnly_and_strict()
    {
        string cookie = Assert.Single((await VisitAsync()).Header("Set-Cookie"));
        Assert.StartsWith("gateway=", cookie, StringComparison.Ordinal);
        Assert.Equal(["httponly", "path=/", "samesite=strict"], Attributes(cookie));
    }

    [Fact]
    public async Task Over_https_the_cookie_is_bound_to_host_and_scheme()
    {
        using var scratch = new Scratch();
        var (code, output) = await Tool.RunAsync("/usr/bin/openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-keyout", scratch.PathOf("key.pem"), "-out", scratch.PathOf("cert.pem")]);
        Assert.True(code == 0, output);
        await using var gateway = await TestGateway.StartAsync([22], change: file =>
        {
            file["listen"] = new JsonArray("https://127.0.0.1:0");
            file["tls"] = new JsonObject { ["certificate"] = scratch.PathOf("cert.pem"), ["key"] = scratch.PathOf("key.pem") };
        });
        Assert.Equal("https", gateway.Address.Scheme);
        var answer = await RawHttp.SendAsync(gateway.Address, "POST /api/visit", $"Origin: {gateway.Address.GetLeftPart(UriPartial.Authority)}", "Content-Length: 0");
        Assert.Equal(204, answer.Status);
        string cookie = Assert.Single(answer.Header("Set-Cookie"));
        Assert.StartsWith("__Host-gateway=", cookie, StringComparison.Ordinal);
        Assert.Equal(["httponly", "path=/", "samesite=strict", "secure"], Attributes(cookie));
        Assert.Equal("max-age=31536000", Assert.Single(answer.Header("Strict-Transport-Security")));
        Assert.Equal(403, (await RawHttp.SendAsync(gateway.Address, "POST /api/visit", $"Origin: http://{gateway.Address.Authority}", "Content-Length: 0")).Status);
    }

    [Theory]
    [InlineData("GET /")]
    [InlineData("GET /remote/ssh/a/1")]
    [InlineData("GET /nowhere")]
    [InlineData("GET /api/visit")]
    [InlineData("GET /health/ready")]
    [InlineData("GET /favicon.svg")]
    public async Task A_GET_makes_no_session(string line)
    {
        // A click on a wiki's link comes without the strict cookie. A new session would replace the one with terminals.
        Assert.Empty((await RawHttp.SendAsync(Address, line)).Header("Set-Cookie"));
        Assert.Empty((await RawHttp.SendAsync(Address, line, "Cookie: gateway=forged")).Header("Set-Cookie"));
        Assert.Empty((await RawHttp.SendAsync(Address, line.Replace("GET", "HEAD", StringComparison.Ordinal))).Header("Set-Cookie"));
    }

    [Fact]
    public async Task The_hub_makes_no_session()
    {
        var answer = await RawHttp.SendAsync(Address, "GET /hub", RawHttp.Upgrade(Own));
        Assert.Equal(101, answer.Status);
        Assert.Empty(answer.Header("Set-Cookie"));
    }

    [Fact]
    public async Task A_second_visit_renews_the_session_and_keeps_the_cookie()
    {
        string cookie = Value(Assert.Single((await VisitAsync()).Header("Set-Cookie")));
        var again = await VisitAsync($"Cookie: {cookie}");
        Assert.Equal(204, again.Status);
        Assert.Empty(again.Header("Set-Cookie"));
    }

    [Fact]
    public async Task A_forged_or_altered_cookie_is_a_new_visitor()
    {
        string good = Value(Assert.Single((await VisitAsync()).Header("Set-Cookie")));
        foreach (string bad in new[] { "gateway=", "gateway=x", "gateway=../../etc", $"{good[..^4]}AAAA", $"{good}A", $"{good[..30]}{(good[30] == 'A' ? 'B' : 'A')}{good[31..]}", $"gateway={new string('A', 4000)}" })
        {
            var answer = await VisitAsync($"Cookie: {bad}");
            Assert.Equal(204, answer.Status);
            Assert.NotEqual(good, Value(Assert.Single(answer.Header("Set-Cookie"))));
            await using var hub = await HubClient.ConnectAsync(Address, Jar(bad));
            Assert.Equal("visit", (await hub.JoinAsync("x")).Refusal!.Code);
        }
    }

    [Fact]
    public async Task A_key_that_the_visitor_chose_is_never_a_session()
    {
        var first = Value(Assert.Single((await VisitAsync("Cookie: gateway=chosen")).Header("Set-Cookie")));
        var second = Value(Assert.Single((await VisitAsync("Cookie: gateway=chosen")).Header("Set-Cookie")));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public async Task Two_tabs_with_the_same_link_are_two_terminals()
    {
        var cookies = await shared.Gateway.VisitAsync();
        await using var one = await Page.OpenAsync(Address, cookies, "ssh", SshServer.User, shared.Server.Port);
        await using var two = await Page.OpenAsync(Address, cookies, "ssh", SshServer.User, shared.Server.Port);
        Assert.NotEqual(one.Terminal.Id, two.Terminal.Id);
        await one.TypeAsync("echo only$((1))here\r");
        await one.ExpectAsync("only1here");
        await two.TypeAsync("echo second$((2))here\r");
        await two.ExpectAsync("second2here");
        Assert.DoesNotContain("only1here", two.Text, StringComparison.Ordinal);
    }

    private Task<RawAnswer> VisitAsync(params string[] headers) => RawHttp.SendAsync(Address, "POST /api/visit", [Own, "Content-Length: 0", .. headers]);

    private CookieContainer Jar(string cookie)
    {
        var jar = new CookieContainer();
        jar.SetCookies(Address, cookie);
        return jar;
    }

    private static string Value(string cookie) => cookie.Split(';')[0];

    private static IEnumerable<string> Attributes(string cookie) => cookie.Split(';').Skip(1).Select(part => part.Trim().ToLowerInvariant()).Order();
}
