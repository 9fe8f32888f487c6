using System.Text.Json.Nodes;
using Gateway.Access;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Web;

/// <summary>X-Forwarded-* is a stranger's claim unless a trusted proxy makes it.</summary>
public sealed class ForwardedHeaderTests
{
    private const string Stranger = "192.0.2.1";

    [Theory]
    [InlineData(null, false)]
    [InlineData("10.0.0.0/8", false)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.0.0.0/8", true)]
    public async Task Host_scheme_and_address_are_believed_from_trusted_proxies_only(string? trusted, bool believed)
    {
        await using var gateway = await TestGateway.StartAsync([22], change: file => file["trustedProxies"] = trusted is null ? new JsonArray() : new JsonArray(trusted));
        string own = gateway.Address.Authority, origin = $"Origin: http://{own}";

        Assert.Equal(believed ? 200 : 421, (await RawHttp.SendAsync(gateway.Address, "GET /", "Host: inside", $"X-Forwarded-Host: {own}")).Status);
        Assert.Equal(believed ? 421 : 200, (await RawHttp.SendAsync(gateway.Address, "GET /", "X-Forwarded-Host: evil.example")).Status);

        var visit = await RawHttp.SendAsync(gateway.Address, "POST /api/visit", origin, "X-Forwarded-Proto: https", "Content-Length: 0");
        Assert.Equal(believed, Assert.Single(visit.Header("Set-Cookie")).Contains("secure", StringComparison.OrdinalIgnoreCase));

        var limit = gateway.Services.GetRequiredService<ConnectionLimit>();
        for (int count = 0; count < ConnectionLimit.PerAddress; count++) limit.TryEnterFrom(Stranger);
        Assert.Equal(believed ? 429 : 101, await HubAsync(Stranger));
        // The last one is what the proxy itself has seen; the others the client may have made up.
        Assert.Equal(believed ? 429 : 101, await HubAsync($"203.0.113.9, {Stranger}"));
        Assert.Equal(101, await HubAsync($"{Stranger}, 203.0.113.9"));

        async Task<int> HubAsync(string from) => (await RawHttp.SendAsync(gateway.Address, "GET /hub", RawHttp.Upgrade(origin, $"X-Forwarded-For: {from}"))).Status;
    }

    [Theory]
    [InlineData("X-Forwarded-Prefix: /evil")]
    [InlineData("X-Original-Host: evil.example")]
    [InlineData("Forwarded: host=evil.example;proto=https")]
    [InlineData("X-Original-URL: /nowhere")]
    [InlineData("X-Rewrite-URL: /nowhere")]
    [InlineData("X-HTTP-Method-Override: DELETE")]
    public async Task Other_headers_change_nothing_even_from_a_trusted_proxy(string header)
    {
        await using var gateway = await TestGateway.StartAsync([22], change: file => file["trustedProxies"] = new JsonArray("127.0.0.1"));
        var answer = await RawHttp.SendAsync(gateway.Address, "GET /", header);
        Assert.Equal(200, answer.Status);
        Assert.Contains("<base href=\"/\">", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", answer.Body, StringComparison.Ordinal);
    }
}
