using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Gateway.Web;
using Xunit;

namespace Gateway.Tests.Cluster;

/// <summary>What stands in Redis, and how long.</summary>
public sealed class RedisStoreTests
{
    [Fact]
    public async Task Everything_in_Redis_lies_under_the_prefix_and_expires()
    {
        await using var cluster = await TestCluster.StartAsync(2, file => file["redis"]!["prefix"] = "ours:");
        var cookies = await cluster.VisitAsync();
        await using var page = await cluster.OpenAsync(0, cookies);
        await using var other = await Page.JoinAsync(cluster.Nodes[1].Address, cookies, page.Terminal.Id);
        string[] keys = [], kinds = ["epoch", "nodekey", "protection", "nodes", "node:", "session:", "visitor:", "opens:visitor:", "opens:address:"];
        await Wait.UntilAsync(
            async () =>
            {
                keys = await KeysAsync(cluster.Redis);
                return keys.Any(key => key.EndsWith(":terminals", StringComparison.Ordinal)) && kinds.All(kind => keys.Any(key => key.StartsWith("ours:" + kind, StringComparison.Ordinal)));
            },
            () => $"a directory and all else; there is {string.Join(' ', keys)}");
        Assert.All(keys, key => Assert.StartsWith("ours:", key, StringComparison.Ordinal));
        foreach (string key in keys)
            Assert.True(long.Parse((await cluster.Redis.AskAsync("PTTL", key)).Trim(':', '\r', '\n'), System.Globalization.CultureInfo.InvariantCulture) != -1, $"{key} stays for ever");
    }

    [Fact]
    public async Task Redis_is_never_asked_for_all_its_keys_and_never_gets_a_byte_of_a_terminal()
    {
        await using var cluster = await TestCluster.StartAsync();
        var cookies = await cluster.VisitAsync();
        await using var page = await cluster.OpenAsync(0, cookies);
        await using var other = await Page.JoinAsync(cluster.Nodes[1].Address, cookies, page.Terminal.Id);
        await other.ExpectAsync("$ "); // so that the echo of the line is not followed by the prompt, as its output is
        long before = Received(await cluster.Redis.AskAsync("INFO", "stats")); // nodes tell it of themselves as long as they run
        await other.TypeAsync("echo se\"\"cret; seq 1 20000\r");
        await other.ExpectAsync("20000\r\n$ ");
        await other.Hub.InvokeAsync("List");
        string stats = await cluster.Redis.AskAsync("INFO", "everything");
        foreach (string command in new[] { "keys", "scan", "flushall", "monitor" }) Assert.DoesNotContain($"cmdstat_{command}:", stats, StringComparison.Ordinal);
        Assert.InRange(Received(stats) - before, 0, 100_000); // the output alone was more
        foreach (string key in await KeysAsync(cluster.Redis))
            Assert.DoesNotContain("secret", await cluster.Redis.AskAsync("DUMP", key), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_gateways_share_a_Redis_and_know_nothing_of_each_other()
    {
        await using var cluster = await TestCluster.StartAsync(1, file => file["redis"]!["prefix"] = "one:");
        await cluster.AddAsync(file => file["redis"]!["prefix"] = "two:");
        var (one, two) = (cluster.Nodes[0], cluster.Nodes[1]);
        var cookies = await one.VisitAsync();
        await using var page = await one.OpenAsync(cookies);
        await using var hub = await HubClient.ConnectAsync(two.Address, cookies, terminal: page.Terminal.Id);
        Assert.Equal("visit", (await hub.JoinAsync(page.Terminal.Id)).Refusal!.Code);
        Assert.Empty(two.Cluster.Others);
    }

    [Fact]
    public async Task A_node_that_stops_takes_its_entries_along()
    {
        await using var cluster = await TestCluster.StartAsync(2);
        await using var page = await cluster.OpenAsync(1, await cluster.VisitAsync());
        string node = cluster.Nodes[1].Cluster.SelfId;
        await Wait.UntilAsync(async () => (await KeysAsync(cluster.Redis)).Any(key => key.Contains(node + ":terminals", StringComparison.Ordinal)), () => "the node's entries");
        await cluster.Nodes[1].StopAsync();
        Assert.DoesNotContain(await KeysAsync(cluster.Redis), key => key.Contains(node, StringComparison.Ordinal));
        await Wait.UntilAsync(() => cluster.Nodes[0].Cluster.Others.Count == 0, "the other node to know");
    }

    [Fact]
    public async Task An_emptied_Redis_is_filled_again_from_what_the_nodes_know()
    {
        await using var cluster = await TestCluster.StartAsync(2, file => file["limits"] = new JsonObject { ["opensPerMinute"] = 1000, ["terminalsPerVisitor"] = 2 });
        var cookies = await cluster.VisitAsync();
        await using var first = await cluster.OpenAsync(0, cookies);
        await using var second = await cluster.OpenAsync(1, cookies);
        await cluster.Redis.AskAsync("FLUSHALL");
        await Wait.UntilAsync(async () => (await KeysAsync(cluster.Redis)).Count(key => cluster.Nodes.Any(node => key == $"gateway:node:{node.Cluster.SelfId}" || key == $"gateway:node:{node.Cluster.SelfId}:running")) == 4, () => "both nodes and their parts");
        await using var hub = await HubClient.ConnectAsync(cluster.Nodes[1].Address, cookies, terminal: first.Terminal.Id);
        Assert.Equal(first.Terminal.Id, (await hub.JoinAsync(first.Terminal.Id)).Terminal!.Id);
        Assert.Equal(2, (await hub.InvokeAsync("List")).Deserialize<TerminalSummary[]>(JsonSerializerOptions.Web)!.Length);
        await using var more = await HubClient.ConnectAsync(cluster.Nodes[0].Address, cookies);
        Assert.Equal("limit", (await more.OpenAsync("ssh", SshServer.User, cluster.Server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture))).Refusal!.Code);
    }

    private static long Received(string stats) => long.Parse(stats.Split("total_net_input_bytes:")[1].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<string[]> KeysAsync(RedisServer redis) =>
        [.. (await redis.AskAsync("KEYS", "*")).Split("\r\n").Where((_, line) => line > 0 && line % 2 == 0).Where(key => key.Length > 0)];
}
