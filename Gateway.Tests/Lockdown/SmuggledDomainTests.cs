using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Gateway.Tests.Harness;
using Gateway.Web;
using Xunit;

namespace Gateway.Tests.Lockdown;

/// <summary>A host named anywhere in a request must not be found in what is executed.</summary>
public sealed class SmuggledDomainTests
{
    private const string Evil = "evil.example";

    [Fact]
    public async Task A_domain_in_additional_fields_and_cookies_changes_nothing_in_the_command_line()
    {
        await using var server = await SshServer.StartAsync("exec sleep 60");
        await using var gateway = await TestGateway.StartAsync(server);
        var cookies = await gateway.VisitAsync();
        string port = server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        foreach (string name in new[] { "domain", "host", "gateway-domain" }) cookies.Add(new Cookie(name, Evil, "/", "127.0.0.1"));
        await using var hub = await HubClient.ConnectAsync(gateway.Address, cookies);

        var plain = (await hub.OpenAsync("ssh", SshServer.User, port)).Terminal!;
        var smuggled = (await hub.InvokeAsync("Open", new
        {
            method = "ssh", user = SshServer.User, port, cols = 80, rows = 24,
            domain = Evil, host = Evil, hostname = Evil, args = new[] { "-oProxyCommand=x" }, command = "sh", program = "/bin/sh", identityFile = Evil,
        })).Deserialize<Reply>(JsonSerializerOptions.Web)!.Terminal!;
        Assert.NotEqual(plain.Id, smuggled.Id);
        var both = Child.ChildrenOf(Environment.ProcessId, port).Select(pid => new Child(pid).Arguments).ToList();
        Assert.Equal(2, both.Count);
        string[] expected = both[0];
        Assert.Equal("/usr/bin/ssh", expected[0]);
        Assert.Equal(["-F", "-l", SshServer.User, "--", "127.0.0.1"], expected.Where(argument => argument is "-F" or "-l" or "--" or "127.0.0.1" || argument == SshServer.User));
        Assert.Equal(expected, both[1]);
        Assert.DoesNotContain(Evil, string.Join('\0', expected), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_argument_is_refused()
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        await using var hub = await HubClient.ConnectAsync(gateway.Address, await gateway.VisitAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.InvokeAsync("Open", new OpenRequest("ssh", "alice", "22", 80, 24), Evil));
        Assert.Equal(0, gateway.Terminals.RunningCount);
    }

    [Theory]
    [InlineData("Host", Evil)]
    [InlineData("Host", "evil.example:22")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    public async Task A_hub_connection_in_a_foreign_name_is_turned_away(string header, string value)
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        using var socket = new ClientWebSocket();
        if (header != "Origin") socket.Options.SetRequestHeader("Origin", gateway.Address.GetLeftPart(UriPartial.Authority));
        socket.Options.SetRequestHeader(header, value);
        using var timeout = new CancellationTokenSource(HubClient.Patience);
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"ws://{gateway.Address.Authority}/hub"), timeout.Token));
    }

    [Fact]
    public async Task Forwarded_headers_and_queries_are_not_believed()
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        using var browser = gateway.Browser();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"remote/ssh/alice/22?domain={Evil}&host={Evil}&title={Evil}");
        foreach (string name in new[] { "X-Forwarded-Host", "X-Forwarded-Server", "X-Original-Host", "Forwarded", "X-Host" }) request.Headers.TryAddWithoutValidation(name, name == "Forwarded" ? $"host={Evil}" : Evil);
        using var response = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        string page = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain(Evil, page, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", page, StringComparison.Ordinal);
    }
}
