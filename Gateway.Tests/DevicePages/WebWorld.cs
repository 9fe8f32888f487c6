using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gateway.Configuration;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.DevicePages;

/// <summary>A gateway under names of its own with two devices that have dialed in: a pair, sop001, and sop002. All names lead to this machine.</summary>
internal sealed partial class WebWorld : IAsyncDisposable
{
    public const string Host = "gateway.test";
    public const string WebHost = "web.gateway.test";

    private readonly Scratch _scratch = new();
    private readonly TestPeople _people = new();
    private readonly List<WebDevice> _devices = [];
    private readonly List<(string Name, Member Member, ITunnel Tunnel)> _tunnels = [];

    private WebWorld(bool https) => IsHttps = https;

    public bool IsHttps { get; }

    public TestGateway Gateway { get; private set; } = null!;

    /// <summary>The master of the pair, its clone, and the other device.</summary>
    public WebDevice Sop001 => _devices[0];

    public WebDevice Clone => _devices[1];

    public WebDevice Sop002 => _devices[2];

    /// <summary>The gateway's own address.</summary>
    public Uri Own { get; private set; } = null!;

    /// <summary>With people who sign in, by https under a public name; or on loopback without either.</summary>
    public static async Task<WebWorld> StartAsync(bool https = true, Action<JsonObject>? change = null)
    {
        var world = new WebWorld(https);
        int port = Ports.Free(), http = Ports.Free();
        if (https)
        {
            var (code, output) = await Tool.RunAsync("/usr/bin/openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", $"/CN={Host}",
                "-addext", $"subjectAltName=DNS:{Host},DNS:*.{WebHost}", "-keyout", world._scratch.PathOf("key.pem"), "-out", world._scratch.PathOf("cert.pem")]);
            Assert.True(code == 0, output);
        }
        world.Own = new Uri(https ? $"https://{Host}:{port}/" : $"http://localhost:{port}/");
        world.Gateway = await TestGateway.StartAsync([http, 6022], change: file =>
        {
            file["listen"] = new JsonArray($"{world.Own.Scheme}://127.0.0.1:{port}");
            if (https)
            {
                file["tls"] = new JsonObject { ["certificate"] = world._scratch.PathOf("cert.pem"), ["key"] = world._scratch.PathOf("key.pem") };
                file["publicUrl"] = world.Own.AbsoluteUri;
                file["audit"] = new JsonObject { ["file"] = "data/audit.jsonl" };
                world._people.SignIn(file);
            }
            change?.Invoke(file);
        }, adjust: configuration => configuration with { Tunnels = new TunnelSettings { Enabled = true, WebHost = https ? WebHost : "web.localhost" } });
        foreach (string name in new[] { "sop001", "clone", "sop002" }) world._devices.Add(await WebDevice.StartAsync(name));
        var book = world.Gateway.Services.GetRequiredService<DialInBook>();
        Assert.True(await book.TryWriteAsync(new DialIn { Name = "sop001", Master = new() { Ssh = 10001, Http = 10081 }, CloneMember = new() { Ssh = 10002, Http = 10082 } }, null));
        Assert.True(await book.TryWriteAsync(new DialIn { Name = "sop002", Master = new() { Ssh = 10003, Http = 10083 } }, null));
        Assert.True(await book.TryWriteAsync(new DialIn { Name = "bare", Master = new() { Ssh = 10004 } }, null));
        world.Connect("sop001", Member.Master, world.Sop001.Port);
        world.Connect("sop001", Member.Clone, world.Clone.Port);
        world.Connect("sop002", Member.Master, world.Sop002.Port);
        return world;
    }

    /// <summary>A device dials in, and leads to a port of this machine.</summary>
    public void Connect(string device, Member member, int port)
    {
        var tunnel = new TcpTunnel(device, member, port);
        _tunnels.Add((device, member, tunnel));
        Live.Add(tunnel);
    }

    /// <summary>A device's connection is gone.</summary>
    public void Disconnect(string device, Member member)
    {
        foreach (var (_, _, tunnel) in _tunnels.Where(one => one.Name == device && one.Member == member))
        {
            Live.Remove(tunnel);
            tunnel.Cut("gone");
        }
    }

    /// <summary>An address at a device's host.</summary>
    public Uri At(string label, string path = "/") => new($"{Own.Scheme}://{label}.{(IsHttps ? WebHost : "web.localhost")}:{Own.Port}{path}");

    /// <summary>What a browser sends through: every name is this machine, redirects are shown, cookies kept.</summary>
    public static HttpClient Browser(CookieContainer? cookies = null)
    {
        var handler = TestGateway.Handler(cookies ?? new CookieContainer());
        handler.ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        };
        handler.Expect100ContinueTimeout = HubClient.Patience;
        return new HttpClient(handler) { Timeout = HubClient.Patience };
    }

    /// <summary>A browser in which somebody has signed in at the gateway.</summary>
    public async Task<(HttpClient Browser, CookieContainer Cookies)> SignInAsync(string name)
    {
        var cookies = new CookieContainer();
        var browser = Browser(cookies);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Own, "api/sign-in")) { Content = JsonContent.Create(new { name, password = TestPeople.Password, code = "" }) };
        request.Headers.Add("Origin", Own.GetLeftPart(UriPartial.Authority));
        using var response = await browser.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return (browser, cookies);
    }

    /// <summary>Goes to an address as a person does, through all redirects, and gives where that ends.</summary>
    public static async Task<(HttpResponseMessage Response, IReadOnlyList<Uri> Way)> GoAsync(HttpClient browser, Uri address)
    {
        List<Uri> way = [address];
        while (way.Count < 12)
        {
            var response = await browser.GetAsync(way[^1]);
            string? next = response.Headers.Location?.OriginalString ?? (Refresh().Match(await response.Content.ReadAsStringAsync()) is { Success: true } found ? WebUtility.HtmlDecode(found.Groups[1].Value) : null);
            if (next is null) return (response, way);
            way.Add(new Uri(way[^1], next));
            response.Dispose();
        }
        throw new InvalidOperationException($"It leads round in circles: {string.Join(" → ", way)}");
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        foreach (var (_, _, tunnel) in _tunnels) tunnel.Cut("over");
        foreach (var device in _devices) await device.DisposeAsync();
        _people.Dispose();
        _scratch.Dispose();
    }

    private LiveTunnels Live => Gateway.Services.GetRequiredService<LiveTunnels>();

    [GeneratedRegex("http-equiv=\"refresh\" content=\"0;url=([^\"]+)\"")]
    private static partial Regex Refresh();
}
