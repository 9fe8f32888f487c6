using System.Net;
using System.Text.Json;
using Gateway.Access;
using Gateway.Access.Policies;
using Gateway.Tests.Harness;
using Gateway.Web;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.People;

/// <summary>What runs is asked about again: sign-ins that end, rules that change, hours that pass. On a clock that the test puts forward.</summary>
public sealed class LiveRightsTests(PeopleWorld world) : IClassFixture<PeopleWorld>
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_revoked_sign_in_takes_no_keystroke_more_and_its_terminal_ends_after_a_warning()
    {
        await using var gateway = await world.StartAsync(time: _time);
        var cookies = await gateway.SignInAsync("alice");
        await using var page = await PeopleWorld.OpenAsync(gateway, cookies);
        await using var list = await HubClient.ConnectAsync(gateway.Address, cookies);
        // The handshake is answered before the server has taken the connection in; a call is answered after.
        Assert.NotNull((await list.JoinAsync("nothing")).Refusal);
        await gateway.Services.GetRequiredService<SignIns>().RevokeAllAsync("local:alice");
        _time.Advance(TimeSpan.FromSeconds(1));
        var ending = await EndingAsync(page);
        Assert.Equal(("revoked", 10), (ending.Reason, ending.Seconds));
        long typed = gateway.Terminals.Get(page.Terminal.Id)!.BytesTyped;
        await page.TypeAsync("echo not''this\r");
        Assert.Equal("signin", (await page.Hub.JoinAsync(page.Terminal.Id)).Refusal!.Code);
        Assert.Equal(typed, gateway.Terminals.Get(page.Terminal.Id)!.BytesTyped);
        await list.Closed.WaitAsync(HubClient.Patience); // what shows no terminal has nothing to wait for
        Assert.Null(gateway.Terminals.Get(page.Terminal.Id)!.End);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("revoked", (await page.ExpectEndAsync()).Reason);
        Assert.DoesNotContain("notthis", page.Text, StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromSeconds(3));
        await page.Hub.Closed.WaitAsync(HubClient.Patience);
        await using var again = await HubClient.ConnectAsync(gateway.Address, cookies);
        Assert.Equal("signin", (await again.JoinAsync(page.Terminal.Id)).Refusal!.Code);
    }

    [Fact]
    public async Task Another_browser_of_the_same_person_keeps_the_terminal()
    {
        await using var gateway = await world.StartAsync(time: _time);
        await using var first = await PeopleWorld.OpenAsync(gateway, await gateway.SignInAsync("alice"));
        var signIns = gateway.Services.GetRequiredService<SignIns>();
        string old = Assert.Single(await signIns.ListAsync("local:alice")).Id;
        await using var second = await Page.JoinAsync(gateway.Address, await gateway.SignInAsync("alice"), first.Terminal.Id);
        Assert.True(await signIns.RevokeAsync(old));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("revoked", (await EndingAsync(first)).Reason);
        _time.Advance(TimeSpan.FromSeconds(10));
        await first.Hub.Closed.WaitAsync(HubClient.Patience);
        await second.TypeAsync("echo sti''ll\r");
        await second.ExpectAsync("still");
    }

    [Fact]
    public async Task Signing_in_again_in_the_same_browser_keeps_what_is_open_there_and_closed_tabs_too()
    {
        await using var gateway = await world.StartAsync(time: _time);
        var cookies = await gateway.SignInAsync("alice");
        await using var page = await PeopleWorld.OpenAsync(gateway, cookies);
        await using var closed = await PeopleWorld.OpenAsync(gateway, cookies);
        await closed.Hub.DisposeAsync();
        using var browser = gateway.Browser(cookies);
        using var response = await browser.SendAsync(gateway.Post("api/sign-in", new { name = "alice", password = TestPeople.Password, code = "" }));
        response.EnsureSuccessStatusCode();
        for (int second = 0; second < 15; second++) _time.Advance(TimeSpan.FromSeconds(1));
        await page.TypeAsync("echo sti''ll\r");
        await page.ExpectAsync("still");
        await using var back = await Page.JoinAsync(gateway.Address, cookies, closed.Terminal.Id);
        Assert.Equal("type", back.Terminal.May);
        Assert.Single(await gateway.Services.GetRequiredService<SignIns>().ListAsync("local:alice"));
    }

    [Fact]
    public async Task A_revoked_connection_can_do_nothing_more_whatever_it_shows()
    {
        await using var gateway = await world.StartAsync(time: _time);
        await using var alice = await PeopleWorld.OpenAsync(gateway, await gateway.SignInAsync("alice"));
        await using var carol = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("carol"));
        var own = (await carol.InvokeAsync("Open", new OpenRequest("ssh", SshServer.User, $"{world.Server.Port}", 80, 24, Besides: true))).Deserialize<Reply>(JsonSerializerOptions.Web)!;
        Assert.NotNull(own.Terminal);
        await using var watching = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("carol"));
        Assert.NotNull((await watching.WatchAsync(alice.Terminal.Id)).Terminal);
        await gateway.Services.GetRequiredService<SignIns>().RevokeAllAsync("local:carol");
        _time.Advance(TimeSpan.FromSeconds(1));
        await watching.Closed.WaitAsync(HubClient.Patience); // somebody else's terminal is not shown a moment longer
        foreach (string method in new[] { "EndTerminal", "Close" }) Assert.Equal((method, "signin"), (method, (await carol.RefusalAsync(method, alice.Terminal.Id))!.Code));
        Assert.Equal("signin", (await carol.RefusalAsync("SendMessage", alice.Terminal.Id, "hello"))!.Code);
        Assert.Null(await carol.OverviewAsync());
        Assert.Equal(0, (await carol.InvokeAsync("List")).GetArrayLength());
    }

    [Fact]
    public async Task A_revoked_browser_types_nothing_also_after_another_one_took_the_terminal_over()
    {
        await using var gateway = await world.StartAsync(time: _time);
        await using var stolen = await PeopleWorld.OpenAsync(gateway, await gateway.SignInAsync("alice"));
        await gateway.Services.GetRequiredService<SignIns>().RevokeAllAsync("local:alice");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("revoked", (await EndingAsync(stolen)).Reason);
        await using var owner = await Page.JoinAsync(gateway.Address, await gateway.SignInAsync("alice"), stolen.Terminal.Id);
        _time.Advance(TimeSpan.FromSeconds(1));
        await stolen.TypeAsync("echo not''this\r");
        await owner.ExpectAsync("$ ");
        await Wait.UntilAsync(() => !gateway.Terminals.Get(owner.Terminal.Id)!.IsReadOnly, "the owner to be let in");
        await owner.TypeAsync("echo own''er\r");
        Assert.DoesNotContain("notthis", await owner.ExpectAsync("owner"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_that_ends_is_announced_and_a_new_one_keeps_the_terminal()
    {
        await using var gateway = await world.StartAsync(file => file["limits"]!["idleTimeout"] = "2.00:00:00", _time);
        var cookies = await gateway.SignInAsync("alice");
        await using var page = await PeopleWorld.OpenAsync(gateway, cookies);
        await using var lost = await Page.OpenAsync(gateway.Address, cookies, "ssh", SshServer.User, world.Server.Port);
        _time.Advance(TimeSpan.FromHours(12) - TimeSpan.FromMinutes(5));
        var ending = await EndingAsync(page);
        Assert.Equal(("signin", 300), (ending.Reason, ending.Seconds));
        await using var renewed = await Page.JoinAsync(gateway.Address, await gateway.SignInAsync("alice"), page.Terminal.Id);
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("revoked", (await lost.ExpectEndAsync()).Reason);
        await renewed.TypeAsync("echo sti''ll\r");
        await renewed.ExpectAsync("still");
    }

    [Fact]
    public async Task A_changed_policy_takes_rights_from_live_terminals_and_gives_them_back_in_time()
    {
        await using var gateway = await world.StartAsync(time: _time);
        await using var page = await PeopleWorld.OpenAsync(gateway, await gateway.SignInAsync("alice"));
        gateway.Allow("bob only", rule => rule with { People = ["bob"] });
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("revoked", (await EndingAsync(page)).Reason);
        gateway.Allow("everybody", rule => rule);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, (await EndingAsync(page)).Seconds);
        Assert.Equal("type", (await page.ExpectEventAsync("MayChanged"))[0].GetString());
        await page.TypeAsync("echo ba''ck\r");
        await page.ExpectAsync("back");

        gateway.Allow("nobody", rule => rule with { May = TerminalRight.None });
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("revoked", (await EndingAsync(page)).Reason); // from this moment on it counts
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("revoked", (await page.ExpectEndAsync()).Reason);
    }

    [Fact]
    public async Task A_rule_that_only_lets_watch_makes_a_live_terminal_read_only()
    {
        await using var gateway = await world.StartAsync(time: _time);
        var cookies = await gateway.SignInAsync("alice");
        await using var page = await PeopleWorld.OpenAsync(gateway, cookies);
        gateway.Allow("watch", rule => rule with { May = TerminalRight.Watch });
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("watch", (await page.ExpectEventAsync("MayChanged"))[0].GetString());
        long typed = gateway.Terminals.Get(page.Terminal.Id)!.BytesTyped;
        await page.TypeAsync("echo not''this\r");
        await using var second = await Page.JoinAsync(gateway.Address, cookies, page.Terminal.Id);
        Assert.Equal("watch", second.Terminal.May);
        Assert.Equal(typed, gateway.Terminals.Get(page.Terminal.Id)!.BytesTyped);
        Assert.Equal("forbidden", (await second.Hub.OpenAsync("ssh", SshServer.User, $"{world.Server.Port}")).Refusal!.Code);
    }

    [Fact]
    public async Task Hours_and_longest_times_are_announced_and_kept()
    {
        await using var gateway = await world.StartAsync(time: _time); // the clock begins on a Tuesday at 00:00 UTC
        gateway.Allow("until one", rule => rule with { Hours = new PolicyHours([], new TimeOnly(0, 0), new TimeOnly(1, 0), TimeZoneInfo.Utc) });
        var cookies = await gateway.SignInAsync("alice");
        await using (var page = await PeopleWorld.OpenAsync(gateway, cookies))
        {
            _time.Advance(TimeSpan.FromMinutes(56));
            var ending = await EndingAsync(page);
            Assert.Equal(("policy", 240), (ending.Reason, ending.Seconds));
            _time.Advance(TimeSpan.FromMinutes(4));
            Assert.Equal("revoked", (await page.ExpectEndAsync()).Reason);
            var refusal = (await page.Hub.OpenAsync("ssh", SshServer.User, $"{world.Server.Port}")).Refusal!;
            Assert.Equal("Not at this time", refusal.Title);
        }
        gateway.Allow("an hour", rule => rule with { Longest = TimeSpan.FromHours(1) });
        await using (var page = await PeopleWorld.OpenAsync(gateway, cookies))
        {
            _time.Advance(TimeSpan.FromMinutes(58));
            Assert.Equal(("policy", 120), (await EndingAsync(page)) is var told ? (told.Reason, told.Seconds) : default);
            _time.Advance(TimeSpan.FromMinutes(2));
            Assert.Equal("revoked", (await page.ExpectEndAsync()).Reason);
        }
    }

    [Fact]
    public async Task Who_is_disabled_or_taken_out_of_a_group_loses_what_is_open()
    {
        using var people = new TestPeople();
        await using var gateway = await world.StartAsync(people.SignIn, _time);
        await using var alice = await PeopleWorld.OpenAsync(gateway, await gateway.SignInAsync("alice"));
        await using var bob = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("bob"));
        people.Change("alice", person => person["disabled"] = true);
        people.Change("bob", person => person["groups"] = new System.Text.Json.Nodes.JsonArray());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("revoked", (await EndingAsync(alice)).Reason);
        await Wait.UntilAsync(async () => (await bob.OpenAsync("ssh", SshServer.User, $"{world.Server.Port}")).Refusal?.Code == "forbidden", () => "bob to be refused");
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("revoked", (await alice.ExpectEndAsync()).Reason);
    }

    [Fact]
    public async Task Whose_sign_in_is_good_again_in_time_comes_back_to_the_same_place_and_types_on()
    {
        using var people = new TestPeople();
        await using var gateway = await world.StartAsync(
            file =>
            {
                people.SignIn(file);
                file["signIn"]!["revokeGrace"] = "00:01:00";
            },
            _time);
        var cookies = await gateway.SignInAsync("alice");
        await using var page = await PeopleWorld.OpenAsync(gateway, cookies);
        people.Change("alice", person => person["disabled"] = true);
        _time.Advance(TimeSpan.FromSeconds(1));
        while ((await EndingAsync(page)).Message != "Your sign-in was revoked.") { } // the terminal's own word comes first
        people.Change("alice", person => person.Remove("disabled"));
        _time.Advance(TimeSpan.FromSeconds(10)); // as often as it asks about a sign-in that it took for lost
        await page.Hub.Closed.WaitAsync(HubClient.Patience); // a page that stays would do nothing and not know why
        await using var back = await Page.JoinAsync(gateway.Address, cookies, page.Terminal.Id, page.Terminal.Viewer);
        Assert.Equal((page.Terminal.Viewer, "type"), (back.Terminal.Viewer, back.Terminal.May));
        await back.TypeAsync("echo ba''ck\r");
        await back.ExpectAsync("back");
        _time.Advance(TimeSpan.FromMinutes(1)); // of what was to end then nothing does
        await back.TypeAsync("echo st''ays\r");
        await back.ExpectAsync("stays");
    }

    [Fact]
    public async Task Who_is_no_administrator_any_more_hears_nothing_more_of_others()
    {
        await using var gateway = await world.StartAsync(time: _time);
        await using var carol = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("carol"));
        Assert.NotNull(await carol.OverviewAsync());
        var policy = gateway.Services.GetRequiredService<PolicyInForce>();
        policy.Replace(policy.Current with { AdministratorGroups = [] });
        Assert.Null(await carol.OverviewAsync());
        _time.Advance(TimeSpan.FromSeconds(1));
        await carol.Closed.WaitAsync(HubClient.Patience);
    }

    private static async Task<Ending> EndingAsync(Page page) => (await page.ExpectEventAsync("Ending"))[0].Deserialize<Ending>(JsonSerializerOptions.Web)!;
}
