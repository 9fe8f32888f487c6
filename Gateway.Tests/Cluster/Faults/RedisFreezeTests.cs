using System.Diagnostics;
using System.Net;
using Gateway.Cluster;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Cluster.Faults;

/// <summary>A Redis that stands still: connections stay, nothing is answered.</summary>
[Collection(ManyNodes.Name)]
public sealed class RedisFreezeTests(ManyNodes.Fixture nodes)
{
    private readonly ProcessCluster _cluster = nodes.Cluster;

    [Fact]
    public async Task Everything_is_answered_in_time_while_Redis_stands_still_and_all_is_as_before_when_it_goes_on()
    {
        await _cluster.SettleAsync();
        // One more node, in this process, to see with its eyes.
        await using var witness = await TestGateway.StartAsync(_cluster.Server, file => TestCluster.Join(file, "witness", _cluster.Redis));
        await Wait.UntilAsync(() => States().Count(state => state == NodeState.Up) >= 3, "the witness to see the nodes");
        var before = Ids(NodeState.Up);
        var (cookies, stranger) = (await _cluster.VisitAsync(), new CookieContainer());
        await using var page = await _cluster.OpenAsync(0, cookies);
        await page.ExpectAsync("$ ");
        await using var streaming = new RoamingPage(_cluster.Nodes[1].Address, cookies, page.Terminal with { Viewer = "" });
        await streaming.TypeAsync("i=0; while :; do i=$((i+1)); echo \"line $i.\"; sleep 0.05; done\r");
        await streaming.ExpectAsync("line 3.");
        await ProcessCluster.VisitAsync(_cluster.Nodes[0].Address, stranger);
        await using var his = await _cluster.OpenAsync(0, stranger);

        var frozen = Stopwatch.StartNew();
        _cluster.Redis.Freeze();
        try
        {
            var first = Calls(cookies, page.Terminal.Id).Select(TimeAsync).ToList();
            Assert.All(await Task.WhenAll(first), call => Assert.True(call.Took < TimeSpan.FromSeconds(15), $"{call.Name}: {call.Took}")); // a few times redis.timeout, and what a busy machine takes
            foreach (var call in Calls(cookies, page.Terminal.Id))
            {
                // Less than redis.timeout, which nobody could be who waited for it. On a busy machine it takes a few calls to see that.
                await Wait.UntilAsync(async () => (await TimeAsync(call)).Took < TimeSpan.FromSeconds(1), () => $"{call.Name} that does not wait for Redis");
            }
            using var told = await ProcessCluster.SendAsync(_cluster.Nodes[1].Address, HttpMethod.Post, "api/visit", stranger);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json"), (told.StatusCode, told.Content.Headers.ContentType?.MediaType));
            int line = Lines();
            await streaming.ExpectAsync($"line {line + 20}.");
            await Wait.UntilAsync(() => frozen.Elapsed > TimeSpan.FromSeconds(10), "ten seconds to pass");
            await streaming.ExpectAsync("line 150.");
        }
        finally
        {
            _cluster.Redis.Thaw();
        }
        List<string> lost = [];
        var thawed = Stopwatch.StartNew();
        await Wait.UntilAsync(() =>
        {
            lost.AddRange(Ids(NodeState.Lost).Intersect(before));
            return thawed.Elapsed > TimeSpan.FromSeconds(2.5);
        }, "a few heartbeats");
        Assert.Empty(lost);
        Assert.Equal(before, Ids(NodeState.Up));
        Assert.Equal(HttpStatusCode.NoContent, await ProcessCluster.VisitAsync(_cluster.Nodes[1].Address, stranger));
        Assert.Equal(his.Terminal.Id, Assert.Single(await ProcessCluster.ListAsync(_cluster.Nodes[1].Address, stranger)).Id);
        Assert.Equal((1, 0), (streaming.Connections, streaming.Refusals.Count));
        await streaming.ExpectAsync($"line {Lines() + 10}.");

        IEnumerable<NodeState> States() => witness.Cluster.Others.Select(node => node.State);
        string[] Ids(NodeState state) => [.. witness.Cluster.Others.Where(node => node.State == state).Select(node => node.Id).Order()];
        int Lines() => streaming.Text.Split("line ").Length - 2;
    }

    private (string Name, Func<Task> Call)[] Calls(CookieContainer cookies, string terminal)
    {
        var gateway = _cluster.Nodes[0].Address;
        return
        [
            ("Open", async () => await (await _cluster.OpenAsync(gateway, cookies)).DisposeAsync()),
            ("Join", async () => await (await Page.JoinAsync(gateway, cookies, terminal)).DisposeAsync()),
            ("List", async () => Assert.NotEmpty(await ProcessCluster.ListAsync(gateway, cookies))),
            ("visit", async () => Assert.Equal(HttpStatusCode.NoContent, await ProcessCluster.VisitAsync(gateway, cookies))),
            ("a new visit", async () => Assert.Equal(HttpStatusCode.NoContent, await ProcessCluster.VisitAsync(gateway, new CookieContainer()))),
            ("GET /", async () => (await ProcessCluster.SendAsync(gateway, HttpMethod.Get, "")).EnsureSuccessStatusCode().Dispose()),
        ];
    }

    private static async Task<(string Name, TimeSpan Took)> TimeAsync((string Name, Func<Task> Call) call)
    {
        var watch = Stopwatch.StartNew();
        await call.Call();
        return (call.Name, watch.Elapsed);
    }
}
