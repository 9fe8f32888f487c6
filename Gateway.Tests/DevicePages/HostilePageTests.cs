using Gateway.Tests.Browser;
using Gateway.Tests.Harness;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Gateway.Tests.DevicePages;

/// <summary>Pages of a device that means harm, in a real browser where somebody has signed in. To it they are of one site with the gateway and with other devices.</summary>
[Collection(OneBrowser.Name)]
public sealed class HostilePageTests(BrowserFixture fixture)
{
    // Each attack says what became of it; nothing here may be "through".
    private const string OnTheGateway = """
        async own => {
          const tell = async attack => { try { return await attack(); } catch (error) { return error.name; } };
          const socket = address => new Promise(done => {
            const ws = new WebSocket(address);
            ws.onopen = () => done('through');
            ws.onerror = () => done('refused');
          });
          return {
            cookies: document.cookie,
            storage: localStorage.getItem('secret') ?? 'nothing',
            read: await tell(async () => (await fetch(own + 'api/me', { credentials: 'include' })).ok ? 'through' : 'answered'),
            blind: await tell(async () => (await fetch(own + 'api/me', { credentials: 'include', mode: 'no-cors' })).type),
            gate: await tell(async () => (await fetch(own + 'web/enter?host=sop002&nonce=' + 'a'.repeat(64), { credentials: 'include' })).url),
            post: await tell(async () => (await fetch(own + 'api/sign-out', { method: 'POST', credentials: 'include', mode: 'no-cors' })).type),
            put: await tell(async () => (await fetch(own + 'api/me/settings', { method: 'PUT', credentials: 'include', body: '{}' })).status),
            hub: await socket(own.replace(/^http/, 'ws') + 'hub'),
            script: await tell(() => new Promise(done => {
              const script = document.createElement('script');
              script.src = own + 'api/me';
              script.onload = () => done('through');
              script.onerror = () => done('refused');
              document.body.append(script);
            })),
            worker: await tell(async () => (await navigator.serviceWorker.register('/sw.js')).scope),
            domain: await tell(async () => { document.domain = 'gateway.test'; return document.domain; }),
          };
        }
        """;

    private const string OnTheSibling = """
        async other => {
          const tell = async attack => { try { return await attack(); } catch (error) { return error.name; } };
          const frame = document.createElement('iframe');
          frame.name = 'frame';
          frame.src = other + 'framed';
          document.body.append(frame);
          const image = new Image();
          const form = document.createElement('form');
          Object.assign(form, { method: 'post', action: other + 'posted', target: 'posted' });
          document.body.append(form);
          const posted = document.createElement('iframe');
          posted.name = 'posted';
          document.body.append(posted);
          form.submit();
          const ended = [frame, posted].map(one => new Promise(done => one.addEventListener('load', done)));
          const answer = {
            read: await tell(async () => (await fetch(other + 'read', { credentials: 'include' })).status),
            blind: await tell(async () => (await fetch(other + 'blind', { credentials: 'include', mode: 'no-cors', method: 'POST' })).type),
            picture: await new Promise(done => { image.onload = () => done('through'); image.onerror = () => done('refused'); image.src = other + 'picture'; }),
            socket: await new Promise(done => { const ws = new WebSocket(other.replace(/^http/, 'ws') + 'ws'); ws.onopen = () => done('through'); ws.onerror = () => done('refused'); }),
          };
          await Promise.all(ended);
          return answer;
        }
        """;

