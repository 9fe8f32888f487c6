using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Gateway.Access;
using Gateway.Tests.Desktop;
using Gateway.Tests.Harness;
using Gateway.Tests.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Gateway.Tests.Deployment;

/// <summary>The examples for nginx and HAProxy, run by the real programs in front of real gateways.</summary>
public sealed class LoadBalancerTests
{
    private static Uri Nowhere => new($"http://127.0.0.1:{Ports.Free().ToString(System.Globalization.CultureInfo.InvariantCulture)}");

    [Theory]
    [InlineData("nginx")]
    [InlineData("haproxy")]
    public async Task A_terminal_works_and_a_node_that_cannot_be_reached_is_passed_over(string kind)
    {
        await using var server = await SshServer.StartAsync();
        var address = LoadBalancer.FreeAddress();
        await using var gateway = await TestGateway.StartAsync(server, Behind(address));
        await using var balancer = await LoadBalancer.StartAsync(kind, address, Nowhere, gateway.Address);

        var plain = await RawHttp.SendAsync(balancer.PlainAddress, "GET /remote/ssh/a/22?theme=nord");
        Assert.Equal((308, "https://gateway.example/remote/ssh/a/22?theme=nord"), (plain.Status, Assert.Single(plain.Header("Location"))));
        Assert.Equal(200, (await RawHttp.SendAsync(address, $"GET /remote/ssh/a/{server.Port}")).Status);
        for (int visit = 0; visit < 4; visit++) await balancer.VisitAsync();
        await using var page = await Page.OpenAsync(address, await balancer.VisitAsync(), "ssh", SshServer.User, server.Port);
        await page.TypeAsync("echo $((40+2)) behind\r");
        await page.ExpectAsync("42 behind");
    }

