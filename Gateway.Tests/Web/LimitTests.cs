using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Access;
using Gateway.Tests.Harness;
using Gateway.Web;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Gateway.Tests.Web;

public sealed class LimitTests
{
    [Fact]
    public async Task Visits_are_slowed_per_address()
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        string origin = gateway.Address.GetLeftPart(UriPartial.Authority);
        using var browser = gateway.Browser();
        int refused = 0;
        for (int visit = 0; visit < 900 && refused == 0; visit++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/visit") { Headers = { { "Origin", origin }, { "Accept", "application/json" } } };
            using var response = await browser.SendAsync(request);
            if (response.StatusCode != System.Net.HttpStatusCode.TooManyRequests) continue;
            refused++;
            Assert.Contains("\"code\":\"rate\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.Equal(1, refused);
        Assert.Equal(200, (await RawHttp.SendAsync(gateway.Address, "GET /")).Status);
    }

    [Fact]
    public async Task Openings_are_counted_per_visitor_and_refused_in_words()
    {
        await using var server = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync(server, file => file["limits"] = new JsonObject { ["opensPerMinute"] = 3 });
        string port = server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await using var hub = await HubClient.ConnectAsync(gateway.Address, await gateway.VisitAsync());
        for (int open = 0; open < 3; open++) Assert.NotNull((await hub.OpenAsync("ssh", SshServer.User, port)).Terminal);
        Assert.Equal("rate", (await hub.OpenAsync("ssh", SshServer.User, port)).Refusal!.Code);
        await using var other = await HubClient.ConnectAsync(gateway.Address, await gateway.VisitAsync());
        Assert.NotNull((await other.OpenAsync("ssh", SshServer.User, port)).Terminal);
    }

    [Fact]
    public async Task Connections_of_one_visitor_are_bounded_and_a_closed_one_makes_room()
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        var visitor = await gateway.VisitAsync();
        var hubs = new List<HubClient>();
        try
        {
            for (int count = 0; count < ConnectionLimit.PerVisitor; count++) hubs.Add(await HubClient.ConnectAsync(gateway.Address, visitor));
            await hubs[^1].Answer("Ping");
            Assert.False(await StaysAsync());
            await using (var other = await HubClient.ConnectAsync(gateway.Address, await gateway.VisitAsync())) await other.Answer("Ping");
            await hubs[0].DisposeAsync();
            for (var clock = System.Diagnostics.Stopwatch.StartNew(); !await StaysAsync(); await Task.Delay(20)) Assert.True(clock.Elapsed < HubClient.Patience);
        }
        finally
        {
            foreach (var hub in hubs) await hub.DisposeAsync();
        }

        async Task<bool> StaysAsync()
        {
            try
            {
                await using var hub = await HubClient.ConnectAsync(gateway.Address, visitor);
                await hub.Answer("Ping");
                return true;
            }
            catch (Exception exception) when (exception is InvalidOperationException or System.Net.WebSockets.WebSocketException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task Connections_of_one_address_are_bounded()
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        var limit = gateway.Services.GetRequiredService<ConnectionLimit>();
        var held = Enumerable.Range(0, ConnectionLimit.PerAddress).Select(_ => limit.TryEnterFrom("127.0.0.1")).ToList();
        string[] upgrade = RawHttp.Upgrade($"Origin: {gateway.Address.GetLeftPart(UriPartial.Authority)}");
        Assert.Equal(429, (await RawHttp.SendAsync(gateway.Address, "GET /hub", upgrade)).Status);
        held[0]!.Dispose();
        Assert.Equal(101, (await RawHttp.SendAsync(gateway.Address, "GET /hub", upgrade)).Status);
    }

    [Fact]
    public async Task An_input_over_the_limit_ends_that_connection_only()
    {
        await using var server = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync(server);
        var visitor = await gateway.VisitAsync();
        await using var page = await Page.OpenAsync(gateway.Address, visitor, "ssh", SshServer.User, server.Port);
        await page.Hub.InputAsync(0, new byte[page.Terminal.InputSize + 1]);
        await page.Hub.Closed.WaitAsync(HubClient.Patience);
        await using var claim = await HubClient.ConnectAsync(gateway.Address, visitor);
        await claim.SendRawAsync([0xff, 0xff, 0xff, 0xff, 0x07, .. new byte[20_000]]);
        await claim.Closed.WaitAsync(HubClient.Patience);
        await using var again = await HubClient.ConnectAsync(gateway.Address, visitor);
        Assert.NotNull((await again.JoinAsync(page.Terminal.Id)).Terminal);
    }

    [Theory]
    [InlineData(40 * 1024, 431)]
    [InlineData(20 * 1024, 431, "Cookie: a=")]
    [InlineData(200, 431, null, 150)]
    public async Task Too_many_or_too_large_headers_are_refused(int size, int status, string? name = null, int count = 1)
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        string[] headers = [.. Enumerable.Range(0, count).Select(number => $"{name ?? $"X-{number}: "}{new string('a', name is null ? size : size * 2)}")];
        Assert.Equal(status, (await RawHttp.SendAsync(gateway.Address, "GET /", headers)).Status);
    }

    [Fact]
    public async Task A_long_target_is_refused()
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        Assert.Equal(414, (await RawHttp.SendAsync(gateway.Address, $"GET /{new string('a', 20_000)}")).Status);
        Assert.Equal(400, (await RawHttp.SendAsync(gateway.Address, $"GET /remote/ssh/{new string('a', 5000)}/22")).Status);
    }

    [Fact]
    public async Task A_body_that_nobody_asked_for_is_not_taken()
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        using var client = new TcpClient();
        await client.ConnectAsync(gateway.Address.Host, gateway.Address.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/visit HTTP/1.1\r\nHost: {gateway.Address.Authority}\r\nOrigin: {gateway.Address.GetLeftPart(UriPartial.Authority)}\r\nContent-Length: 1000000000\r\n\r\n"));
        long taken = 0;
        byte[] block = new byte[64 * 1024];
        try
        {
            using var timeout = new CancellationTokenSource(HubClient.Patience);
            while (taken < 200 << 20)
            {
                await stream.WriteAsync(block, timeout.Token);
                taken += block.Length;
            }
        }
        catch (IOException)
        {
        }
        Assert.True(taken < 50 << 20, $"It took {taken} bytes.");
    }

    [Fact]
    public async Task Slow_clients_have_Kestrels_own_limits()
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        var limits = gateway.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;
        Assert.InRange(limits.RequestHeadersTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        Assert.InRange(limits.KeepAliveTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(3));
        Assert.InRange(limits.MaxRequestBodySize ?? long.MaxValue, 0, 64 * 1024);
        Assert.NotNull(limits.MinRequestBodyDataRate);
        Assert.NotNull(limits.MinResponseDataRate);
    }
}
