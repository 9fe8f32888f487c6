using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Gateway.Terminals;
using Gateway.Tests.Harness;
using Gateway.Tests.People;
using Gateway.Web;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Sharing;

/// <summary>People together on one terminal: who comes in, who types, and who is sent away.</summary>
public sealed class SharedTerminalTests(PeopleWorld world) : IClassFixture<PeopleWorld>
{
    [Fact]
    public async Task The_keyboard_goes_from_hand_to_hand_and_every_byte_has_its_person()
    {
        await using var gateway = await world.StartAsync();
        await using var alice = await PeopleWorld.OpenAsync(gateway, await gateway.SignInAsync("alice"));
        var terminal = gateway.Terminals.Get(alice.Terminal.Id)!;
        var typed = new ConcurrentQueue<(string Who, string What)>();
        terminal.Noted += note =>
        {
            if (note is TerminalNote.Typed keys) typed.Enqueue((keys.By.Id, Encoding.UTF8.GetString(keys.Bytes.Span)));
        };
        var invitation = await alice.InviteAsync("type", "bob");
        foreach (string wrong in (string[])["carol", "dave"])
        {
            await using var hub = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync(wrong), terminal: alice.Terminal.Id);
            Assert.Equal("missing", (await hub.JoinAsync(alice.Terminal.Id, invitation: invitation.Secret)).Refusal!.Code);
        }
        await using var bob = await Page.VisitAsync(gateway.Address, await gateway.SignInAsync("bob"), alice.Terminal.Id, invitation.Secret, 60, 20);
        Assert.Equal(("watch", "Alice", 2), (bob.Terminal.May, bob.Terminal.Owner, bob.Terminal.Company.People.Count));
        await bob.ExpectAsync("$ "); // the screen as it is

        await bob.TypeAsync("echo no''body\r"); // not yet, and not later either
        Assert.Null(await bob.Hub.RefusalAsync("AskKeyboard"));
        var wish = (await alice.ExpectCompanyAsync(company => company.People.Any(person => person.Wants))).People.Single(person => person.Wants);
        Assert.Equal(("Bob", "type", false, bob.Terminal.Me), (wish.Name, wish.May, wish.Types, wish.Id));
        Assert.Equal("declined", (await bob.Hub.RefusalAsync("GrantKeyboard", bob.Terminal.Me))!.Code); // not his to give
        Assert.Null(await alice.Hub.RefusalAsync("GrantKeyboard", wish.Id));
        Assert.Equal("type", (await bob.ExpectEventAsync("MayChanged"))[0].GetString());
        Assert.Equal(new TerminalSize(60, 20), terminal.Size); // who types sets the size
        await alice.TypeAsync("echo no''body\r");
        await bob.TypeAsync("echo bo''b\r");
        await alice.ExpectAsync("bob\r\n$ ");

        Assert.Null(await alice.Hub.RefusalAsync("TakeKeyboard"));
        Assert.Equal("watch", (await bob.ExpectEventAsync("MayChanged"))[0].GetString());
        Assert.Equal(new TerminalSize(80, 24), terminal.Size);
        await bob.TypeAsync("echo no''body\r");
        await alice.TypeAsync("echo ali''ce\r");
        await bob.ExpectAsync("alice\r\n$ ");
        Assert.DoesNotContain("nobody", bob.Text + alice.Text, StringComparison.Ordinal);
        Assert.Equal([("local:bob", "echo bo''b\r"), ("local:alice", "echo ali''ce\r")], typed);

