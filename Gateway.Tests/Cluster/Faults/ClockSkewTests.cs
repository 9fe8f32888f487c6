using System.Globalization;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Cluster.Faults;

/// <summary>Nodes whose clocks are hours apart: nothing but what is shown may depend on them.</summary>
[Collection(OtherNodes.Name)]
public sealed class ClockSkewTests
{
    [Fact]
    public async Task Nodes_whose_clocks_are_four_hours_apart_are_one_gateway()
    {
        await using var cluster = await ProcessCluster.StartAsync([Skewed("+2h"), Skewed("-2h")], (_, file) =>
        {
            file["limits"]!["opensPerMinute"] = 3;
            file["redis"]!["timeout"] = "00:00:05"; // who waits for it in vain counts for himself
        });
        Assert.Equal(4, Math.Round((await DateAsync(cluster, 0) - await DateAsync(cluster, 1)).TotalHours)); // they are
        for (int node = 0; node < 2; node++)
        {
            var (here, there) = (cluster.Nodes[node].Address, cluster.Nodes[1 - node].Address);
            var cookies = new System.Net.CookieContainer();
            await ProcessCluster.VisitAsync(here, cookies);
            await using var page = await cluster.OpenAsync(here, cookies);
            await page.ExpectAsync("$ ");
            await using var second = await Page.JoinAsync(there, cookies, page.Terminal.Id); // session, key, directory
            await second.TypeAsync("echo $((6*7)) across\r");
            await page.ExpectAsync("42 across");
            await ProcessCluster.VisitAsync(there, cookies);
            var shown = Assert.Single(await ProcessCluster.ListAsync(there, cookies));
            Assert.Equal((page.Terminal.Id, $"gw-{node + 1}", false), (shown.Id, shown.Node, shown.Unreachable));

            // The rate is counted over both.
            string port = cluster.Server.Port.ToString(CultureInfo.InvariantCulture);
            List<string> answers = [];
            for (int more = 0; more < 3; more++)
            {
                await using var hub = await HubClient.ConnectAsync(more % 2 == 0 ? here : there, cookies);
                var reply = await hub.OpenAsync("ssh", SshServer.User, port);
                answers.Add(reply.Refusal?.Code ?? "opened");
                if (reply.Terminal is { } opened) await hub.InvokeAsync("Close", opened.Id);
            }
            Assert.Equal(["opened", "opened", "rate"], answers);
        }
        Assert.Equal(2, (await cluster.Redis.AskAsync("KEYS", "gateway:node:*")).Split("\r\n").Count(key => key.StartsWith("gateway:node:", StringComparison.Ordinal) && key.Count(letter => letter == ':') == 2));
    }

    // Waits go by the monotonic clock: with "the fix" for them (README of libfaketime) they would return at once, and all threads run in circles.
    private static string[] Skewed(string by) => ["env", "DONT_FAKE_MONOTONIC=1", "FAKETIME_FORCE_MONOTONIC_FIX=0", "NO_FAKE_STAT=1", "faketime", "-f", by];

    private static async Task<DateTimeOffset> DateAsync(ProcessCluster cluster, int node)
    {
        using var answer = await ProcessCluster.SendAsync(cluster.Nodes[node].Address, HttpMethod.Get, "");
        return answer.Headers.Date!.Value;
    }
}
