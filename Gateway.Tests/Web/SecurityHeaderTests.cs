using System.Text.RegularExpressions;
using Gateway.Access;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Web;

public sealed partial class SecurityHeaderTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private Uri Address => shared.Gateway.Address;

    [Theory]
    [InlineData("GET /", 200)]
    [InlineData("HEAD /", 200)]
    [InlineData("GET /remote/ssh/alice/{port}", 200)]
    [InlineData("HEAD /remote/ssh/alice/{port}", 200)]
    [InlineData("GET /favicon.svg", 200)]
    [InlineData("GET {asset}", 200)]
    [InlineData("HEAD {asset}", 200)]
    [InlineData("GET /health/live", 200)]
    [InlineData("HEAD /health/ready", 200)]
    [InlineData("GET /remote/ssh/-x/22", 400)]
    [InlineData("GET /remote/ssh/alice/1", 403)]
    [InlineData("GET /nowhere", 404)]
    [InlineData("PUT /", 405)]
    [InlineData("GET /api/visit", 405)]
    [InlineData("GET /hub", 426)]
    public async Task Every_answer_has_them(string line, int status)
    {
        line = line.Replace("{asset}", await AssetAsync(), StringComparison.Ordinal).Replace("{port}", shared.Server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        foreach (string accept in new[] { "text/html", "application/json" })
        {
            var answer = await RawHttp.SendAsync(Address, line, $"Accept: {accept}", $"Origin: {Address.GetLeftPart(UriPartial.Authority)}", "Content-Length: 0");
            Assert.Equal(status, answer.Status);
            Check(answer);
            if (line.StartsWith("HEAD", StringComparison.Ordinal)) Assert.Empty(answer.Body);
        }
    }

    [Theory]
    [InlineData("Host: evil.example", 421)]
    [InlineData("Host: [", 400)]
    public async Task Refused_hosts_have_them_too(string host, int status)
    {
        var answer = await RawHttp.SendAsync(Address, "GET /", host);
        Assert.Equal(status, answer.Status);
        if (status != 400) Check(answer); // what is no HTTP is answered before our code, without a body
        else Assert.Empty(answer.Body);
    }

    [Fact]
    public async Task A_foreign_origin_and_an_accepted_upgrade_have_them_too()
    {
        Check(await RawHttp.SendAsync(Address, "POST /api/visit", "Origin: http://evil.example", "Content-Length: 0"));
        var accepted = await RawHttp.SendAsync(Address, "GET /hub", RawHttp.Upgrade($"Origin: {Address.GetLeftPart(UriPartial.Authority)}"));
        Assert.Equal(101, accepted.Status);
        Check(accepted);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json")]
    public async Task A_failure_inside_has_them_and_tells_nothing(string accept)
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        gateway.Services.GetRequiredService<ConnectionLimit>().Dispose(); // whoever uses it now fails
        var answer = await RawHttp.SendAsync(gateway.Address, "GET /hub", RawHttp.Upgrade($"Origin: {gateway.Address.GetLeftPart(UriPartial.Authority)}", $"Accept: {accept}"));
        Assert.Equal(500, answer.Status);
        Check(answer);
        Assert.Empty(answer.Header("Set-Cookie"));
        Assert.DoesNotContain("Exception", answer.Body, StringComparison.Ordinal);
        Assert.Contains("gateway's log", System.Net.WebUtility.HtmlDecode(answer.Body).Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(gateway.DataFolder, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_nonce_differs_from_answer_to_answer_and_is_the_pages_own()
    {
        var nonces = new HashSet<string>();
        for (int round = 0; round < 20; round++)
        {
            var answer = await RawHttp.SendAsync(Address, "GET /");
            string nonce = Nonce().Match(Assert.Single(answer.Header("Content-Security-Policy"))).Groups[1].Value;
            Assert.Equal(16, Convert.FromBase64String(nonce).Length);
            Assert.Contains(nonce, System.Net.WebUtility.HtmlDecode(answer.Body).Replace("\\u002B", "+", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.True(nonces.Add(nonce));
        }
    }

    [Fact]
    public async Task Pages_and_errors_are_never_kept_and_assets_for_ever()
    {
        Assert.Equal("no-store", Assert.Single((await RawHttp.SendAsync(Address, "GET /")).Header("Cache-Control")));
        Assert.Equal("no-store", Assert.Single((await RawHttp.SendAsync(Address, "GET /nowhere")).Header("Cache-Control")));
        Assert.Equal("no-store", Assert.Single((await RawHttp.SendAsync(Address, "GET /nowhere", "Accept: application/json")).Header("Cache-Control")));
        Assert.Equal("no-store", Assert.Single((await RawHttp.SendAsync(Address, "GET /health/ready")).Header("Cache-Control")));
        Assert.Equal("public, max-age=31536000, immutable", Assert.Single((await RawHttp.SendAsync(Address, $"GET {await AssetAsync()}")).Header("Cache-Control")));
        Assert.Equal("public, max-age=3600", Assert.Single((await RawHttp.SendAsync(Address, "GET /favicon.svg")).Header("Cache-Control")));
    }

    private async Task<string> AssetAsync() => "/" + Script().Match((await RawHttp.SendAsync(Address, "GET /")).Body).Groups[1].Value;

    private static void Check(RawAnswer answer)
    {
        string policy = Assert.Single(answer.Header("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain('*', policy);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Header("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(answer.Header("X-Frame-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Header("Referrer-Policy")));
        Assert.Equal("same-origin", Assert.Single(answer.Header("Cross-Origin-Opener-Policy")));
        Assert.Equal("same-origin", Assert.Single(answer.Header("Cross-Origin-Resource-Policy")));
        Assert.Single(answer.Header("Permissions-Policy"));
        Assert.Empty(answer.Header("Server"));
        Assert.Empty(answer.Header("X-Powered-By"));
        Assert.Empty(answer.Header("Access-Control-Allow-Origin"));
    }

    [GeneratedRegex("'nonce-([^']+)'")]
    private static partial Regex Nonce();

    [GeneratedRegex("src=\"(?:\\./)?(assets/[^\"]+\\.js)\"")]
    private static partial Regex Script();
}
