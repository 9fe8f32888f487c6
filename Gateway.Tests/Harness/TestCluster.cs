using System.Net;
using System.Text.Json.Nodes;
using Gateway.Configuration;

namespace Gateway.Tests.Harness;

/// <summary>Some gateways in this process that share a real Redis and lead to one real sshd.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly List<TestGateway> _nodes = [];

    private TestCluster(RedisServer redis, SshServer server) => (Redis, Server) = (redis, server);

    public RedisServer Redis { get; }

    public SshServer Server { get; }

    public IReadOnlyList<TestGateway> Nodes => _nodes;

    /// <summary>Starts the nodes <c>gw-1</c>, <c>gw-2</c> and so on; <paramref name="change"/> may alter each one's configuration file.</summary>
    public static async Task<TestCluster> StartAsync(int nodes = 2, Action<JsonObject>? change = null, Func<GatewayConfiguration, GatewayConfiguration>? adjust = null)
    {
        var cluster = new TestCluster(await RedisServer.StartAsync(), await SshServer.StartAsync());
        for (int node = 0; node < nodes; node++) await cluster.AddAsync(change, adjust);
        await cluster.SeeEachOtherAsync();
        return cluster;
    }

    /// <summary>Starts one more node.</summary>
    public async Task<TestGateway> AddAsync(Action<JsonObject>? change = null, Func<GatewayConfiguration, GatewayConfiguration>? adjust = null)
    {
        string name = $"gw-{_nodes.Count + 1}";
        var gateway = await TestGateway.StartAsync(Server, file =>
        {
            Join(file, name, Redis);
            change?.Invoke(file);
        }, adjust: adjust);
        lock (_nodes) _nodes.Add(gateway); // several may be started at once
        return gateway;
    }

    /// <summary>Waits until every node knows all others.</summary>
    public Task SeeEachOtherAsync() => Wait.UntilAsync(
        () => _nodes.All(node => node.Cluster.Others.Count(other => other.State == Gateway.Cluster.NodeState.Up && other.Record.Address is not null) == _nodes.Count - 1), "nodes that see each other");

    /// <summary>Writes into a configuration file that the gateway is a node on this Redis.</summary>
    public static void Join(JsonObject file, string name, RedisServer redis)
    {
        file["redis"] = new JsonObject { ["address"] = redis.Address };
        file["cluster"] = new JsonObject { ["name"] = name };
    }

    public Task<CookieContainer> VisitAsync() => _nodes[0].VisitAsync();

    public Task<Page> OpenAsync(int node, CookieContainer cookies) => _nodes[node].OpenAsync(cookies);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        await Server.DisposeAsync();
        await Redis.DisposeAsync();
    }
}