        Assert.Null(await alice.Hub.RefusalAsync("SendAway", bob.Terminal.Me));
        Assert.Contains("sent you away", (await bob.ExpectEventAsync("SentAway"))[0].GetString(), StringComparison.Ordinal);
        Assert.Equal("missing", (await bob.Hub.RefusalAsync("AskKeyboard"))!.Code);
        Assert.Equal("missing", (await bob.Hub.JoinAsync(alice.Terminal.Id, invitation: invitation.Secret)).Refusal!.Code);
        Assert.NotNull((await bob.Hub.JoinAsync(alice.Terminal.Id, invitation: (await alice.InviteAsync("type", "bob")).Secret)).Terminal);
        await Wait.UntilAsync(() => gateway.Audit().Contains("guestSentAway", StringComparison.Ordinal), "the record");
        foreach (string happened in (string[])["invitationCreated", "invitationUsed", "keyboardGranted", "keyboardTaken"]) Assert.Contains(happened, gateway.Audit(), StringComparison.Ordinal);
        Assert.DoesNotContain(invitation.Secret, gateway.Audit() + gateway.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_typing_has_to_be_recorded_types_on_no_terminal_that_need_not_be_whenever_he_is_given_the_keyboard()
    {
        await using var gateway = await world.StartAsync();
        await using var alice = await PeopleWorld.OpenAsync(gateway, await gateway.SignInAsync("alice"));
        var (bobs, carols) = (await gateway.SignInAsync("bob"), await gateway.SignInAsync("carol"));
        var toType = await alice.InviteAsync("type");
        await using var carol = await Page.VisitAsync(gateway.Address, carols, alice.Terminal.Id, toType.Secret);
        var policy = gateway.Policy();
        policy.Replace(policy.Current with { Rules = [.. policy.Current.Rules.Select(rule => rule.Name == "admins" ? rule with { Recorded = true } : rule)] });
        // She came in to type when she need not be recorded.
        Assert.Equal("declined", (await alice.Hub.RefusalAsync("GrantKeyboard", carol.Terminal.Me))!.Code);
        Assert.Null(await alice.Hub.RefusalAsync("SetKeyboard", "open"));
        Assert.Equal([("Alice", true), ("Carol", false)], gateway.Terminals.Get(alice.Terminal.Id)!.Present.Select(present => (present.By.Name, present.Types)));
        await using (var again = await HubClient.ConnectAsync(gateway.Address, carols, terminal: alice.Terminal.Id))
        {
            Assert.Equal("What you type has to be recorded", (await again.JoinAsync(alice.Terminal.Id, invitation: toType.Secret)).Refusal!.Title);
            // To look on is not to type, also where everybody types who came in for it.
            Assert.Equal("watch", (await again.InvokeAsync("Join", new JoinRequest(alice.Terminal.Id, null, 80, 24, Watch: true, Invitation: toType.Secret))).Deserialize<Reply>(JsonSerializerOptions.Web)!.Terminal!.May);
            Assert.DoesNotContain(gateway.Terminals.Get(alice.Terminal.Id)!.Present, present => present.By.Name == "Carol" && present.Types);
        }
        await using var bob = await Page.VisitAsync(gateway.Address, bobs, alice.Terminal.Id, toType.Secret);
        Assert.Equal("type", bob.Terminal.May); // of him the policy does not ask it
    }

    [Fact]
    public async Task An_open_keyboard_is_everybodys_and_a_baton_that_is_lost_is_the_owners()
    {
        await using var gateway = await world.StartAsync();
        await using var alice = await PeopleWorld.OpenAsync(gateway, await gateway.SignInAsync("alice"));
        var invitation = await alice.InviteAsync("type");
        await using var bob = await Page.VisitAsync(gateway.Address, await gateway.SignInAsync("bob"), alice.Terminal.Id, invitation.Secret);
        await using var carol = await Page.VisitAsync(gateway.Address, await gateway.SignInAsync("carol"), alice.Terminal.Id, (await alice.InviteAsync("watch")).Secret);
        Assert.Null(await alice.Hub.RefusalAsync("SetKeyboard", "open"));
        Assert.Equal("type", (await bob.ExpectEventAsync("MayChanged"))[0].GetString());
        var people = (await carol.ExpectCompanyAsync(company => company.Mode == "open")).People;
        Assert.Equal([("Alice", true), ("Bob", true), ("Carol", false)], people.Select(person => (person.Name, person.Types)));
        await bob.TypeAsync("echo bo''b\r");
        foreach (var page in (Page[])[alice, bob, carol]) await page.ExpectAsync("bob\r\n$ "); // output that nobody reads holds up the events behind it
        await carol.TypeAsync("echo ca''rol\r");
        Assert.Equal("forbidden", (await carol.Hub.RefusalAsync("AskKeyboard"))!.Code);
        await alice.TypeAsync("echo ali''ce\r");
        foreach (var page in (Page[])[alice, bob, carol]) await page.ExpectAsync("alice\r\n$ ");
        Assert.DoesNotContain("carol", carol.Text, StringComparison.Ordinal);

        Assert.Null(await alice.Hub.RefusalAsync("SetKeyboard", "baton"));
        Assert.Equal("watch", (await bob.ExpectEventAsync("MayChanged"))[0].GetString());
        Assert.Null(await alice.Hub.RefusalAsync("GrantKeyboard", bob.Terminal.Me));
        Assert.Equal("watch", (await alice.ExpectEventAsync("MayChanged"))[0].GetString());
        bob.Hub.Abort();
        Assert.Equal("type", (await alice.ExpectEventAsync("MayChanged"))[0].GetString());
        await alice.TypeAsync("echo ba''ck\r");
        await alice.ExpectAsync("back");
    }

    [Fact]
    public async Task Whoever_came_by_an_invitation_goes_with_it()
    {
        var time = new ManualTime();
        await using var gateway = await world.StartAsync(time: time);
        await using var alice = await PeopleWorld.OpenAsync(gateway, await gateway.SignInAsync("alice"));
        var cookies = await gateway.SignInAsync("bob");
        var first = await alice.InviteAsync("watch", minutes: 10);
        var second = await alice.InviteAsync("type", minutes: 60);
        await using var early = await Page.VisitAsync(gateway.Address, cookies, alice.Terminal.Id, first.Secret);
        await using var late = await Page.VisitAsync(gateway.Address, cookies, alice.Terminal.Id, second.Secret);
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("Your invitation has expired.", (await early.ExpectEventAsync("SentAway"))[0].GetString());
        Assert.Equal("missing", (await early.Hub.JoinAsync(alice.Terminal.Id, invitation: first.Secret)).Refusal!.Code);

        Assert.Equal("missing", (await late.Hub.RefusalAsync("RevokeInvitation", second.Id))!.Code); // not his to end
        Assert.Null(await alice.Hub.RefusalAsync("RevokeInvitation", second.Id));
        Assert.Equal(Guests.Revoked, (await late.ExpectEventAsync("SentAway"))[0].GetString());
        Assert.Equal("missing", (await late.Hub.JoinAsync(alice.Terminal.Id, invitation: second.Secret)).Refusal!.Code);
        Assert.Equal("missing", (await alice.Hub.RefusalAsync("RevokeInvitation", second.Id))!.Code);

        // The policy has its word all the time.
        await using var third = await Page.VisitAsync(gateway.Address, cookies, alice.Terminal.Id, (await alice.InviteAsync("type")).Secret);
        var policy = gateway.Policy();
        policy.Replace(policy.Current with { Rules = [.. policy.Current.Rules.Select(rule => rule with { People = ["alice"], Groups = [] })] });
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("policy", (await third.ExpectEventAsync("SentAway"))[0].GetString(), StringComparison.Ordinal);
        await alice.TypeAsync("echo sti''ll\r");
        await alice.ExpectAsync("still");
    }

    [Fact]
    public async Task Where_nobody_signs_in_nobody_stays_without_an_invitation_and_who_is_sent_away_takes_the_link_with_him()
    {
        var time = new ManualTime();
        await using var gateway = await TestGateway.StartAsync(world.Server, time: time);
        await using var owner = await gateway.OpenAsync(await gateway.VisitAsync());
        var (first, second) = (await owner.InviteAsync("watch"), await owner.InviteAsync("type"));
        await using var sent = await Page.VisitAsync(gateway.Address, await gateway.VisitAsync(), owner.Terminal.Id, first.Secret);
        await using var lost = await Page.VisitAsync(gateway.Address, await gateway.VisitAsync(), owner.Terminal.Id, second.Secret);
        await using var left = await Page.VisitAsync(gateway.Address, await gateway.VisitAsync(), owner.Terminal.Id, second.Secret, 60, 20);
        var terminal = gateway.Terminals.Get(owner.Terminal.Id)!;
        Assert.Null(await owner.Hub.RefusalAsync("SetKeyboard", "open"));
        time.Advance(TimeSpan.FromSeconds(5)); // nobody is in the middle of a word
        await left.TypeAsync(" ");
        await Wait.UntilAsync(() => terminal.Size == new TerminalSize(60, 20), "the size of who types");
        Assert.NotNull((await left.Hub.OpenAsync("ssh", SshServer.User, $"{world.Server.Port}")).Terminal); // his own now
        Assert.Equal(new TerminalSize(80, 24), terminal.Size);

        Assert.Null(await owner.Hub.RefusalAsync("SendAway", sent.Terminal.Me));
        await sent.ExpectEventAsync("SentAway");
        await using var again = await HubClient.ConnectAsync(gateway.Address, await gateway.VisitAsync(), terminal: owner.Terminal.Id);
        Assert.Equal("missing", (await again.JoinAsync(owner.Terminal.Id, invitation: first.Secret)).Refusal!.Code);

        gateway.Services.GetRequiredService<HubConnections>().All.Single(connection => connection.Viewer?.Alias == lost.Terminal.Me).Invitation = null;
        time.Advance(TimeSpan.FromSeconds(1));
        await lost.ExpectEventAsync("SentAway");
        Assert.Null(await owner.Hub.RefusalAsync("RevokeInvitation", second.Id));
        Assert.Null(await left.Hub.RefusalAsync("SetKeyboard", "open")); // which only the owner of a terminal may
    }

    [Fact]
    public async Task What_cannot_be_is_refused_and_says_why()
    {
        await using var gateway = await world.StartAsync(file => file["sharing"] = new System.Text.Json.Nodes.JsonObject { ["longest"] = "01:00:00" });
        await using var alice = await PeopleWorld.OpenAsync(gateway, await gateway.SignInAsync("alice"));
        foreach (var wrong in (InvitationRequest?[])[null, new("type", null, 0), new("type", null, 61), new("rule", null, 5), new(null, null, 5), new("watch", "a\nb", 5), new("watch", new string('a', 200), 5)])
            Assert.Equal("invalid", (await alice.Hub.InvokeAsync("Invite", wrong)).GetProperty("refusal").GetProperty("code").GetString());
        Assert.Equal("invalid", (await alice.Hub.RefusalAsync("SetKeyboard", "mine"))!.Code);
        Assert.Equal("missing", (await alice.Hub.RefusalAsync("SendAway", alice.Terminal.Me))!.Code);
        Assert.Equal("declined", (await alice.Hub.RefusalAsync("GrantKeyboard", alice.Terminal.Viewer))!.Code); // a place's secret name is nobody's here
        for (int i = 0; i < 50; i++) await alice.InviteAsync("watch");
        Assert.Equal("limit", (await alice.Hub.InvokeAsync("Invite", new InvitationRequest("watch", null, 5))).GetProperty("refusal").GetProperty("code").GetString());
        var list = await alice.Hub.InvokeAsync("Invitations");
        Assert.Equal(50, list.GetArrayLength());
        Assert.All(list.EnumerateArray(), one => Assert.Equal("", one.GetProperty("secret").GetString()));

        await using var off = await world.StartAsync(file => file["sharing"] = new System.Text.Json.Nodes.JsonObject { ["enabled"] = false });
        await using var owner = await PeopleWorld.OpenAsync(off, await off.SignInAsync("alice"));
        Assert.Equal("forbidden", (await owner.Hub.InvokeAsync("Invite", new InvitationRequest("watch", null, 5))).GetProperty("refusal").GetProperty("code").GetString());
    }
}
