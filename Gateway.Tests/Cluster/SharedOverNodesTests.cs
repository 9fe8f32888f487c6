using Gateway.Tests.Harness;
using Gateway.Tests.People;
using Xunit;

namespace Gateway.Tests.Cluster;

/// <summary>Owner and guest come in through different nodes.</summary>
public sealed class SharedOverNodesTests
{
    [Fact]
    public async Task A_guest_through_another_node_sees_the_screen_and_types_when_he_is_let()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var owner = await cluster.OpenAsync(0, await cluster.VisitAsync());
        await owner.ExpectAsync("$ ");
        await owner.TypeAsync("echo fi''rst\r");
        await owner.ExpectAsync("first\r\n$ ");
        var invitation = await owner.InviteAsync("type");
        var cookies = await cluster.VisitAsync();
        await using (var wrong = await HubClient.ConnectAsync(cluster.Nodes[1].Address, cookies, terminal: owner.Terminal.Id))
            Assert.Equal("missing", (await wrong.JoinAsync(owner.Terminal.Id, invitation: new string('0', 32))).Refusal!.Code);
        await using var guest = await Page.VisitAsync(cluster.Nodes[1].Address, cookies, owner.Terminal.Id, invitation.Secret);
        await guest.ExpectAsync("first");
        Assert.Equal(("gw-1", "watch"), (guest.Terminal.Node, guest.Terminal.May));
        Assert.Null(await guest.Hub.RefusalAsync("AskKeyboard"));
        await owner.ExpectCompanyAsync(company => company.People.Any(person => person.Wants));
        Assert.Null(await owner.Hub.RefusalAsync("GrantKeyboard", guest.Terminal.Me));
        Assert.Equal("type", (await guest.ExpectEventAsync("MayChanged"))[0].GetString());
        await guest.TypeAsync("echo sec''ond\r");
        await owner.ExpectAsync("second\r\n$ ");
        await guest.ExpectAsync("second\r\n$ "); // output that nobody reads holds up the events behind it
        Assert.Null(await owner.Hub.RefusalAsync("RevokeInvitation", invitation.Id));
        await guest.ExpectEventAsync("SentAway");
        await owner.TypeAsync("echo th''ird\r");
        await owner.ExpectAsync("third");
    }
}
