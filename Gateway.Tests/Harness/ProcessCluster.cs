using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Cluster;
using Gateway.Tests.Browser;
using Gateway.Web;

namespace Gateway.Tests.Harness;

/// <summary>
/// A gateway of several nodes as operators run it: a process each, a real Redis, a real HAProxy in front, a real sshd
/// behind. Each node is reached by the others over a cable of its own.
/// </summary>
internal sealed class ProcessCluster : IAsyncDisposable
{
    private readonly int[] _ports;
    private readonly GatewayProcess[] _nodes;
    private readonly Cable[] _cables;
    private readonly Cable[] _toRedis;
    private readonly string[][] _under;
    private readonly Action<int, JsonObject>? _change;
    private readonly string[] _ids;
    private readonly HashSet<string> _gone = []; // those that were killed are known for some seconds yet
    private readonly HashSet<CookieContainer> _visitors = [];
    private readonly Scratch _scratch = new();
    private readonly HaProxy _proxy = HaProxy.Plan();

    private ProcessCluster(RedisServer redis, SshServer server, string[][] under, Action<int, JsonObject>? change)
    {
        (Redis, Server, _under, _change) = (redis, server, under, change);
        _ports = [.. under.Select(_ => Ports.Free())];
        _nodes = new GatewayProcess[under.Length];
        _ids = new string[under.Length];
        _cables = [.. under.Select(_ => Cable.Lay())];
        _toRedis = [.. under.Select(_ => Cable.Lay().To(redis.Port))];
    }

    public RedisServer Redis { get; }

    public SshServer Server { get; }

    public IReadOnlyList<GatewayProcess> Nodes => _nodes;

    /// <summary>The other nodes' way to each node.</summary>
    public IReadOnlyList<Cable> Cables => _cables;

    /// <summary>Each node's way to Redis.</summary>
    public IReadOnlyList<Cable> ToRedis => _toRedis;

    /// <summary>Where people come in.</summary>
    public Uri Address => _proxy.Address;

    /// <summary>Starts the nodes <c>gw-1</c>, <c>gw-2</c> and so on.</summary>
    /// <param name="under">For each node a program, with arguments, that is to start it; empty for none.</param>
    /// <param name="change">May alter the configuration file of the node of that index.</param>
    public static async Task<ProcessCluster> StartAsync(string[][] under, Action<int, JsonObject>? change = null)
    {
        var cluster = new ProcessCluster(await RedisServer.StartAsync(), await SshServer.StartAsync(), under, change);
        try
        {
            await Task.WhenAll(under.Select((_, node) => cluster.StartAsync(node)));
            await cluster._proxy.StartAsync(cluster._ports);
            await cluster.SettleAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a node, or another process in the place of one that is gone, with the same data folder.</summary>
    public async Task StartAsync(int node)
    {
        if (_nodes[node] is { } gone)
        {
            lock (_gone) _gone.Add(_ids[node]);
            await gone.DisposeAsync();
        }
        int door = Ports.Free();
        _nodes[node] = await GatewayProcess.StartAsync([Server.Port], Server.Identity, at: _ports[node], under: _under[node], change: file =>
        {
            TestCluster.Join(file, $"gw-{node + 1}", Redis);
            file["publicUrl"] = Text(Address);
            file["redis"] = new JsonObject { ["address"] = Text(_toRedis[node].Address)["http://".Length..], ["timeout"] = "00:00:01" };
            file["cluster"]!["listen"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{door}");
            file["cluster"]!["address"] = Text(_cables[node].Address);
            file["data"] = _scratch.PathOf($"data-{node + 1}");
            _change?.Invoke(node, file);
        });
        _cables[node].Unplug();
        _cables[node].To(door);
    }

    /// <summary>Ends what earlier visitors left, starts the nodes that are gone or going, and waits until every one knows all others.</summary>
    public async Task SettleAsync()
    {
        await Task.WhenAll(_nodes.Select(async (node, index) =>
        {
            if (!await ReadyAsync(node.Address)) await StartAsync(index);
        }));
        await Wait.UntilAsync(async () =>
        {
            for (int node = 0; node < _nodes.Length; node++) _ids[node] = await IdAsync(node);
            return _ids.All(id => id.Length > 0);
        }, () => $"all nodes to be known to Redis: {string.Join(", ", _ids)}");
        var before = await BeatsAsync();
        await Wait.UntilAsync(async () => (await BeatsAsync()).Zip(before).All(beat => beat.First != beat.Second), () => "another beat of every node");
        foreach (var visitor in _visitors)
        {
            await using var hub = await HubClient.ConnectAsync(_nodes[0].Address, visitor);
            foreach (var terminal in (await hub.InvokeAsync("List")).Deserialize<TerminalSummary[]>(JsonSerializerOptions.Web)!) await hub.InvokeAsync("Close", terminal.Id);
        }
        _visitors.Clear();

        Task<string[]> BeatsAsync() => Task.WhenAll(_ids.Select(id => Redis.AskAsync("ZSCORE", "gateway:nodes", id)));
    }

    /// <summary>The id of the process as Redis knows it now; empty if it does not.</summary>
    public async Task<string> IdAsync(int node)
    {
        foreach (string key in (await Redis.AskAsync("KEYS", "gateway:node:*")).Split("\r\n").Where(word => word.StartsWith("gateway:node:", StringComparison.Ordinal) && word.Count(letter => letter == ':') == 2))
        {
            string answer = await Redis.AskAsync("GET", key);
            if (!answer.Contains('{', StringComparison.Ordinal)) continue; // expired meanwhile
            var said = JsonElement.Parse(answer.AsSpan(answer.IndexOf('{', StringComparison.Ordinal))).Deserialize<NodeRecord>(JsonSerializerOptions.Web)!;
            if (said.Address?.Port == _cables[node].Port && !_gone.Contains(said.Id)) return said.Id;
        }
        return "";
    }

    /// <summary>A new visitor, by way of the proxy, and then known on every node.</summary>
    public async Task<CookieContainer> VisitAsync()
    {
        var cookies = new CookieContainer();
        var status = HttpStatusCode.NoContent;
        // A node that waited for Redis in vain says so.
        foreach (var gateway in _nodes.Select(node => node.Address).Prepend(Address))
            await Wait.UntilAsync(async () => (status = await VisitAsync(gateway, cookies)) == HttpStatusCode.NoContent, () => $"a visit; it is {status}");
        return cookies;
    }

    /// <summary>What a page asks for before it connects; the status of the answer.</summary>
    public static async Task<HttpStatusCode> VisitAsync(Uri gateway, CookieContainer cookies)
    {
        using var response = await SendAsync(gateway, HttpMethod.Post, "api/visit", cookies);
        return response.StatusCode;
    }

    public static async Task<HttpResponseMessage> SendAsync(Uri gateway, HttpMethod method, string path, CookieContainer? cookies = null)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies ?? new CookieContainer() }) { BaseAddress = gateway, Timeout = HubClient.Patience };
        using var request = new HttpRequestMessage(method, path) { Headers = { { "Origin", Text(gateway) }, { "Accept", "application/json" } } };
        return await browser.SendAsync(request);
    }

