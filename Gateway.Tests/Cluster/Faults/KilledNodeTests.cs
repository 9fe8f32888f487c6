using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Gateway.Cluster;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Cluster.Faults;

/// <summary>A node that is gone without a word.</summary>
[Collection(ManyNodes.Name)]
public sealed partial class KilledNodeTests(ManyNodes.Fixture nodes)
{
    private readonly ProcessCluster _cluster = nodes.Cluster;

    [Fact]
    public async Task The_terminals_of_a_killed_node_are_reported_lost_and_everything_else_goes_on()
    {
        await _cluster.SettleAsync();
        var (cookies, others) = (await _cluster.VisitAsync(), await _cluster.VisitAsync());
        await using var counting = await CountAsync(others);
        List<RoamingPage> doomed = [];
        for (int terminal = 0; terminal < 5; terminal++) // as many as a visitor may have
        {
            await using var page = await _cluster.OpenAsync(0, cookies);
            await page.ExpectAsync("$ ");
            doomed.Add(new RoamingPage(_cluster.Address, cookies, page.Terminal));
        }
        await Wait.UntilAsync(() => doomed.All(page => page.IsLive), "the pages to be there");
        string id = await _cluster.IdAsync(0);
        var clients = Child.ChildrenOf(_cluster.Nodes[0].Id).Select(client => new Child(client)).ToList();
        Assert.InRange(clients.Count, 5, 100);

        var since = Stopwatch.StartNew();
        _cluster.Nodes[0].Tool.Signal("KILL");
        await using (var other = await _cluster.OpenSoonAsync(others))
        {
            Assert.NotEqual("gw-1", other.Terminal.Node);
            await other.ExpectAsync("$ ");
        }
        foreach (var page in doomed)
        {
            Assert.Equal("lost", await page.Outcome.WaitAsync(HubClient.Patience));
            Assert.Contains("gw-1", page.Refusals.Last().Title, StringComparison.Ordinal);
        }
        // In ten seconds, as the README says, unless this machine has no time; not only when what the node wrote has expired.
        Assert.InRange(since.Elapsed, TimeSpan.Zero, RedisKeys.DirectoryLife);

        // "Reconnect": what was lost does not count against the visitor any more.
        await using var again = await _cluster.OpenAsync(_cluster.Address, cookies);
        await again.ExpectAsync("$ ");
        await Wait.UntilAsync(async () => (await ProcessCluster.ListAsync(_cluster.Address, cookies)).Select(terminal => terminal.Id).SequenceEqual([again.Terminal.Id]), () => "the list without what was lost");
        await Wait.UntilAsync(() => !clients.Any(client => client.IsRunning), "the clients to be gone with their node");
        await AssertForgottenAsync(id);
        await AssertWholeAsync(counting);
        foreach (var page in doomed) await page.DisposeAsync();
    }

    // Its heartbeat is, and what it wrote will be within twenty seconds: nobody puts that off.
    private async Task AssertForgottenAsync(string id)
    {
        Assert.Equal(":0\r\n", await _cluster.Redis.AskAsync("EXISTS", $"gateway:node:{id}"));
        foreach (string part in new[] { "terminals", "running" })
        {
            int left = await LeftAsync(part);
            Assert.InRange(left, -2, 16_000);
            Assert.NotEqual(-1, left); // PTTL(1): for ever, where -2 is gone already
            if (left > 0) await Wait.UntilAsync(async () => await LeftAsync(part) < left - 1500, () => $"less than {left} ms to be left");
        }

        async Task<int> LeftAsync(string part) => int.Parse((await _cluster.Redis.AskAsync("PTTL", $"gateway:node:{id}:{part}")).Trim(':', '\r', '\n'), CultureInfo.InvariantCulture);
    }

    // A terminal on the second node, with a page that may well come in by the first.
    private async Task<RoamingPage> CountAsync(CookieContainer cookies)
    {
        await using var page = await _cluster.OpenAsync(1, cookies);
        await page.ExpectAsync("$ ");
        var counting = new RoamingPage(_cluster.Address, cookies, page.Terminal);
        await counting.TypeAsync("i=0; while :; do i=$((i+1)); echo \"line $i.\"; sleep 0.01; done\r");
        await counting.ExpectAsync("line 10.");
        return counting;
    }

    private static async Task AssertWholeAsync(RoamingPage counting)
    {
        int seen = Numbers(counting.Text).Length;
        await counting.ExpectAsync($"line {seen + 50}.");
        int[] numbers = Numbers(counting.Text);
        Assert.Equal(Enumerable.Range(1, numbers.Length), numbers);
    }

    private static int[] Numbers(string text) => [.. Line().Matches(text).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"line (\d+)\.\r\n")]
    private static partial Regex Line();
}
