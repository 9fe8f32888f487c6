using System.Net;
using System.Text.Json.Nodes;
using Xunit;

namespace Gateway.Tests.Harness;

/// <summary>The gateway as operators run it: a process of its own, with a home and an environment that a test chooses.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly Scratch _scratch;
    private readonly Tool _tool;

    private GatewayProcess(Scratch scratch, Tool tool, Uri address) => (_scratch, _tool, Address) = (scratch, tool, address);

    public Uri Address { get; }

    public int Id => _tool.Id;

    public Tool Tool => _tool;

    public string File => _scratch.PathOf("gateway.json");

    public string DataFolder => _scratch.PathOf("data");

    /// <summary>Starts a gateway for these ports; <paramref name="under"/> is a program and its arguments that runs it, <paramref name="at"/> the port to listen on.</summary>
    public static async Task<GatewayProcess> StartAsync(
        IEnumerable<int> ports, string? identity = null, IReadOnlyDictionary<string, string>? environment = null, Action<JsonObject>? change = null, string[]? under = null, int? at = null)
    {
        var scratch = new Scratch();
        int port = at ?? Ports.Free();
        var address = new Uri($"http://127.0.0.1:{port.ToString(System.Globalization.CultureInfo.InvariantCulture)}");
        var file = new JsonObject
        {
            ["domain"] = "127.0.0.1",
            ["ports"] = new JsonArray([.. ports.Select(allowed => JsonValue.Create(allowed))]),
            ["listen"] = new JsonArray(address.GetLeftPart(UriPartial.Authority)),
            ["data"] = "data",
            ["ssh"] = new JsonObject { ["identity"] = identity },
            ["limits"] = new JsonObject { ["opensPerMinute"] = 1000 },
        };
        change?.Invoke(file);
        string path = scratch.Write("gateway.json", file.ToJsonString());
        string dotnet = Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet";
        string[] command = [.. under ?? [], dotnet, Path.Combine(AppContext.BaseDirectory, "gateway.dll"), "serve", "--config", path];
        var tool = Tool.Start(command[0], command[1..], environment: environment);
        var gateway = new GatewayProcess(scratch, tool, address);
        try
        {
            await tool.ListensAsync(port);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync(); // nobody else knows of it
            throw;
        }
    }

    public async Task<CookieContainer> VisitAsync()
    {
        var cookies = new CookieContainer();
        using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies }) { BaseAddress = Address, Timeout = HubClient.Patience };
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/visit") { Headers = { { "Origin", Address.GetLeftPart(UriPartial.Authority) } } };
        using var response = await browser.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return cookies;
    }

    public async Task<Page> OpenAsync(string method, string user, int port) => await Page.OpenAsync(Address, await VisitAsync(), method, user, port);

    /// <summary>The one client that runs now.</summary>
    public Child Client => new(Assert.Single(Child.ChildrenOf(Id)));

    public async ValueTask DisposeAsync()
    {
        await _tool.DisposeAsync();
        _scratch.Dispose();
    }
}
