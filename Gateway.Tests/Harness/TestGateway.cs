using System.Net;
using System.Text.Json.Nodes;
using Gateway.Configuration;
using Gateway.Terminals;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Harness;

/// <summary>A gateway on real Kestrel in this process, with a configuration file and a data folder of its own.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    private readonly Scratch _scratch;
    private readonly WebApplication _app;
    private SshServer? _server;

    private TestGateway(Scratch scratch, WebApplication app) => (_scratch, _app) = (scratch, app);

    public Uri Address => new(GatewayServer.Addresses(_app)[0]);

    public string Folder => _scratch.Folder;

    public string DataFolder => _scratch.PathOf("data");

    public TerminalTable Terminals => _app.Services.GetRequiredService<TerminalTable>();

    public Gateway.Cluster.NodeTable Cluster => _app.Services.GetRequiredService<Gateway.Cluster.NodeTable>();

    public IServiceProvider Services => _app.Services;

    /// <summary>Everything the gateway has logged so far.</summary>
    public string Log
    {
        get
        {
            string folder = Path.Combine(DataFolder, "logs");
            return Directory.Exists(folder) ? string.Concat(Directory.GetFiles(folder).Select(ReadShared)) : "";
        }
    }

    /// <summary>Starts a gateway for these ports; <paramref name="change"/> may alter the configuration file first, <paramref name="adjust"/> what was read from it.</summary>
    public static async Task<TestGateway> StartAsync(
        IEnumerable<int> ports, string? identity = null, Action<JsonObject>? change = null, TimeProvider? time = null, Func<GatewayConfiguration, GatewayConfiguration>? adjust = null)
    {
        var scratch = new Scratch();
        var file = new JsonObject
        {
            ["domain"] = "127.0.0.1",
            ["ports"] = new JsonArray([.. ports.Select(port => JsonValue.Create(port))]),
            ["listen"] = new JsonArray("http://127.0.0.1:0"),
            ["data"] = "data",
            ["ssh"] = new JsonObject { ["identity"] = identity },
            ["logging"] = new JsonObject { ["console"] = false },
            // A server of a test serves the test; who tests the looks switches them on.
            ["probe"] = new JsonObject { ["enabled"] = false },
            ["limits"] = new JsonObject { ["opensPerMinute"] = 1000 },
        };
        change?.Invoke(file);
        string path = scratch.Write("gateway.json", file.ToJsonString());
        var result = ConfigurationLoader.Load(path, new Dictionary<string, string>(), prepare: true);
        var configuration = result.Configuration ?? throw new InvalidOperationException(string.Join('\n', FaultReport.Lines(result)));
        var app = GatewayServer.Build(adjust?.Invoke(configuration) ?? configuration, time);
        await app.StartAsync();
        return new TestGateway(scratch, app);
    }

    public static async Task<TestGateway> StartAsync(SshServer server, Action<JsonObject>? change = null, TimeProvider? time = null, Func<GatewayConfiguration, GatewayConfiguration>? adjust = null)
    {
        var gateway = await StartAsync([server.Port], server.Identity, change, time, adjust);
        gateway._server = server;
        return gateway;
    }

    /// <summary>A new visitor, as a browser without cookies becomes one.</summary>
    public async Task<CookieContainer> VisitAsync()
    {
        var cookies = new CookieContainer();
        using var browser = Browser(cookies);
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/visit") { Headers = { { "Origin", Address.GetLeftPart(UriPartial.Authority) } } };
        using var response = await browser.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return cookies;
    }

    public HttpClient Browser(CookieContainer? cookies = null) =>
        new(Handler(cookies ?? new CookieContainer())) { BaseAddress = Address, Timeout = HubClient.Patience };

    /// <summary>What browsers send through; a certificate of the test's own is good.</summary>
    public static SocketsHttpHandler Handler(CookieContainer cookies) => new()
    {
        CookieContainer = cookies,
        AllowAutoRedirect = false,
        SslOptions = { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null },
    };

    public async Task<Page> OpenAsync(string method, string user, int port, int cols = 80, int rows = 24) =>
        await Page.OpenAsync(Address, await VisitAsync(), method, user, port, cols, rows);

    /// <summary>Opens a terminal of a known visitor on the server that the gateway was started for.</summary>
    public Task<Page> OpenAsync(CookieContainer cookies) => Page.OpenAsync(Address, cookies, "ssh", SshServer.User, _server!.Port);

    public Task<Page> OpenAsync(SshServer server) => OpenAsync("ssh", SshServer.User, server.Port);

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _scratch.Dispose();
    }

    private static string ReadShared(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }
}
