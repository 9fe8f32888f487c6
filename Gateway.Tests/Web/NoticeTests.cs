using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Gateway.Web;
using Xunit;

namespace Gateway.Tests.Web;

/// <summary>Who hears of what: the groups.</summary>
public sealed class NoticeTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private const long MoreThanSocketsHold = 24 << 20;

    private Uri Address => shared.Gateway.Address;

    [Fact]
    public async Task A_changed_list_reaches_all_connections_of_its_visitor_and_nobody_else()
    {
        var visitor = await shared.Gateway.VisitAsync();
        await using var home = await HubClient.ConnectAsync(Address, visitor);
        await using var otherHome = await HubClient.ConnectAsync(Address, visitor);
        await using var stranger = await HubClient.ConnectAsync(Address, await shared.Gateway.VisitAsync());
        await using var nobody = await HubClient.ConnectAsync(Address, new System.Net.CookieContainer());
        await using var page = await Page.OpenAsync(Address, visitor, "ssh", SshServer.User, shared.Server.Port);
        await ExpectAsync(home, "TerminalsChanged");
        await ExpectAsync(otherHome, "TerminalsChanged");
        await stranger.Answer("Ping");
        await nobody.Answer("Ping");
        Assert.False(stranger.Events.TryRead(out _));
        Assert.False(nobody.Events.TryRead(out _));
    }

    [Fact]
    public async Task A_new_size_reaches_the_viewers_of_that_terminal_only()
    {
        var visitor = await shared.Gateway.VisitAsync();
        await using var page = await Page.OpenAsync(Address, visitor, "ssh", SshServer.User, shared.Server.Port);
        await using var other = await Page.OpenAsync(Address, visitor, "ssh", SshServer.User, shared.Server.Port);
        await using var stranger = await shared.Gateway.OpenAsync(shared.Server);
        await using var second = await HubClient.ConnectAsync(Address, visitor);
        Assert.NotNull((await second.JoinAsync(page.Terminal.Id)).Terminal);
        await second.SendAsync("Resize", 132, 43);
        var size = await page.ExpectEventAsync("Resized");
        Assert.Equal((132, 43), (size[0].GetInt32(), size[1].GetInt32()));
        await second.Answer("Close", page.Terminal.Id);
        foreach (var bystander in new[] { other, stranger })
        {
            await bystander.Hub.Answer("Ping");
            while (bystander.Hub.Events.TryRead(out var happened)) Assert.Contains(happened.Name, new[] { "TerminalsChanged", "CompanyChanged" }); // of its own opening
        }
    }

    [Fact]
    public async Task Who_went_over_to_another_terminal_hears_no_more_of_the_first()
    {
        var visitor = await shared.Gateway.VisitAsync();
        await using var first = await Page.OpenAsync(Address, visitor, "ssh", SshServer.User, shared.Server.Port);
        await using var second = await Page.OpenAsync(Address, visitor, "ssh", SshServer.User, shared.Server.Port);
        Assert.Equal(second.Terminal.Id, (await first.Hub.JoinAsync(second.Terminal.Id)).Terminal!.Id);
        await using var again = await HubClient.ConnectAsync(Address, visitor);
        await again.JoinAsync(first.Terminal.Id);
        await again.SendAsync("Resize", 99, 33);
        await ExpectAsync(again, "Resized");
        await second.Hub.SendAsync("Resize", 77, 22);
        Assert.Equal(77, (await first.ExpectEventAsync("Resized"))[0].GetInt32());
    }

    [Fact]
    public async Task A_stalled_viewer_of_one_visitor_does_not_delay_the_notices_of_another()
    {
        var visitor = await shared.Gateway.VisitAsync();
        await using var stalled = await Page.OpenAsync(Address, visitor, "ssh", SshServer.User, shared.Server.Port);
        await using var partner = await HubClient.ConnectAsync(Address, visitor);
        Assert.NotNull((await partner.JoinAsync(stalled.Terminal.Id)).Terminal);
        // Flooded, never read, yet acknowledged, until its socket takes no more.
        await using var flood = await HubClient.ConnectAsync(Address, visitor);
        var place = (await flood.JoinAsync(stalled.Terminal.Id)).Terminal!;
        await flood.OutputAsync(place.End);
        await partner.InputAsync(0, "yes 0123456789012345678901234567890123456789\r"u8.ToArray());
        for (long bytes = 0; bytes < MoreThanSocketsHold; await Task.Delay(1))
        {
            bytes = JsonSerializer.Deserialize<TerminalSummary[]>(await partner.Answer("List"), JsonSerializerOptions.Web)![0].Bytes;
            foreach (var hub in new[] { stalled.Hub, partner, flood }) await hub.AcknowledgeAsync(bytes);
        }
        await using var bystander = await shared.Gateway.OpenAsync(shared.Server);
        for (int size = 50; size < 60; size++) await partner.SendAsync("Resize", size, 20);
        await partner.Answer("Ping");
        await bystander.Hub.SendAsync("Resize", 100, 40);
        await bystander.ExpectEventAsync("Resized");
        await partner.Answer("Close", stalled.Terminal.Id);
    }

    [Fact]
    public async Task A_connection_lost_while_it_opens_leaves_no_viewer_behind()
    {
        await using var gateway = await TestGateway.StartAsync(shared.Server, file => file["limits"] = new JsonObject { ["terminalsPerVisitor"] = 100, ["opensPerMinute"] = 1000 });
        var visitor = await gateway.VisitAsync();
        for (int round = 0; round < 30; round++)
        {
            await using var hub = await HubClient.ConnectAsync(gateway.Address, visitor);
            await hub.SendAsync("Open", new OpenRequest("ssh", SshServer.User, shared.Server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), 80, 24));
            if (round % 2 == 1) Thread.SpinWait(round * 3000);
            hub.Abort();
        }
        await using var home = await HubClient.ConnectAsync(gateway.Address, visitor);
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            var list = JsonSerializer.Deserialize<TerminalSummary[]>(await home.Answer("List"), JsonSerializerOptions.Web)!;
            if (list.Length > 0 && list.All(terminal => terminal.Viewers == 0)) break;
            Assert.True(clock.Elapsed < HubClient.Patience, $"A viewer stayed behind, on one of {list.Length} terminals.");
        }
    }

    private static async Task ExpectAsync(HubClient hub, string name)
    {
        using var timeout = new CancellationTokenSource(HubClient.Patience);
        while ((await hub.Events.ReadAsync(timeout.Token)).Name != name)
        {
        }
    }
}
