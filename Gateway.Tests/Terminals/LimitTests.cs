using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Gateway.Web;
using Xunit;

namespace Gateway.Tests.Terminals;

public sealed class LimitTests
{
    [Fact]
    public async Task A_visitor_has_so_many_terminals_and_one_that_has_ended_makes_room()
    {
        await using var server = await SshServer.StartAsync("head -n 1; exit 0");
        await using var gateway = await TestGateway.StartAsync(server, Limit("terminalsPerVisitor", 2));
        var cookies = await gateway.VisitAsync();
        await using var first = await Page.OpenAsync(gateway.Address, cookies, "ssh", SshServer.User, server.Port);
        await using var second = await Page.OpenAsync(gateway.Address, cookies, "ssh", SshServer.User, server.Port);
        await using var hub = await HubClient.ConnectAsync(gateway.Address, cookies);
        Assert.Equal("limit", (await OpenAsync(hub, server)).Refusal?.Code);
        await using (var other = await HubClient.ConnectAsync(gateway.Address, await gateway.VisitAsync()))
            Assert.NotNull((await OpenAsync(other, server)).Terminal); // another visitor has room of its own

        await first.TypeAsync("\r");
        await first.ExpectEndAsync();
        Assert.NotNull((await OpenAsync(hub, server)).Terminal);
        Assert.Equal("missing", (await hub.JoinAsync(first.Terminal.Id)).Refusal?.Code); // it made the room
    }

    [Fact]
    public async Task The_node_has_so_many_terminals_whoever_opens_them()
    {
        await using var server = await SshServer.StartAsync("exec sleep 1000");
        await using var gateway = await TestGateway.StartAsync(server, Limit("terminalsPerNode", 2));
        var hubs = new List<HubClient>();
        var codes = new List<string?>();
        for (int i = 0; i < 4; i++)
        {
            hubs.Add(await HubClient.ConnectAsync(gateway.Address, await gateway.VisitAsync()));
            codes.Add((await OpenAsync(hubs[^1], server)).Refusal?.Code);
        }
        Assert.Equal([null, null, "limit", "limit"], codes);
        Assert.Equal(2, gateway.Terminals.RunningCount);
        foreach (var hub in hubs) await hub.DisposeAsync();
    }

    [Fact]
    public async Task Openings_racing_each_other_do_not_pass_the_limit()
    {
        await using var server = await SshServer.StartAsync("exec sleep 1000");
        await using var gateway = await TestGateway.StartAsync(server, Limit("terminalsPerVisitor", 3));
        var cookies = await gateway.VisitAsync();
        var hubs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => HubClient.ConnectAsync(gateway.Address, cookies)));
        var replies = await Task.WhenAll(hubs.Select(hub => OpenAsync(hub, server)));
        Assert.Equal(3, replies.Count(reply => reply.Terminal is not null));
        Assert.All(replies.Where(reply => reply.Terminal is null), reply => Assert.Equal("limit", reply.Refusal?.Code));
        foreach (var hub in hubs) await hub.DisposeAsync();
    }

    [Fact]
    public async Task So_many_openings_a_minute_are_allowed()
    {
        int port = Ports.Free();
        await using var gateway = await TestGateway.StartAsync([port], change: Limit("opensPerMinute", 3));
        await using var hub = await HubClient.ConnectAsync(gateway.Address, await gateway.VisitAsync());
        var codes = new List<string?>();
        for (int i = 0; i < 4; i++) codes.Add((await hub.OpenAsync("telnet", "alice", port.ToString(System.Globalization.CultureInfo.InvariantCulture))).Refusal?.Code);
        Assert.Equal([null, null, null, "rate"], codes);
    }

    [Fact]
    public async Task A_terminal_has_so_many_viewers()
    {
        await using var server = await SshServer.StartAsync("exec sleep 1000");
        await using var gateway = await TestGateway.StartAsync(server, Limit("viewersPerTerminal", 2));
        await using var page = await Follower.OpenAsync(gateway, server);
        await using var second = await HubClient.ConnectAsync(gateway.Address, page.Cookies);
        await using var third = await HubClient.ConnectAsync(gateway.Address, page.Cookies);
        Assert.NotNull((await second.JoinAsync(page.Terminal.Id)).Terminal);
        Assert.Equal("limit", (await third.JoinAsync(page.Terminal.Id)).Refusal?.Code);
        await second.DisposeAsync();
        await Wait.UntilAsync(async () => (await third.JoinAsync(page.Terminal.Id)).Terminal is not null, () => "the place to be free");
    }

    private static Task<Reply> OpenAsync(HubClient hub, SshServer server) =>
        hub.OpenAsync("ssh", SshServer.User, server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static Action<JsonObject> Limit(string name, int value) => file => ((JsonObject)file["limits"]!)[name] = value;
}
