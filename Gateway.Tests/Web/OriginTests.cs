using System.Net;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Web;

/// <summary>Cross-site WebSocket hijacking, DNS rebinding, and the transports that are not offered.</summary>
public sealed class OriginTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private Uri Address => shared.Gateway.Address;

    private string Own => $"Origin: {Address.GetLeftPart(UriPartial.Authority)}";

    public static TheoryData<string?> ForeignOrigins => [null, "null", "", "http://evil.example", "https://127.0.0.1", "http://127.0.0.1", "http://127.0.0.1:1", "file://", "http://127.0.0.1.evil.example:{port}", "http://evil.example#http://127.0.0.1:{port}", "https://127.0.0.1:{port}", "ws://127.0.0.1:{port}", "http://127.0.0.1:{port}, http://evil.example"];

    [Theory, MemberData(nameof(ForeignOrigins))]
    public async Task A_foreign_page_gets_neither_a_connection_nor_a_session(string? origin)
    {
        string[] header = origin is null ? [] : [$"Origin: {origin.Replace("{port}", Port, StringComparison.Ordinal)}"];
        Assert.Equal(403, (await RawHttp.SendAsync(Address, "GET /hub", RawHttp.Upgrade(header))).Status);
        Assert.Equal(403, (await RawHttp.SendAsync(Address, "GET /HUB/", RawHttp.Upgrade(header))).Status);
        Assert.Equal(403, (await RawHttp.SendAsync(Address, "POST /hub/negotiate?negotiateVersion=1", [.. header, "Content-Length: 0"])).Status);
        var visit = await RawHttp.SendAsync(Address, "POST /api/visit", [.. header, "Content-Length: 0"]);
        Assert.Equal(403, visit.Status);
        Assert.Empty(visit.Header("Set-Cookie"));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:{port}")]
    [InlineData("127.0.0.1:1")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:{port}.evil.example")]
    [InlineData("0.0.0.0:{port}")]
    [InlineData("127.1:{port}")]
    [InlineData("localhost.:{port}")]
    public async Task A_name_that_was_pointed_at_the_gateway_gets_nothing(string host)
    {
        host = host.Replace("{port}", Port, StringComparison.Ordinal);
        string[] headers = [$"Host: {host}", $"Origin: http://{host}"];
        foreach (string line in new[] { "GET /", "GET /remote/ssh/a/22", "GET /favicon.svg", "GET /hub", "GET /nowhere" })
            await RefusedAsync(line, headers);
        await RefusedAsync("POST /api/visit", [.. headers, "Content-Length: 0"]);
        await RefusedAsync("GET /hub", RawHttp.Upgrade(headers));

        async Task RefusedAsync(string line, string[] lines)
        {
            // Kestrel itself turns a Host away that is none.
            var answer = await RawHttp.SendAsync(Address, line, lines);
            Assert.Contains(answer.Status, new[] { 421, 400 });
            Assert.Empty(answer.Header("Set-Cookie"));
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("LOCALHOST")]
    public async Task On_loopback_every_name_of_this_machine_works(string name)
    {
        string[] headers = [$"Host: {name}:{Port}", $"Origin: http://{name}:{Port}"];
        Assert.Equal(101, (await RawHttp.SendAsync(Address, "GET /hub", RawHttp.Upgrade(headers))).Status);
        Assert.Equal(204, (await RawHttp.SendAsync(Address, "POST /api/visit", [.. headers, "Content-Length: 0"])).Status);
    }

    [Fact]
    public async Task Two_hosts_in_one_request_are_refused() =>
        Assert.Equal(400, (await RawHttp.SendAsync(Address, "GET /", $"Host: {Address.Authority}", "Host: evil.example")).Status);

    [Fact]
    public async Task A_target_that_names_another_host_is_refused() =>
        Assert.Contains((await RawHttp.SendAsync(Address, "GET http://evil.example/")).Status, new[] { 400, 421 });

    [Fact]
    public async Task The_hub_has_no_transport_but_WebSockets_and_negotiates_none()
    {
        // Negotiating would leave a connection behind for whoever asks, and fails between several gateways.
        foreach (string line in new[] { "POST /hub/negotiate?negotiateVersion=1", "POST /hub", "POST /hub?id=x", "GET /hub", "GET /hub?id=x", "GET /hub/negotiate", "DELETE /hub?id=x", "OPTIONS /hub", "PUT /hub" })
        {
            var answer = await RawHttp.SendAsync(Address, line, Own, "Accept: text/event-stream", "Content-Length: 0");
            Assert.Contains(answer.Status, new[] { 405, 426 });
            Assert.DoesNotContain("connectionToken", answer.Body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("json")]
    [InlineData("blazorpack")]
    [InlineData("")]
    public async Task Another_hub_protocol_is_refused(string protocol)
    {
        var refused = await Assert.ThrowsAnyAsync<InvalidOperationException>(async () => await HubClient.ConnectAsync(Address, new CookieContainer(), protocol: protocol));
        Assert.Contains("error", refused.Message, StringComparison.Ordinal);
    }

    private string Port => Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
