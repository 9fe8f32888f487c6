using System.Net;
using System.Text.Json;
using Gateway.Tests.Harness;
using Gateway.Tests.People;
using Gateway.Web;
using Xunit;

namespace Gateway.Tests.Sharing;

/// <summary>Terminals that are for everybody who opens the same place so, and those that are for one browser only.</summary>
public sealed class SharedWithAllTests
{
    private static readonly ConnectOptions Share = new(Share: true), OneClient = new(OneClient: true);

    [Fact]
    public async Task Whoever_opens_the_same_place_and_shares_it_comes_into_the_same_terminal_through_any_node()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var first = await HubClient.ConnectAsync(cluster.Nodes[0].Address, await cluster.VisitAsync());
        await using var owner = new Page(first, (await OpenAsync(first, cluster, Share)).Terminal!);
        Assert.Equal((true, "open"), (owner.Terminal.Shared, owner.Terminal.Company.Mode));
        await owner.ExpectAsync("$ ");
        var (cookies, alone) = (await cluster.VisitAsync(), await cluster.VisitAsync());
        await using var asking = await HubClient.ConnectAsync(cluster.Nodes[1].Address, cookies);
        var offered = await OpenAsync(asking, cluster, Share);
        Assert.Equal((owner.Terminal.Id, ""), (offered.Shared, offered.SharedBy));
        await using var hub = await HubClient.ConnectAsync(cluster.Nodes[1].Address, cookies, terminal: owner.Terminal.Id);
        await using var guest = new Page(hub, (await JoinAsync(hub, owner.Terminal.Id)).Terminal!, fromScreen: true);
        Assert.Equal(("type", true), (guest.Terminal.May, guest.Terminal.Shared));
        await guest.ExpectAsync("$ ");
        await guest.TypeAsync("echo toge''ther\r");
        await owner.ExpectAsync("together\r\n$ ");
        // Who does not share gets a terminal of his own, and comes into nobody's.
        await using var other = await HubClient.ConnectAsync(cluster.Nodes[0].Address, alone);
        var own = (await OpenAsync(other, cluster, null)).Terminal!;
        Assert.NotEqual(owner.Terminal.Id, own.Id);
        await using (var stranger = await HubClient.ConnectAsync(cluster.Nodes[0].Address, cookies, terminal: own.Id))
            Assert.Equal("missing", (await JoinAsync(stranger, own.Id)).Refusal!.Code);
        // Whom the owner sends away does not come back by the same door, and gets a terminal of his own.
        await guest.ExpectAsync("together\r\n$ ");
        Assert.Null(await owner.Hub.RefusalAsync("SendAway", guest.Terminal.Me));
        await guest.ExpectEventAsync("SentAway");
        Assert.Equal("missing", (await JoinAsync(hub, owner.Terminal.Id)).Refusal!.Code);
        var anew = await OpenAsync(asking, cluster, Share);
        Assert.NotEqual(owner.Terminal.Id, anew.Terminal!.Id);
    }

    [Fact]
    public async Task A_terminal_for_one_client_lets_nobody_else_in_and_ends_when_that_is_gone()
    {
        var time = new ManualTime();
        await using var server = await SshServer.StartAsync();
        await using var gateway = await TestGateway.StartAsync(server, time: time);
        var cookies = await gateway.VisitAsync();
        var hub = await HubClient.ConnectAsync(gateway.Address, cookies);
        var page = new Page(hub, (await hub.InvokeAsync("Open", new OpenRequest("ssh", SshServer.User, $"{server.Port}", 80, 24, Options: OneClient))).Deserialize<Reply>(JsonSerializerOptions.Web)!.Terminal!);
        Assert.True(page.Terminal.OneClient);
        await page.ExpectAsync("$ ");
        await using (var tab = await HubClient.ConnectAsync(gateway.Address, cookies))
            Assert.Equal(("limit", "This terminal takes one client only"), ((await tab.JoinAsync(page.Terminal.Id)).Refusal!.Code, (await tab.JoinAsync(page.Terminal.Id)).Refusal!.Title));
        var invited = (await hub.InvokeAsync("Invite", new InvitationRequest("watch", null, 60))).Deserialize<InvitationReply>(JsonSerializerOptions.Web)!;
        Assert.Equal("limit", invited.Refusal!.Code);
        // The same place, taken again by the tab that has it.
        await using (var back = await Page.JoinAsync(gateway.Address, cookies, page.Terminal.Id, page.Terminal.Viewer))
            Assert.Equal(page.Terminal.Viewer, back.Terminal.Viewer);
        await page.DisposeAsync();
        var terminal = gateway.Terminals.Get(page.Terminal.Id)!;
        await Wait.UntilAsync(() => terminal.ViewerCount == 0, "the client to be gone");
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.Null(terminal.End);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains("one client only", (await terminal.Ended.WaitAsync(HubClient.Patience)).Outcome.Message, StringComparison.Ordinal);
    }

    private static async Task<Reply> OpenAsync(HubClient hub, TestCluster cluster, ConnectOptions? options) =>
        (await hub.InvokeAsync("Open", new OpenRequest("ssh", SshServer.User, $"{cluster.Server.Port}", 80, 24, Options: options))).Deserialize<Reply>(JsonSerializerOptions.Web)!;

    private static async Task<Reply> JoinAsync(HubClient hub, string terminal) =>
        (await hub.InvokeAsync("Join", new JoinRequest(terminal, null, 80, 24, Share: true))).Deserialize<Reply>(JsonSerializerOptions.Web)!;
}