    /// <summary>Whether a node is there and asks for new people.</summary>
    public static async Task<bool> ReadyAsync(Uri gateway)
    {
        try
        {
            using var response = await SendAsync(gateway, HttpMethod.Get, "health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Opens a terminal on a node of the test's choice.</summary>
    public Task<Page> OpenAsync(int node, CookieContainer cookies) => OpenAsync(_nodes[node].Address, cookies);

    /// <summary>Opens a terminal by way of an address.</summary>
    public Task<Page> OpenAsync(Uri gateway, CookieContainer cookies)
    {
        lock (_visitors) _visitors.Add(cookies);
        return Page.OpenAsync(gateway, cookies, "ssh", SshServer.User, Server.Port);
    }

    /// <summary>Opens a terminal by way of the proxy, which may have chosen a node while it died or stood still: then a page tries again.</summary>
    public async Task<Page> OpenSoonAsync(CookieContainer cookies)
    {
        Page? page = null;
        string trouble = "";
        await Wait.UntilAsync(async () =>
        {
            try
            {
                page = await OpenAsync(Address, cookies);
            }
            catch (Exception exception) when (exception is WebSocketException or InvalidOperationException)
            {
                trouble = exception.Message;
            }
            return page is not null;
        }, () => $"a node that takes a terminal; it said: {trouble}");
        return page!;
    }

    /// <summary>The visitor's terminals, as the node lists them.</summary>
    public static async Task<TerminalSummary[]> ListAsync(Uri gateway, CookieContainer cookies)
    {
        await using var hub = await HubClient.ConnectAsync(gateway, cookies);
        return (await hub.InvokeAsync("List")).Deserialize<TerminalSummary[]>(JsonSerializerOptions.Web)!;
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        foreach (var node in _nodes.OfType<GatewayProcess>()) await node.DisposeAsync();
        foreach (var cable in _cables.Concat(_toRedis)) await cable.DisposeAsync();
        await Server.DisposeAsync();
        await Redis.DisposeAsync();
        _scratch.Dispose();
    }

    private static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