    [Fact]
    public async Task A_device_gets_at_nothing_of_the_gateway_or_of_another_device()
    {
        await using var world = await WebWorld.StartAsync();
        await using var browser = await fixture.LaunchAsync("--host-resolver-rules=MAP *.test 127.0.0.1");
        await using var context = await browser.NewContextAsync(new() { IgnoreHTTPSErrors = true });
        context.SetDefaultTimeout((float)HubClient.Patience.TotalMilliseconds);
        world.Sop001.Html["/"] = "<!doctype html><h1>Mine</h1>";
        world.Sop001.Html["/sw.js"] = "onfetch = () => {};";
        world.Sop002.Html["/"] = "<!doctype html><h1>Other</h1>";
        string own = world.Own.AbsoluteUri, other = world.At("sop002").AbsoluteUri;

        // A person comes to the device's page by its address, and signs in on the way.
        var page = await context.NewPageAsync();
        await page.GotoAsync(world.At("sop001").AbsoluteUri);
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("alice");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(TestPeople.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Mine" })).ToBeVisibleAsync();
        Assert.Equal(world.At("sop001").AbsoluteUri, page.Url);
        // Its own WebSocket works, which a browser takes over HTTP/2 where it can.
        Assert.Equal("hello", await page.EvaluateAsync<string>("""
            () => new Promise((done, failed) => {
              const ws = new WebSocket(`wss://${location.host}/ws`);
              ws.onopen = () => ws.send('hello');
              ws.onmessage = message => done(message.data);
              ws.onerror = () => failed('no socket');
            })
            """));
        var gateway = await context.NewPageAsync();
        await gateway.GotoAsync(own);
        await gateway.EvaluateAsync("() => localStorage.setItem('secret', 'of the gateway')");
        var second = await context.NewPageAsync();
        await second.GotoAsync(other);
        await Expect(second.GetByRole(AriaRole.Heading, new() { Name = "Other" })).ToBeVisibleAsync();
        // What the attacks ask for, asked by the gateway's own page: it would be answered.
        Assert.Equal(["200", "through"], await gateway.EvaluateAsync<string[]>("""
            async () => [
              String((await fetch('/api/me')).status),
              await new Promise(done => { const ws = new WebSocket(`wss://${location.host}/hub`); ws.onopen = () => done('through'); ws.onerror = () => done('refused'); }),
            ]
            """));

        var attacks = await page.EvaluateAsync<Dictionary<string, object>>(OnTheGateway, own);
        Assert.Equal(
            "cookies= storage=nothing read=TypeError blind=TypeError gate=TypeError post=TypeError put=TypeError hub=refused script=refused worker=TypeError",
            string.Join(' ', attacks.Where(attack => attack.Key != "domain").Select(attack => $"{attack.Key}={attack.Value}")));
        Assert.NotEqual("gateway.test", attacks["domain"]);
        // A frame of the gateway stays empty, and a window of it is out of reach.
        await page.EvaluateAsync("own => new Promise(done => { const frame = document.createElement('iframe'); frame.onload = done; frame.src = own; document.body.append(frame); })", own);
        await Wait.UntilAsync(() => page.Frames.Any(frame => frame.Url.StartsWith("chrome-error:", StringComparison.Ordinal)), "a frame that shows nothing");
        Assert.DoesNotContain(page.Frames, frame => frame.Url.StartsWith(own, StringComparison.Ordinal));
        var opened = await page.RunAndWaitForPopupAsync(() => page.EvaluateAsync("own => { self.opened = open(own); }", own));
        await opened.WaitForURLAsync(own);
        Assert.Equal("SecurityError", await page.EvaluateAsync<string>("() => { try { return self.opened.closed ? 'SecurityError' : String(self.opened.document.body); } catch (error) { return error.name; } }"));

        // Cookies for the gateway's host: those that it goes by cannot be set from below.
        string[] tossed = ["__Host-gateway-person=evil; Domain=gateway.test; Path=/; Secure", "__Host-gateway-person=evil; Path=/; Secure", "gateway-person=evil; Domain=gateway.test; Path=/", "gateway=evil; Domain=gateway.test; Path=/", "__Host-gateway-oidc.x=N; Domain=gateway.test; Path=/; Secure"];
        // Chromium sets them behind the script's back; by the time it has read them, they are set.
        foreach (string cookie in tossed) await page.EvaluateAsync<string>("cookie => { document.cookie = cookie; return document.cookie; }", cookie);
        Assert.Equal(["gateway-person", "gateway"], (await context.CookiesAsync([own])).Where(cookie => cookie.Value is "evil" or "N").Select(cookie => cookie.Name));
        Assert.Equal(200, await gateway.EvaluateAsync<int>("async () => (await fetch('/api/me')).status"));

        // The other device hears nothing of all this but its own page's requests.
        var onSibling = await page.EvaluateAsync<Dictionary<string, object>>(OnTheSibling, other);
        Assert.Equal("read=TypeError blind=opaque picture=refused socket=refused", string.Join(' ', onSibling.Select(attack => $"{attack.Key}={attack.Value}")));
        Assert.DoesNotContain(world.Sop002.Lines, line => new[] { "/framed", "/posted", "/read", "/blind", "/picture", "/ws" }.Any(path => line.EndsWith(path, StringComparison.Ordinal)));
        // A cookie that the first device sets for both is its own alone; one that its script sets comes to the other as well,
        // as to any host of one site, unless the other has set one of that name itself: then it gets neither.
        await page.EvaluateAsync<string>("async () => { await fetch('/headers'); document.cookie = 'tossed=evil; Domain=web.gateway.test; Path=/; Secure'; return document.cookie; }");
        Assert.Equal("tossed=evil", await CookiesAsync(second, world.Sop002));
        await second.EvaluateAsync<string>("() => { document.cookie = 'tossed=own; Path=/; Secure'; document.cookie = 'kept=own; Path=/; Secure'; return document.cookie; }");
        Assert.Equal("kept=own", await CookiesAsync(second, world.Sop002));
        Assert.Equal("sid=1; theme=dark; plain=1; __Host-own=1; tossed=evil", await CookiesAsync(page, world.Sop001));
    }

    [Fact]
    public async Task On_loopback_without_tls_a_device_still_gets_at_no_cookie_of_the_gateways()
    {
        await using var world = await WebWorld.StartAsync(https: false);
        await using var context = await fixture.Browser.NewContextAsync();
        context.SetDefaultTimeout((float)HubClient.Patience.TotalMilliseconds);
        world.Sop001.Html["/"] = "<!doctype html><h1>Mine</h1>";
        var page = await context.NewPageAsync();
        await page.GotoAsync(world.At("sop001").AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open them" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Mine" })).ToBeVisibleAsync();
        string own = world.Own.AbsoluteUri;
        string before = string.Join(' ', (await context.CookiesAsync([own])).Select(cookie => $"{cookie.Name}={cookie.Value}"));
        Assert.StartsWith("gateway=", before, StringComparison.Ordinal);
        await page.EvaluateAsync("() => { for (const domain of ['localhost', '.localhost']) document.cookie = `gateway=evil; Path=/; Domain=${domain}`; }");
        Assert.Equal(before, string.Join(' ', (await context.CookiesAsync([own])).Select(cookie => $"{cookie.Name}={cookie.Value}")));
        Assert.Equal("", await page.EvaluateAsync<string>("() => document.cookie"));
        // Here a page can set a cookie for the other devices that looks like the gateway's: it lets nobody in as anybody.
        await page.EvaluateAsync("() => { document.cookie = `gateway-web=${'a'.repeat(64)}; Path=/; Domain=web.localhost`; }");
        var second = await context.NewPageAsync();
        await second.GotoAsync(world.At("sop002").AbsoluteUri);
        await Expect(second.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Your browser sends two cookies for one");
        Assert.Empty(world.Sop002.Lines);
    }

    private static async Task<string> CookiesAsync(IPage page, WebDevice device)
    {
        await page.EvaluateAsync("async () => { await fetch('/cookies'); }");
        return device.Cookies["/cookies"];
    }
}
