using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Cluster;
using Gateway.Configuration;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Bench;

/// <summary>One gateway of several nodes as operators run it: processes of their own that share a real Redis.</summary>
internal sealed class BenchNodes : IAsyncDisposable
{
    // How many nodes have said where they are reached.
    private const string Reachable = """
        local found = 0
        for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
          if string.find(redis.call('GET', ARGV[1] .. id) or '', '"address":"http', 1, true) then found = found + 1 end
        end
        return found
        """;

    private readonly List<BenchGateway> _all = [];
    private readonly RedisServer _redis;
    private readonly SshServer _server;
    private readonly Action<JsonObject>? _change;
    private int _named;

    private BenchNodes(RedisServer redis, SshServer server, Action<JsonObject>? change) => (_redis, _server, _change) = (redis, server, change);

    public IReadOnlyList<BenchGateway> All => _all;

    /// <summary>Starts so many; <paramref name="change"/> may alter each one's configuration file.</summary>
    public static async Task<BenchNodes> StartAsync(SshServer server, int count, Action<JsonObject>? change = null)
    {
        var nodes = new BenchNodes(await RedisServer.StartAsync(), server, change);
        for (int node = 0; node < count; node++) await nodes.AddAsync();
        return nodes;
    }

    /// <summary>Starts one more and waits until the others can reach it.</summary>
    public async Task<BenchGateway> AddAsync()
    {
        var node = await BenchGateway.StartAsync(_server, file =>
        {
            TestCluster.Join(file, string.Create(CultureInfo.InvariantCulture, $"gw-{++_named}"), _redis);
            _change?.Invoke(file);
        });
        _all.Add(node);
        var keys = new RedisKeys(new RedisSettings().Prefix);
        string expected = string.Create(CultureInfo.InvariantCulture, $":{_all.Count}\r\n");
        await Wait.UntilAsync(async () => await _redis.AskAsync("EVAL", Reachable, "1", keys.Nodes.ToString(), keys.NodePrefix) == expected, () => "nodes that are reached");
        return node;
    }

    /// <summary>Ends one without a word.</summary>
    public async Task KillAsync(BenchGateway node)
    {
        node.Kill();
        _all.Remove(node);
        await node.DisposeAsync();
    }

    /// <summary>Commands that Redis has carried out for the nodes, those inside scripts among them; not what asking for this number took.</summary>
    public async Task<long> CommandsAsync()
    {
        string answer = await _redis.AskAsync("INFO", "all");
        return Number("total_commands_processed:") - Number("cmdstat_info:calls=") - Number("cmdstat_quit:calls=");

        long Number(string name)
        {
            string? line = answer.Split("\r\n").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[name.Length..].Split(',')[0], CultureInfo.InvariantCulture);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _all) await node.DisposeAsync();
        await _redis.DisposeAsync();
    }
}
