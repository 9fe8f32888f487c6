using System.Text.Json;
using Gateway.Tests.Harness;
using Gateway.Web;
using Xunit;

namespace Gateway.Tests.People;

/// <summary>Who may look on at somebody else's terminal, and what that does to it.</summary>
public sealed class WatchTests(PeopleWorld world) : IClassFixture<PeopleWorld>
{
    [Fact]
    public async Task Whoever_is_let_in_sees_everything_and_can_change_nothing()
    {
        await using var gateway = await world.StartAsync();
        await using var alice = await PeopleWorld.OpenAsync(gateway, await gateway.SignInAsync("alice"));
        await using var bob = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("bob"), terminal: alice.Terminal.Id);
        Assert.Equal("missing", (await bob.WatchAsync(alice.Terminal.Id)).Refusal!.Code); // not before alice says so

        var asking = bob.RefusalAsync("AskToWatch", alice.Terminal.Id);
        var asked = (await alice.ExpectEventAsync("WatchAsked"))[0].Deserialize<WatchRequest>(JsonSerializerOptions.Web)!;
        Assert.Equal("Bob", asked.Name);
        await alice.Hub.InvokeAsync("AnswerWatch", asked.Id, true);
        Assert.Null(await asking);

        var reply = await bob.WatchAsync(alice.Terminal.Id);
        Assert.Equal(("watch", "Alice"), (reply.Terminal!.May, reply.Terminal.Owner));
        await using var watcher = new Page(bob, reply.Terminal);
        Assert.Equal(("Bob", "watch"), (await alice.ExpectCompanyAsync(company => company.People.Count == 2)).People.Where(person => !person.Owner).Select(person => (person.Name, person.May)).Single());

        await watcher.TypeAsync("echo bo''b\r");
        await bob.SendAsync("Resize", 30, 10);
        await alice.TypeAsync("stty size; echo ali''ce\r");
        Assert.Contains("24 80", await watcher.ExpectAsync("alice"), StringComparison.Ordinal);
        Assert.DoesNotContain("bob\r\n", watcher.Text, StringComparison.Ordinal);
        await alice.ExpectAsync("alice\r\n");

