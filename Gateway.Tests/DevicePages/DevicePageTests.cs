using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Gateway.Access;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.DevicePages;

/// <summary>A device's web pages by real browsers' requests: who comes in and how, and that everything passes.</summary>
public sealed class DevicePageTests : IAsyncLifetime
{
    private WebWorld _world = null!;

    async Task IAsyncLifetime.InitializeAsync() => _world = await WebWorld.StartAsync();

    async Task IAsyncLifetime.DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Somebody_comes_in_by_the_gateway_and_everything_passes_to_the_device_and_back()
    {
        // Nobody is told anything before he has signed in: not even whether there is such a device.
        using (var stranger = WebWorld.Browser())
        {
            foreach (string label in new[] { "sop001", "nothing" })
            {
                var (page, there) = await WebWorld.GoAsync(stranger, _world.At(label, "/a?b=c"));
                using (page) Assert.Equal(("/sign-in", HttpStatusCode.OK), (there[^1].AbsolutePath, page.StatusCode));
                Assert.Equal(_world.Own.Authority, there[^1].Authority);
            }
            using var asked = await stranger.GetAsync(_world.At("sop001", "/a"));
            Assert.Matches(@"^__Host-gateway-web-nonce=[0-9a-f]{64}; max-age=900; path=/; secure; samesite=lax; httponly$|^$", asked.Headers.TryGetValues("Set-Cookie", out var set) ? set.Single() : "");
        }
        Assert.Empty(_world.Sop001.Lines);

        var (alice, cookies) = await _world.SignInAsync("alice");
        using var browser = alice;
        var (response, way) = await WebWorld.GoAsync(alice, _world.At("sop001", "/deep/%2F%C3%A4//x?q=%20&r=http%3a//y"));
        using var first = response;
        string shown = await first.Content.ReadAsStringAsync();
        Assert.Equal(["sop001.web.gateway.test", "gateway.test", "sop001.web.gateway.test", "sop001.web.gateway.test"], way.Select(one => one.Host));
        Assert.StartsWith("I am sop001\nGET /deep/%2F%C3%A4//x?q=%20&r=http%3a//y\n", shown, StringComparison.Ordinal);
        Assert.Contains($"Host: {_world.At("sop001").Authority}\nX-Forwarded-Proto: https\nX-Forwarded-Host: {_world.At("sop001").Authority}", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("gateway-", shown, StringComparison.OrdinalIgnoreCase);
        var own = cookies.GetCookies(_world.At("sop001")).Single(cookie => cookie.Name == "__Host-gateway-web");
        Assert.True(own is { HttpOnly: true, Secure: true, Expired: false } && own.Domain == "sop001.web.gateway.test" && own.Expires == default);
        var opened = Assert.Single(await AuditAsync("WebOpened"));
        Assert.Contains("\"device\":\"sop001\"", opened, StringComparison.Ordinal);
        Assert.Contains("local:alice", opened, StringComparison.Ordinal);

        // Redirects to itself stay, cookies are of the host alone, nothing reaches beyond it or outlives it.
        using (var headers = await alice.GetAsync(_world.At("sop001", "/headers?to=http://127.0.0.1:80/next")))
        {
            Assert.Equal(_world.At("sop001", "/next"), headers.Headers.Location);
            Assert.Equal(["sid=1; Path=/; HttpOnly; Secure", "theme=dark; SameSite=Strict; Secure", "plain=1; Secure", "__Host-own=1; Path=/; Secure"], headers.Headers.GetValues("Set-Cookie"));
            Assert.Equal("max-age=31536000", headers.Headers.GetValues("Strict-Transport-Security").Single());
            Assert.Equal("kept", headers.Headers.GetValues("X-Device").Single());
            Assert.Equal("default-src 'self' 'unsafe-inline'", headers.Headers.GetValues("Content-Security-Policy").Single());
            foreach (string name in new[] { "Public-Key-Pins", "Clear-Site-Data", "Alt-Svc", "NEL", "Report-To", "Service-Worker-Allowed", "Access-Control-Allow-Origin" }) Assert.False(headers.Headers.Contains(name), name);
        }
        using var authorized = new HttpRequestMessage(HttpMethod.Get, _world.At("sop001", "/x")) { Headers = { Authorization = new AuthenticationHeaderValue("Basic", "YWRtaW46YWRtaW4=") } };
        using (var answer = await alice.SendAsync(authorized)) Assert.Contains("Authorization: Basic YWRtaW46YWRtaW4=", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("sid=1; theme=dark; plain=1; __Host-own=1", _world.Sop001.Cookies["/x"]);

        // An upload above every limit of the gateway's own, which waits until it is asked for.
        byte[] firmware = RandomNumberGenerator.GetBytes(16 * 1024 * 1024);
        using (var upload = new HttpRequestMessage(HttpMethod.Post, _world.At("sop001", "/upload")) { Content = new ByteArrayContent(firmware), Headers = { ExpectContinue = true } })
        {
            upload.Headers.Add("Origin", Origin("sop001"));
            using var answer = await alice.SendAsync(upload);
            Assert.Equal($"{Convert.ToHexStringLower(SHA256.HashData(firmware))} {firmware.Length}", await answer.Content.ReadAsStringAsync());
        }
        // What is streamed comes as it is sent, down…
        using (var stream = await alice.GetAsync(_world.At("sop001", "/stream"), HttpCompletionOption.ResponseHeadersRead))
        using (var lines = new StreamReader(await stream.Content.ReadAsStreamAsync()))
            for (int line = 0; line < 3; line++)
            {
                Assert.Equal($"line {line}", await lines.ReadLineAsync().WaitAsync(HubClient.Patience));
                _world.Sop001.Go.Release();
            }
        // …and up.
        using (var slow = new HttpRequestMessage(HttpMethod.Post, _world.At("sop001", "/upload?slow")) { Content = new UntilSeen(_world.Sop001) })
        {
            slow.Headers.Add("Origin", Origin("sop001"));
            using var answer = await alice.SendAsync(slow);
            Assert.Equal($"{Convert.ToHexStringLower(SHA256.HashData("first last"u8))} ", await answer.Content.ReadAsStringAsync());
        }
        using var socket = await SocketAsync("sop001", cookies);
        byte[] sent = RandomNumberGenerator.GetBytes(300_000), got = new byte[sent.Length];
        var sending = socket.SendAsync(sent, WebSocketMessageType.Binary, true, default);
        for (int at = 0; at < got.Length;) at += (await socket.ReceiveAsync(got.AsMemory(at), default).AsTask().WaitAsync(HubClient.Patience)).Count;
        await sending;
        Assert.Equal(sent, got);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", default).WaitAsync(HubClient.Patience);
        Assert.Equal("bye", socket.CloseStatusDescription);
        // What a device is asked for is its own and the person's.
        Assert.DoesNotContain("/deep/", _world.Gateway.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_is_good_once_for_the_host_and_the_browser_that_asked_for_it()
    {
        var (bob, _) = await _world.SignInAsync("bob");
        using var attacker = bob;
        // Bob has a ticket made for his own sign-in, and does not use it.
        var ticket = await TicketAsync(attacker, "sop001");
        using (var victim = WebWorld.Browser())
        {
            foreach (var address in new[] { ticket, new Uri(_world.At("sop002"), ticket.PathAndQuery) })
            {
                using var refused = await victim.GetAsync(address);
                Assert.Equal((HttpStatusCode.Forbidden, false), (refused.StatusCode, refused.Headers.Contains("Set-Cookie")));
            }
            // Nor is it where the victim has asked for one himself.
            using (await victim.GetAsync(_world.At("sop001"))) { }
            using var still = await victim.GetAsync(ticket);
            Assert.Equal((HttpStatusCode.Forbidden, false), (still.StatusCode, still.Headers.Contains("Set-Cookie")));
        }
        // Nobody else's attempt has used it up; he himself can use it once, and only where it is for.
        using (var wrong = await attacker.GetAsync(new Uri(_world.At("sop002"), ticket.PathAndQuery))) Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        using (var used = await attacker.GetAsync(ticket)) Assert.Equal((HttpStatusCode.Redirect, "/"), (used.StatusCode, used.Headers.Location!.OriginalString));
        using (var again = await attacker.GetAsync(ticket)) Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
        using (var inside = await attacker.GetAsync(_world.At("sop001"))) Assert.Equal(HttpStatusCode.OK, inside.StatusCode);
        // What it led to is of that host only.
        var cookies = new CookieContainer();
        using var thief = WebWorld.Browser(cookies);
        cookies.Add(new Cookie("__Host-gateway-web", new string('a', 64), "/", _world.At("sop002").Host));
        using (var guessed = await thief.GetAsync(_world.At("sop002"))) Assert.Equal(HttpStatusCode.Redirect, guessed.StatusCode);
        // Nobody is led away by what he comes back to.
        foreach (string next in new[] { "https://evil.example/", "//evil.example/", "/\\evil.example", "/.//evil.example" })
        {
            using var gate = await attacker.GetAsync(new Uri(_world.Own, $"web/enter?host=sop001&nonce={new string('b', 64)}&next={Uri.EscapeDataString(next)}"));
            Assert.StartsWith(_world.At("sop001", "/.gateway/enter?ticket=").AbsoluteUri, gate.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
            using var away = await attacker.GetAsync(new Uri(_world.Own, $"web/enter?host=sop001&next={Uri.EscapeDataString(next)}"));
            Assert.Equal(_world.At("sop001"), away.Headers.Location);
        }
        using var elsewhere = await attacker.GetAsync(new Uri(_world.Own, $"web/enter?host=evil.example%2f&nonce={new string('b', 64)}"));
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    [Fact]
    public async Task The_devices_hosts_and_the_gateways_are_apart()
    {
        var (alice, cookies) = await _world.SignInAsync("alice");
        using var browser = alice;
        using (var entered = (await WebWorld.GoAsync(alice, _world.At("sop001"))).Response) Assert.Equal(HttpStatusCode.OK, entered.StatusCode);
        // The gateway's own routes are the device's pages there, and no page of a device is at the gateway's.
        foreach (string path in new[] { "/api/me", "/health", "/hub", "/sign-in", "/web/enter", "/assets/x.js", "/cluster/terminals", "/admin" })
            Assert.StartsWith($"I am sop001\nGET {path}", await alice.GetStringAsync(_world.At("sop001", path)), StringComparison.Ordinal);
        using (var own = await alice.GetAsync(new Uri(_world.Own, "api/me"))) Assert.DoesNotContain("I am", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (string path in new[] { "/.gateway", "/.gateway/x", "/.GATEWAY/enter/x" })
        {
            using var reserved = await alice.GetAsync(_world.At("sop001", path));
            Assert.Equal(HttpStatusCode.NotFound, reserved.StatusCode);
        }
        int seen = _world.Sop001.Lines.Count;
        foreach (string host in new[] { "web.gateway.test", "a.sop001.web.gateway.test", "sop001.web.gateway.test.", "sop001_.web.gateway.test", "sop001web.gateway.test", "sop001.web.gateway.test.evil.example" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _world.At("sop001")) { Headers = { Host = $"{host}:{_world.Own.Port}" } };
            using var response = await alice.SendAsync(request);
            Assert.Equal((host, HttpStatusCode.MisdirectedRequest), (host, response.StatusCode));
        }
        // Another site's page, and another device's, send the cookie along and get nothing.
        foreach (var (method, site, mode, from) in new[] { (HttpMethod.Post, "same-site", "navigate", "sop002"), (HttpMethod.Get, "same-site", "no-cors", ""), (HttpMethod.Get, "same-site", "cors", "sop002"), (HttpMethod.Delete, "", "", "sop002") })
        {
            using var request = new HttpRequestMessage(method, _world.At("sop001", "/reboot"));
            if (site.Length > 0) request.Headers.Add("Sec-Fetch-Site", site);
            if (mode.Length > 0) request.Headers.Add("Sec-Fetch-Mode", mode);
            if (from.Length > 0) request.Headers.Add("Origin", Origin(from));
            using var response = await alice.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
        await Assert.ThrowsAsync<WebSocketException>(() => SocketAsync("sop001", cookies, Origin("sop002")));
        await Assert.ThrowsAsync<WebSocketException>(() => SocketAsync("sop001", cookies, _world.Own.GetLeftPart(UriPartial.Authority)));
        await Assert.ThrowsAsync<WebSocketException>(() => SocketAsync("sop001", cookies, null));
        Assert.Equal(seen, _world.Sop001.Lines.Count);
    }

    [Fact]
    public async Task A_pairs_second_has_a_name_of_its_own_and_the_plain_one_follows_whichever_is_live()
    {
        var (alice, _) = await _world.SignInAsync("alice");
        using var browser = alice;
        Assert.Equal("clone", await WhoAsync("sop001--clone"));
        Assert.Equal("sop001", await WhoAsync("sop001"));
        Assert.Equal("sop002", await WhoAsync("SOP002"));
        _world.Disconnect("sop001", Member.Master);
        Assert.Equal("clone", await WhoAsync("sop001"));
        _world.Disconnect("sop001", Member.Clone);
        foreach (string label in new[] { "sop001", "sop001--clone" })
            await PlainAsync(label, HttpStatusCode.ServiceUnavailable, "sop001 is not connected");
        _world.Connect("sop001", Member.Master, _world.Sop001.Port);
        Assert.Equal("sop001", await WhoAsync("sop001"));
        _world.Disconnect("sop001", Member.Master);
        _world.Connect("sop001", Member.Master, Ports.Free());
        await PlainAsync("sop001", HttpStatusCode.BadGateway, "sop001 does not answer");
        var hosts = _world.Gateway.Services.GetRequiredService<Gateway.Web.DevicePages.WebHosts>();
        Assert.Equal(
            $"{_world.At("sop001")} {_world.At("sop001--clone")} {_world.At("sop001")} - - -",
            string.Join(' ', new[] { hosts.WebAddress("sop001"), hosts.WebAddress("sop001", Member.Clone), hosts.WebAddress("sop001", Member.Master), hosts.WebAddress("sop002", Member.Clone), hosts.WebAddress("bare"), hosts.WebAddress("none") }.Select(address => $"{address?.ToString() ?? "-"}")));

        async Task<string> WhoAsync(string label)
        {
            using var response = (await WebWorld.GoAsync(alice, _world.At(label))).Response;
            return (await response.Content.ReadAsStringAsync()).Split('\n')[0]["I am ".Length..];
        }

        async Task PlainAsync(string label, HttpStatusCode status, string words)
        {
            using var response = (await WebWorld.GoAsync(alice, _world.At(label))).Response;
            string page = await response.Content.ReadAsStringAsync();
            Assert.Equal(status, response.StatusCode);
            Assert.Contains(words, page, StringComparison.Ordinal);
            Assert.StartsWith("default-src 'none'; style-src 'nonce-", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task One_person_has_so_much_under_way_at_a_device_and_the_next_waits()
    {
        var (alice, _) = await _world.SignInAsync("alice");
        using var browser = alice;
        using (var entered = (await WebWorld.GoAsync(alice, _world.At("sop001"))).Response) Assert.Equal(HttpStatusCode.OK, entered.StatusCode);
        var asked = Enumerable.Range(0, 40).Select(_ => alice.GetAsync(_world.At("sop001", "/hold"))).ToList();
        await Wait.UntilAsync(() => _world.Sop001.Held == 32, () => $"32 under way, and not {_world.Sop001.Held}");
        // Others, and the same person at another device, are not held up.
        var (bob, _) = await _world.SignInAsync("bob");
        using (bob)
        using (var others = (await WebWorld.GoAsync(bob, _world.At("sop001"))).Response) Assert.Equal(HttpStatusCode.OK, others.StatusCode);
        using (var elsewhere = (await WebWorld.GoAsync(alice, _world.At("sop002"))).Response) Assert.Equal(HttpStatusCode.OK, elsewhere.StatusCode);
        Assert.Equal(32, _world.Sop001.Held);
        _world.Sop001.Go.Release(40);
        foreach (var response in await Task.WhenAll(asked))
            using (response) Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private string Origin(string label) => _world.At(label).GetLeftPart(UriPartial.Authority);

    private async Task<Uri> TicketAsync(HttpClient browser, string label)
    {
        using var sent = await browser.GetAsync(_world.At(label));
        using var gate = await browser.GetAsync(sent.Headers.Location);
        return gate.Headers.Location!;
    }

    private Task<ClientWebSocket> SocketAsync(string label, CookieContainer cookies) => SocketAsync(label, cookies, Origin(label));

    private async Task<ClientWebSocket> SocketAsync(string label, CookieContainer cookies, string? origin)
    {
        var socket = new ClientWebSocket();
        // By its address, since nothing here looks names up; the host is what the gateway goes by.
        socket.Options.SetRequestHeader("Host", _world.At(label).Authority);
        socket.Options.SetRequestHeader("Cookie", cookies.GetCookieHeader(_world.At(label)));
        if (origin is not null) socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null;
        using var timeout = new CancellationTokenSource(HubClient.Patience);
        await socket.ConnectAsync(new Uri($"wss://127.0.0.1:{_world.Own.Port}/ws"), timeout.Token);
        return socket;
    }

    private async Task<IReadOnlyList<string>> AuditAsync(string happened)
    {
        string[] lines = [];
        await Wait.UntilAsync(() => (lines = [.. Read().Where(line => line.Contains($"\"{happened}\"", StringComparison.OrdinalIgnoreCase))]).Length > 0, $"{happened} on record");
        return lines;

        IEnumerable<string> Read()
        {
            using var reader = new StreamReader(new FileStream(Path.Combine(_world.Gateway.DataFolder, "audit.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            return reader.ReadToEnd().Split('\n');
        }
    }

    // Sends its end only when the device has seen its beginning.
    private sealed class UntilSeen(WebDevice device) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("first "u8.ToArray());
            await stream.FlushAsync();
            await Wait.UntilAsync(() => device.Lines.Contains("the first byte"), "the first byte at the device");
            await stream.WriteAsync(Encoding.ASCII.GetBytes("last"));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
