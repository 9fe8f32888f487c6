using System.Net;
using System.Text.Json;
using Gateway.Tests.Harness;
using Gateway.Web;
using Xunit;

namespace Gateway.Tests.Cluster;

/// <summary>Redis loses what it holds, or a connection: nobody who is at work may notice, not even in that moment.</summary>
public sealed class ForgetfulRedisTests
{
    [Fact]
    public async Task Nodes_that_start_at_the_same_moment_on_an_empty_Redis_read_each_others_cookies()
    {
        await using var server = await SshServer.StartAsync();
        for (int round = 0; round < 3; round++)
        {
            await using var redis = await RedisServer.StartAsync();
            var nodes = await Task.WhenAll(Enumerable.Range(0, 3).Select(node => TestGateway.StartAsync(server, file => TestCluster.Join(file, $"gw-{node}", redis))));
            try
            {
                await Wait.UntilAsync(() => nodes.Select(Keys).Distinct().Count() == 1, () => $"the same keys on all nodes: {string.Join(" / ", nodes.Select(Keys))}");
                var cookies = await nodes[0].VisitAsync();
                foreach (var node in nodes) await (await node.OpenAsync(cookies)).DisposeAsync();
            }
            finally
            {
                foreach (var node in nodes) await node.DisposeAsync();
            }
        }

        static string Keys(TestGateway node) => string.Join(' ', Directory.GetFiles(Path.Combine(node.DataFolder, "keys"), "key-*").Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task In_the_moment_after_Redis_was_emptied_everybody_is_known_and_every_terminal_found()
    {
        await using var cluster = await TestCluster.StartAsync(2);
        var cookies = await cluster.VisitAsync();
        await using var first = await cluster.OpenAsync(0, cookies);
        await using var second = await cluster.OpenAsync(1, cookies);
        for (int round = 0; round < 5; round++)
        {
            await cluster.Redis.AskAsync("FLUSHALL");
            foreach (var node in cluster.Nodes)
            {
                await JoinAsync(node, cookies, first.Terminal.Id);
                await JoinAsync(node, cookies, second.Terminal.Id);
                await using var home = await HubClient.ConnectAsync(node.Address, cookies);
                Assert.Equal(2, (await home.InvokeAsync("List")).Deserialize<TerminalSummary[]>(JsonSerializerOptions.Web)!.Length);
            }
        }
    }

    [Fact]
    public async Task A_session_that_was_made_while_the_connection_was_cut_is_soon_known_everywhere()
    {
        await using var cluster = await TestCluster.StartAsync(2);
        for (int round = 0; round < 3; round++)
        {
            var visits = Enumerable.Range(0, 10).Select(_ => cluster.Nodes[0].VisitAsync()).ToList();
            await cluster.Redis.AskAsync("CLIENT", "KILL", "TYPE", "normal");
            foreach (var cookies in await Task.WhenAll(visits))
            {
                await Wait.UntilAsync(async () =>
                {
                    await using var hub = await HubClient.ConnectAsync(cluster.Nodes[1].Address, cookies);
                    return (await hub.OpenAsync("ssh", "nobody", "1")).Refusal!.Code == "forbidden"; // somebody who is known asks for what is not allowed
                }, () => "the session on the other node");
            }
        }
    }

    [Fact]
    public async Task A_part_of_the_directory_that_was_lost_is_written_again()
    {
        await using var cluster = await TestCluster.StartAsync(2);
        var cookies = await cluster.VisitAsync();
        await using var page = await cluster.OpenAsync(0, cookies);
        string part = $"gateway:node:{cluster.Nodes[0].Cluster.SelfId}:terminals";
        await Wait.UntilAsync(async () => (await cluster.Redis.AskAsync("HLEN", part)).StartsWith(":1", StringComparison.Ordinal), () => "the entry");
        await cluster.Redis.AskAsync("DEL", part);
        await Wait.UntilAsync(async () => (await cluster.Redis.AskAsync("HLEN", part)).StartsWith(":1", StringComparison.Ordinal), () => "the entry once more");
        await JoinAsync(cluster.Nodes[1], cookies, page.Terminal.Id);
    }

    [Fact]
    public async Task Without_Redis_a_terminal_is_found_listed_and_ended_through_another_node()
    {
        await using var cluster = await TestCluster.StartAsync(2, file => file["redis"]!["timeout"] = "00:00:01");
        var cookies = await cluster.VisitAsync();
        await using var page = await cluster.OpenAsync(0, cookies);
        await (await cluster.OpenAsync(1, cookies)).DisposeAsync(); // both nodes know the visitor
        await cluster.Redis.KillAsync();
        await using var through = await Page.JoinAsync(cluster.Nodes[1].Address, cookies, page.Terminal.Id);
        await through.TypeAsync("echo $((6*7)) there\r");
        await through.ExpectAsync("42 there");
        await using var home = await HubClient.ConnectAsync(cluster.Nodes[1].Address, cookies);
        Assert.Contains(page.Terminal.Id, (await home.InvokeAsync("List")).GetRawText(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, (await home.InvokeAsync("Close", page.Terminal.Id)).ValueKind);
        Assert.Equal("closed", (await page.ExpectEndAsync()).Reason);
        Assert.Equal("missing", (await home.InvokeAsync("Close", page.Terminal.Id)).Deserialize<Refusal>(JsonSerializerOptions.Web)!.Code);
    }

    [Fact]
    public async Task Without_Redis_a_strangers_terminal_and_a_missing_one_are_the_same()
    {
        await using var cluster = await TestCluster.StartAsync(2, file => file["redis"]!["timeout"] = "00:00:01");
        await using var page = await cluster.OpenAsync(0, await cluster.VisitAsync());
        var stranger = await cluster.VisitAsync();
        foreach (var node in cluster.Nodes) await (await HubClient.ConnectAsync(node.Address, stranger)).DisposeAsync();
        await cluster.Redis.KillAsync();
        Assert.Equal(await AskAsync(new string('0', 32)), await AskAsync(page.Terminal.Id));

        async Task<string> AskAsync(string terminal)
        {
            await using var hub = await HubClient.ConnectAsync(cluster.Nodes[1].Address, stranger, terminal: terminal);
            return $"{await hub.JoinAsync(terminal)} {await hub.InvokeAsync("Close", terminal)} {await hub.InvokeAsync("List")}";
        }
    }

    [Fact]
    public async Task A_Redis_that_does_not_answer_holds_neither_a_known_visitor_nor_the_stop_up()
    {
        await using var cluster = await TestCluster.StartAsync(1, file => file["redis"]!["timeout"] = "00:00:05");
        var cookies = await cluster.VisitAsync();
        await using var page = await cluster.OpenAsync(0, cookies);
        cluster.Redis.Freeze();
        using var browser = cluster.Nodes[0].Browser(cookies);
        using var visit = new HttpRequestMessage(HttpMethod.Post, "api/visit") { Headers = { { "Origin", cluster.Nodes[0].Address.GetLeftPart(UriPartial.Authority) } } };
        using var answer = await browser.SendAsync(visit);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await cluster.Nodes[0].StopAsync().WaitAsync(HubClient.Patience);
    }

    private static async Task JoinAsync(TestGateway node, CookieContainer cookies, string terminal)
    {
        await using var hub = await HubClient.ConnectAsync(node.Address, cookies, terminal: terminal);
        Assert.Equal(terminal, (await hub.JoinAsync(terminal)).Terminal?.Id);
    }
}