        await bob.InvokeAsync("DismissWatchers"); // which is the owner's to say
        await alice.Hub.InvokeAsync("DismissWatchers");
        await watcher.ExpectEventAsync("SentAway");
        await alice.ExpectCompanyAsync(company => company.People.Count == 1);
        await using var again = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("bob"));
        Assert.Equal("missing", (await again.WatchAsync(alice.Terminal.Id)).Refusal!.Code);
    }

    [Fact]
    public async Task A_request_that_is_declined_or_that_nobody_can_answer_opens_nothing()
    {
        await using var gateway = await world.StartAsync();
        var cookies = await gateway.SignInAsync("alice");
        var alice = await PeopleWorld.OpenAsync(gateway, cookies);
        await using var bob = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("bob"));
        var asking = bob.RefusalAsync("AskToWatch", alice.Terminal.Id);
        string question = (await alice.ExpectEventAsync("WatchAsked"))[0].GetProperty("id").GetString()!;

        // Only from the terminal that is asked about.
        await using var carol = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("carol"));
        var opened = (await carol.InvokeAsync("Open", new OpenRequest("ssh", SshServer.User, $"{world.Server.Port}", 80, 24, Besides: true))).Deserialize<Reply>(JsonSerializerOptions.Web)!;
        await using var other = new Page(carol, opened.Terminal!);
        await other.Hub.InvokeAsync("AnswerWatch", question, true);
        await alice.Hub.InvokeAsync("AnswerWatch", question, false);
        Assert.Equal("declined", (await asking)!.Code);
        Assert.Equal("missing", (await bob.WatchAsync(alice.Terminal.Id)).Refusal!.Code);

        await alice.DisposeAsync();
        await Wait.UntilAsync(() => gateway.Terminals.Get(alice.Terminal.Id)!.ViewerCount == 0, "alice to be gone");
        Assert.Equal("Nobody is there to answer", (await carol.RefusalAsync("AskToWatch", alice.Terminal.Id))!.Title);
    }

    [Fact]
    public async Task Who_may_not_open_the_port_cannot_find_out_that_somebody_is_there()
    {
        await using var gateway = await world.StartAsync();
        await using var alice = await PeopleWorld.OpenAsync(gateway, await gateway.SignInAsync("alice"));
        await using var dave = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("dave"));
        const string nothing = "0123456789abcdef0123456789abcdef";
        Assert.Equal(await dave.RefusalAsync("AskToWatch", nothing), await dave.RefusalAsync("AskToWatch", alice.Terminal.Id));
        Assert.Equal((await dave.WatchAsync(nothing)).Refusal, (await dave.WatchAsync(alice.Terminal.Id)).Refusal);
        Assert.Equal((await dave.JoinAsync(nothing)).Refusal, (await dave.JoinAsync(alice.Terminal.Id)).Refusal);
        var opening = await dave.OpenAsync("ssh", SshServer.User, $"{world.Server.Port}");
        Assert.Equal(("forbidden", null), (opening.Refusal!.Code, opening.Presence));
    }

    [Fact]
    public async Task An_invitation_opens_no_port_that_the_policy_has_shut_since()
    {
        await using var gateway = await world.StartAsync();
        await using var alice = await PeopleWorld.OpenAsync(gateway, await gateway.SignInAsync("alice"));
        await using var bob = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("bob"));
        var asking = bob.RefusalAsync("AskToWatch", alice.Terminal.Id);
        string question = (await alice.ExpectEventAsync("WatchAsked"))[0].GetProperty("id").GetString()!;
        await alice.Hub.InvokeAsync("AnswerWatch", question, true);
        Assert.Null(await asking);
        Assert.NotNull((await bob.WatchAsync(alice.Terminal.Id)).Terminal);

        gateway.Allow("alice only", rule => rule with { People = ["alice"] });
        await bob.Closed.WaitAsync(HubClient.Patience);
        await using var again = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("bob"));
        Assert.Equal("missing", (await again.WatchAsync(alice.Terminal.Id)).Refusal!.Code);
        await alice.TypeAsync("echo st''ays\r");
        await alice.ExpectAsync("stays");
    }

    [Fact]
    public async Task Opening_a_port_that_somebody_is_on_names_him_and_opens_nothing_until_told_to()
    {
        await using var gateway = await world.StartAsync();
        await using var alice = await PeopleWorld.OpenAsync(gateway, await gateway.SignInAsync("alice"));
        await using var bob = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("bob"));
        var reply = await bob.OpenAsync("ssh", SshServer.User, $"{world.Server.Port}");
        var found = Assert.Single(reply.Presence!);
        Assert.Equal((alice.Terminal.Id, "Alice", "ssh", SshServer.User), (found.Terminal, found.Name, found.Method, found.User));
        Assert.Null(reply.Terminal);
        Assert.Equal(1, gateway.Terminals.RunningCount);
        var besides = (await bob.InvokeAsync("Open", new OpenRequest("ssh", SshServer.User, $"{world.Server.Port}", 80, 24, Besides: true))).Deserialize<Reply>(JsonSerializerOptions.Web)!;
        Assert.NotNull(besides.Terminal);

        // One's own do not count.
        await using var second = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("carol"));
        Assert.Equal(2, (await second.OpenAsync("ssh", SshServer.User, $"{world.Server.Port}")).Presence!.Count);
    }

    [Fact]
    public async Task Who_may_only_watch_is_told_who_is_there_and_can_ask()
    {
        await using var gateway = await world.StartAsync(file => file["policy"]!.AsArray().Insert(0, new System.Text.Json.Nodes.JsonObject { ["name"] = "trainees", ["people"] = new System.Text.Json.Nodes.JsonArray("local:dave"), ["may"] = "watch" }));
        await using var dave = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("dave"));
        var nobody = await dave.OpenAsync("ssh", SshServer.User, $"{world.Server.Port}");
        Assert.Equal(("You may only watch here", null), (nobody.Refusal!.Title, nobody.Presence));
        await using var alice = await PeopleWorld.OpenAsync(gateway, await gateway.SignInAsync("alice"));
        var reply = await dave.OpenAsync("ssh", SshServer.User, $"{world.Server.Port}");
        Assert.Equal(alice.Terminal.Id, Assert.Single(reply.Presence!).Terminal);
        Assert.NotNull(reply.Refusal);
        var asking = dave.RefusalAsync("AskToWatch", alice.Terminal.Id);
        await alice.Hub.InvokeAsync("AnswerWatch", (await alice.ExpectEventAsync("WatchAsked"))[0].GetProperty("id").GetString(), true);
        Assert.Null(await asking);
        Assert.Equal("watch", (await dave.WatchAsync(alice.Terminal.Id)).Terminal!.May);
    }

    [Fact]
    public async Task A_watcher_who_does_not_read_holds_nobody_up_and_goes_on_with_the_screen()
    {
        await using var gateway = await world.StartAsync(file => file["flow"] = new System.Text.Json.Nodes.JsonObject { ["log"] = 640 * 1024 });
        await using var alice = await PeopleWorld.OpenAsync(gateway, await gateway.SignInAsync("alice"));
        await using var carol = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("carol"));
        var watching = (await carol.WatchAsync(alice.Terminal.Id)).Terminal!;
        var frames = await carol.OutputAsync(watching.Start);
        await frames.ReadAsync();
        await alice.TypeAsync("head -c 8000000 /dev/zero | tr '\\0' x; echo; echo do''ne\r");
        await alice.ExpectAsync("done"); // although nobody reads what carol is sent
        long end = gateway.Terminals.Get(alice.Terminal.Id)!.Log.End;
        long offset = 0, left = 0;
        while (offset < end)
        {
            var frame = await frames.ReadAsync();
            bool isScreen = carol.ScreenOf(frame.Bytes) is not null;
            Assert.True(isScreen || offset == 0 || frame.Offset == offset, "There is a gap without a screen.");
            if (isScreen) left += frame.Offset - offset;
            offset = frame.Offset + (isScreen ? 0 : frame.Bytes.Length);
            await carol.AcknowledgeAsync(offset);
        }
        Assert.True(left > 1_000_000, $"Only {left} bytes were left out.");
    }
}
