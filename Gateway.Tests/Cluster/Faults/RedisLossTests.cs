using System.Net;
using Gateway.Tests.Harness;
using Gateway.Tests.Terminals;
using Xunit;

namespace Gateway.Tests.Cluster.Faults;

/// <summary>A Redis that is gone and comes back empty.</summary>
[Collection(ManyNodes.Name)]
public sealed class RedisLossTests(ManyNodes.Fixture nodes)
{
    private const int Length = 24 * 1024 * 1024;

    private readonly ProcessCluster _cluster = nodes.Cluster;

    [Fact]
    public async Task A_stream_misses_no_byte_and_nobody_is_forgotten_when_Redis_is_killed_and_comes_back_empty()
    {
        await _cluster.SettleAsync();
        var cookies = await _cluster.VisitAsync();
        string id = await _cluster.IdAsync(0);
        using var data = new DataFile(Length, 9);
        using var scratch = new Scratch();
        await using var opened = await _cluster.OpenAsync(0, cookies);
        await opened.ExpectAsync("$ ");
        await using var elsewhere = await _cluster.OpenAsync(2, cookies);
        await elsewhere.ExpectAsync("$ ");
        var (near, far) = (new HashedOutput(Length), new HashedOutput(Length));
        await using var owning = new RoamingPage(_cluster.Nodes[0].Address, cookies, opened.Terminal, near.Add);
        await using var forwarding = new RoamingPage(_cluster.Nodes[1].Address, cookies, opened.Terminal with { Viewer = "" }, far.Add);
        await Wait.UntilAsync(() => owning.IsLive && forwarding.IsLive, "both pages to be there");
        // About six seconds long; the last third waits for a word.
        await owning.TypeAsync($"stty -echo -opost; printf 'ST''ART'; i=0; while [ $i -lt 96 ]; do [ $i -lt 64 ] || while [ ! -e {scratch.PathOf("go")} ]; do sleep 0.05; done; dd if={data.Path} bs=256k skip=$i count=1 2>/dev/null; i=$((i+1)); sleep 0.05; done\r");
        // Whoever was known here before is known here without Redis.
        var local = new CookieContainer();
        await ProcessCluster.VisitAsync(_cluster.Nodes[0].Address, local);
        await Wait.UntilAsync(() => far.Received > Length / 10, "the stream to run");

        await _cluster.Redis.KillAsync();
        await using (var more = await _cluster.OpenAsync(0, local))
        {
            await more.TypeAsync("echo $((6*7)) without\r");
            await more.ExpectAsync("42 without");
        }
        await Wait.UntilAsync(() => _cluster.Nodes.All(node => node.Tool.Output.Contains("cannot be asked", StringComparison.Ordinal)), "the logs to say that Redis is away");
        Assert.False(near.Result.IsCompleted);
        scratch.Write("go", ""); // so it runs when Redis comes, too
        await _cluster.Redis.StartAsync();
        Assert.Equal(await ListedAsync(0, local, 1), await ListedAsync(1, local, 1));

        string hash = DataFile.Hash(data.Bytes);
        Assert.Equal(hash, await near.Result.WaitAsync(TimeSpan.FromSeconds(90)));
        Assert.Equal(hash, await far.Result.WaitAsync(TimeSpan.FromSeconds(90)));
        Assert.Equal((1, 1), (owning.Connections, forwarding.Connections));
        await Wait.UntilAsync(async () => await _cluster.Redis.AskAsync("HLEN", $"gateway:node:{id}:terminals") == ":2\r\n", () => "the directory to be whole");
        for (int node = 0; node < 3; node++) Assert.Equal(await ListedAsync(0, cookies, 2), await ListedAsync(node, cookies, 2));
    }

    [Fact]
    public async Task Nobody_loses_his_session_or_terminal_in_the_moment_when_Redis_is_back_and_still_empty()
    {
        await _cluster.SettleAsync();
        var cookies = new CookieContainer(); // known on the first node only
        await ProcessCluster.VisitAsync(_cluster.Nodes[0].Address, cookies);
        await using var page = await _cluster.OpenAsync(0, cookies);
        await page.ExpectAsync("$ ");
        await _cluster.Redis.KillAsync();
        await _cluster.Redis.StartAsync();
        var status = HttpStatusCode.ServiceUnavailable;
        await Wait.UntilAsync(async () => (status = await ProcessCluster.VisitAsync(_cluster.Nodes[1].Address, cookies)) != HttpStatusCode.ServiceUnavailable, () => "the visitor to be known");
        Assert.Equal(HttpStatusCode.NoContent, status);
        await using var back = await Page.JoinAsync(_cluster.Nodes[1].Address, cookies, page.Terminal.Id);
        await back.TypeAsync("echo $((6*7)) still\r");
        await back.ExpectAsync("42 still");
    }

    [Fact]
    public async Task A_session_that_is_really_lost_is_a_new_visit_and_no_error()
    {
        await _cluster.SettleAsync();
        var cookies = await _cluster.VisitAsync();
        await using var page = await _cluster.OpenAsync(0, cookies);
        foreach (var node in _cluster.Nodes) node.Tool.Signal("KILL");
        await _cluster.Redis.AskAsync("FLUSHALL");
        await _cluster.SettleAsync();
        foreach (var node in _cluster.Nodes)
        {
            Assert.Equal(HttpStatusCode.NoContent, await ProcessCluster.VisitAsync(node.Address, cookies));
            Assert.Empty(await ProcessCluster.ListAsync(node.Address, cookies));
        }
        await using var fresh = await _cluster.OpenAsync(_cluster.Address, cookies);
        await fresh.ExpectAsync("$ ");
    }

    private async Task<IEnumerable<string>> ListedAsync(int node, CookieContainer cookies, int count)
    {
        IEnumerable<string> listed = [];
        await Wait.UntilAsync(async () =>
        {
            var list = await ProcessCluster.ListAsync(_cluster.Nodes[node].Address, cookies);
            listed = list.Select(terminal => $"{terminal.Id} on {terminal.Node}, {terminal.Unreachable}");
            return list.Length == count && !list.Any(terminal => terminal.Unreachable);
        }, () => $"{count} terminals on gw-{node + 1}'s list; it has: {string.Join("; ", listed)}");
        return listed;
    }
}