    [Fact]
    public async Task HAProxy_carries_a_terminal_over_HTTP_2_as_browsers_do()
    {
        await using var server = await SshServer.StartAsync();
        var address = LoadBalancer.FreeAddress();
        await using var gateway = await TestGateway.StartAsync(server, Behind(address));
        await using var balancer = await LoadBalancer.StartAsync("haproxy", address, gateway.Address, Nowhere);
        await using var hub = await HubClient.ConnectAsync(address, await balancer.VisitAsync(), http: HttpVersion.Version20);
        Assert.NotNull((await hub.OpenAsync("ssh", SshServer.User, server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture))).Terminal);
    }

    [Fact]
    public async Task Nginx_serves_a_gateway_below_a_path_with_one_line_changed()
    {
        await using var server = await SshServer.StartAsync();
        var address = LoadBalancer.FreeAddress();
        var below = new Uri(address, "/terminals");
        await using var gateway = await TestGateway.StartAsync(server, Behind(below));
        await using var balancer = await LoadBalancer.StartAsync("nginx", address, gateway.Address, gateway.Address,
            example => example.With("    # location /terminals/ {\n    location / {\n", "    location /terminals/ {\n"));

        Assert.Equal(404, (await RawHttp.SendAsync(address, "GET /")).Status);
        var home = await RawHttp.SendAsync(address, "GET /terminals/");
        Assert.Equal(200, home.Status);
        Assert.Contains("<base href=\"/terminals/\">", home.Body, StringComparison.Ordinal);
        await using var page = await Page.OpenAsync(below, await balancer.VisitAsync("/terminals/api/visit"), "ssh", SshServer.User, server.Port);
        await page.ExpectAsync("$ ");
    }

    [Fact]
    public async Task Nginx_carries_a_desktop_session_below_a_path_that_rests_longer_than_it_waits()
    {
        using var scratch = new Scratch();
        await using var server = await SshServer.StartAsync("sleep 4; echo awake");
        var address = LoadBalancer.FreeAddress();
        var below = new Uri(address, "/terminals");
        await using var gateway = await TestGateway.StartAsync(server, DesktopWorld.On(Ports.Free(), file =>
        {
            DesktopWorld.Knowing(server, scratch)(file);
            Behind(below)(file);
        }));
        await using var balancer = await LoadBalancer.StartAsync("nginx", address, gateway.Address, gateway.Address, example => example
            .With("    # location /terminals/ {\n    location / {\n", "    location /terminals/ {\n")
            .With("proxy_read_timeout 1h;", "proxy_read_timeout 2s;").With("proxy_send_timeout 1h;", "proxy_send_timeout 2s;"));

        using var browser = balancer.Browser(await balancer.VisitAsync("/terminals/api/visit"));
        browser.BaseAddress = new Uri(address, "/terminals/");
        var (status, offer) = await browser.AskAsync(address, DesktopWorld.Wish("https", server.Port));
        Assert.Equal(HttpStatusCode.OK, status);
        var through = await DesktopWorld.RunAsync(DesktopWorld.Save(offer, scratch), server, environment: new Dictionary<string, string> { ["SSL_CERT_FILE"] = balancer.Certificate });
        Assert.Contains("awake", through.Output, StringComparison.Ordinal);
        Assert.Equal(0, through.ExitCode);
    }

    [Theory]
    [InlineData("nginx")]
    [InlineData("haproxy")]
    public async Task The_gateway_sees_the_visitors_own_address_and_believes_no_forged_one(string kind)
    {
        const string visitor = "127.0.0.2", stranger = "127.0.0.3";
        var address = LoadBalancer.FreeAddress();
        await using var gateway = await TestGateway.StartAsync([22], change: Behind(address));
        await using var balancer = await LoadBalancer.StartAsync(kind, address, gateway.Address, gateway.Address);
        var limit = gateway.Services.GetRequiredService<ConnectionLimit>();
        for (int count = 0; count < ConnectionLimit.PerAddress; count++) limit.TryEnterFrom(visitor);

        Assert.Equal(429, await HubAsync(visitor));
        Assert.Equal(101, await HubAsync(stranger));
        Assert.Equal(429, await HubAsync(visitor, ("X-Forwarded-For", stranger)));
        Assert.Equal(101, await HubAsync(stranger, ("X-Forwarded-For", visitor)));
        Assert.Equal(101, await HubAsync(stranger, ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "http"), ("Forwarded", $"for={visitor};host=evil.example")));

        async Task<int> HubAsync(string from, params (string Name, string Value)[] headers)
        {
            using var browser = balancer.Browser(from: from);
            using var request = new HttpRequestMessage(HttpMethod.Get, "/hub");
            string[] lines = RawHttp.Upgrade($"Origin: {address.GetLeftPart(UriPartial.Authority)}");
            foreach (string[] header in lines.Select(line => line.Split(": "))) request.Headers.Add(header[0], header[1]);
            foreach (var (name, value) in headers) request.Headers.Add(name, value);
            // The content of an upgrade is the connection, which does not end by itself.
            using var response = await browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            return (int)response.StatusCode;
        }
    }

    [Theory]
    [InlineData("nginx")]
    [InlineData("haproxy")]
    public async Task A_request_that_was_sent_to_a_node_that_broke_is_never_sent_again(string kind)
    {
        using var broken = new TcpListener(IPAddress.Loopback, 0);
        broken.Start();
        var breaking = BreakAsync(broken);
        var address = LoadBalancer.FreeAddress();
        await using var gateway = await TestGateway.StartAsync([22], change: Behind(address));
        // Without the health check, which would see that the node is no gateway.
        await using var balancer = await LoadBalancer.StartAsync(kind, address, new Uri($"http://{broken.LocalEndpoint}"), gateway.Address,
            example => kind == "haproxy" ? example.With("    default-server check inter 1s fall 2 rise 2\n", "") : example);

        List<HttpStatusCode> answers = [];
        for (int visit = 0; visit < 2; visit++)
        {
            using var browser = balancer.Browser();
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/visit") { Headers = { { "Origin", address.GetLeftPart(UriPartial.Authority) } } };
            using var response = await browser.SendAsync(request);
            answers.Add(response.StatusCode);
        }
        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.BadGateway], answers.Order());
        broken.Stop();
        Assert.Equal(1, await breaking);
    }

    [Fact]
    public async Task HAProxy_sends_nobody_new_to_a_node_that_stops_and_cuts_nobody_off()
    {
        await using var server = await SshServer.StartAsync();
        var address = LoadBalancer.FreeAddress();
        await using var stopping = await TestGateway.StartAsync(server, Behind(address));
        await using var staying = await TestGateway.StartAsync([22], change: Behind(address));
        await using var balancer = await LoadBalancer.StartAsync("haproxy", address, stopping.Address, staying.Address);
        var cookies = await stopping.VisitAsync();
        // Every second connection comes to the other node, which does not allow the port.
        if ((await AnswersAsync(2))[0] == 403) await AnswersAsync(1);
        await using var page = await Page.OpenAsync(address, cookies, "ssh", SshServer.User, server.Port);
        await page.ExpectAsync("$ ");

        using var over = new ManualResetEventSlim();
        stopping.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => over.Wait(HubClient.Patience));
        var stop = Task.Run(stopping.StopAsync);
        await Wait.UntilAsync(async () => (await AnswersAsync(4)).All(status => status == 403), () => $"everybody at the other node. HAProxy said:\n{balancer.Log}");
        await page.TypeAsync("echo $((40+2)) still here\r");
        await page.ExpectAsync("42 still here");
        over.Set();
        await stop.WaitAsync(HubClient.Patience);

        async Task<int[]> AnswersAsync(int count)
        {
            int[] answers = new int[count];
            for (int index = 0; index < count; index++) answers[index] = (await RawHttp.SendAsync(address, $"GET /remote/ssh/a/{server.Port}")).Status;
            return answers;
        }
    }

    [Theory]
    [InlineData("config/nginx.conf.example", "proxy_read_timeout 1h;", "proxy_send_timeout 1h;", "proxy_buffering off;")]
    [InlineData("config/haproxy.cfg.example", "timeout tunnel 1h")]
    public void An_idle_terminal_is_left_alone_for_an_hour(string example, params string[] lines) =>
        Assert.All(lines, line => Assert.Contains($"    {line}\n", File.ReadAllText(Configuration.Repository.File(example)), StringComparison.Ordinal));

    private static Action<JsonObject> Behind(Uri address) => file =>
    {
        file["publicUrl"] = address.ToString();
        file["trustedProxies"] = new JsonArray("127.0.0.1");
    };

    /// <summary>A node that takes requests and dies of them; the number of those that came.</summary>
    private static async Task<int> BreakAsync(TcpListener listener)
    {
        int requests = 0;
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                if (await client.GetStream().ReadAsync(new byte[4096]) > 0) requests++;
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return requests;
        }
    }
}
