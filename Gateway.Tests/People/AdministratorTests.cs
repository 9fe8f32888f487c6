using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Access.Policies;
using Gateway.Tests.Harness;
using Gateway.Web;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.People;

/// <summary>What administrators see and do, on whichever node it is, and that nobody else can.</summary>
public sealed class AdministratorTests(PeopleWorld world) : IClassFixture<PeopleWorld>
{
    [Fact]
    public async Task An_administrator_sees_who_is_where_writes_to_him_and_ends_it_from_any_node()
    {
        await using var cluster = await TestCluster.StartAsync(2, world.People.SignIn);
        var cookies = await cluster.Nodes[0].SignInAsync("alice"); // good on every node
        await using var alice = await cluster.OpenAsync(0, cookies);
        await alice.ExpectAsync("$ ");
        await using var carol = await HubClient.ConnectAsync(cluster.Nodes[1].Address, await cluster.Nodes[1].SignInAsync("carol"));
        var overview = (await carol.OverviewAsync())!;
        var row = Assert.Single(overview.Terminals);
        Assert.Equal((alice.Terminal.Id, "Alice", "local:alice", "127.0.0.1", "gw-1", "ops", 1), (row.Id, row.Person, row.PersonId, row.Address, row.Node, row.Rule, row.Viewers));
        Assert.Equal(["gw-1", "gw-2"], overview.Nodes.Select(node => node.Name).Order());
        Assert.Empty(overview.Unreachable);
        Assert.Equal(("", true), (overview.PolicyRefused, overview.Audit));

        Assert.Equal("invalid", (await carol.RefusalAsync("SendMessage", row.Id, new string('x', 501)))!.Code);
        Assert.Null(await carol.RefusalAsync("SendMessage", row.Id, "Maintenance at ten & <b>please</b> log off"));
        var message = (await alice.ExpectEventAsync("MessageReceived"))[0].Deserialize<Message>(JsonSerializerOptions.Web)!;
        Assert.Equal(("Carol", "Maintenance at ten & <b>please</b> log off"), (message.From, message.Text));

        Assert.Null(await carol.RefusalAsync("EndTerminal", row.Id));
        var end = await alice.ExpectEndAsync();
        Assert.Equal(("ordered", "Carol, an administrator, ended this terminal."), (end.Reason, end.Message));
        Assert.Equal("missing", (await carol.RefusalAsync("EndTerminal", row.Id))!.Code);
        Assert.Empty((await carol.OverviewAsync())!.Terminals);
    }

    [Fact]
    public async Task News_of_everybody_on_every_node_reach_administrators_and_nobody_else()
    {
        await using var cluster = await TestCluster.StartAsync(2, world.People.SignIn);
        await using var carol = await HubClient.ConnectAsync(cluster.Nodes[1].Address, await cluster.Nodes[1].SignInAsync("carol"));
        await using var bob = await HubClient.ConnectAsync(cluster.Nodes[1].Address, await cluster.Nodes[1].SignInAsync("bob"));
        Assert.NotNull(await carol.OverviewAsync());
        Assert.Null(await bob.OverviewAsync());
        await using var alice = await cluster.OpenAsync(0, await cluster.Nodes[0].SignInAsync("alice"));
        using var timeout = new CancellationTokenSource(HubClient.Patience);
        while ((await carol.Events.ReadAsync(timeout.Token)).Name != "TerminalsChanged")
        {
            // Nodes that have only just met may have news of their own.
        }
        await bob.InvokeAsync("Ping"); // what was sent to him before has come
        Assert.False(bob.Events.TryRead(out _));
    }

    [Fact]
    public async Task An_administrator_who_watches_is_shown_unless_the_policy_says_otherwise()
    {
        await using var gateway = await world.StartAsync();
        await using var alice = await PeopleWorld.OpenAsync(gateway, await gateway.SignInAsync("alice"));
        var cookies = await gateway.SignInAsync("carol");
        await using (var carol = await HubClient.ConnectAsync(gateway.Address, cookies))
        {
            Assert.Equal("watch", (await carol.WatchAsync(alice.Terminal.Id)).Terminal!.May);
            var watcher = (await alice.ExpectCompanyAsync(company => company.People.Count == 2)).People[1];
            Assert.Equal(("Carol", true, "watch"), (watcher.Name, watcher.Administrator, watcher.May));
        }
        await alice.ExpectCompanyAsync(company => company.People.Count == 1);
        var policy = gateway.Services.GetRequiredService<PolicyInForce>();
        policy.Replace(policy.Current with { WatchIsShown = false });
        await using var again = await HubClient.ConnectAsync(gateway.Address, cookies);
        var unseen = (await again.WatchAsync(alice.Terminal.Id)).Terminal!;
        Assert.DoesNotContain(unseen.Company.People, person => person.Id == unseen.Me);
        Assert.Null(await alice.Hub.RefusalAsync("SetKeyboard", "open"));
        var told = await alice.ExpectCompanyAsync(_ => true);
        Assert.Equal((1, "open"), (told.People.Count, told.Mode)); // the first that she hears
        Assert.Single(Assert.Single((await again.OverviewAsync())!.Terminals).Watchers);
    }

    [Fact]
    public async Task Another_node_decides_for_itself_what_is_asked_of_it()
    {
        await using var cluster = await TestCluster.StartAsync(2, world.People.SignIn);
        await using var alice = await cluster.OpenAsync(0, await cluster.Nodes[0].SignInAsync("alice"));
        await alice.ExpectAsync("$ ");
        await using var carol = await HubClient.ConnectAsync(cluster.Nodes[1].Address, await cluster.Nodes[1].SignInAsync("carol"));
        // The node where carol is has an older policy than the one where the terminal runs.
        var newer = cluster.Nodes[0].Services.GetRequiredService<PolicyInForce>();
        newer.Replace(newer.Current with { AdministratorGroups = [] });
        Assert.NotNull(await carol.RefusalAsync("EndTerminal", alice.Terminal.Id));
        Assert.NotNull(await carol.RefusalAsync("SendMessage", alice.Terminal.Id, "hello"));
        Assert.Equal(["gw-1"], (await carol.OverviewAsync())!.Unreachable);
        await using var watching = await HubClient.ConnectAsync(cluster.Nodes[1].Address, await cluster.Nodes[1].SignInAsync("carol"), terminal: alice.Terminal.Id);
        Assert.Equal("missing", (await watching.WatchAsync(alice.Terminal.Id)).Refusal!.Code);
        await alice.TypeAsync("echo sti''ll\r");
        await alice.ExpectAsync("still");
    }

    [Fact]
    public async Task A_sign_in_that_is_revoked_on_one_node_stops_what_runs_on_another()
    {
        await using var cluster = await TestCluster.StartAsync(2, world.People.SignIn);
        var cookies = await cluster.Nodes[0].SignInAsync("alice");
        await using var alice = await cluster.OpenAsync(0, cookies);
        await alice.ExpectAsync("$ ");
        using var carol = cluster.Nodes[1].Browser(await cluster.Nodes[1].SignInAsync("carol"));
        var signIns = await carol.GetFromJsonAsync<JsonElement[]>("api/sign-ins");
        string id = signIns!.Single(signIn => signIn.GetProperty("personId").GetString() == "local:alice").GetProperty("id").GetString()!;
        using var revoked = await carol.SendAsync(cluster.Nodes[1].Request(HttpMethod.Delete, $"api/sign-ins/{id}"));
        revoked.EnsureSuccessStatusCode();
        Assert.Equal("revoked", (await alice.ExpectEventAsync("Ending"))[0].GetProperty("reason").GetString());
        long typed = cluster.Nodes[0].Terminals.Get(alice.Terminal.Id)!.BytesTyped;
        await alice.TypeAsync("echo not''this\r");
        await using var again = await HubClient.ConnectAsync(cluster.Nodes[0].Address, cookies);
        Assert.Equal("signin", (await again.JoinAsync(alice.Terminal.Id)).Refusal!.Code);
        Assert.Equal(typed, cluster.Nodes[0].Terminals.Get(alice.Terminal.Id)!.BytesTyped);
    }

    [Fact]
    public async Task What_the_proxy_says_of_a_browser_counts_also_for_a_terminal_of_another_node()
    {
        await using var cluster = await TestCluster.StartAsync(2, file =>
        {
            world.People.SignIn(file);
            file["signIn"]!["proxy"] = new System.Text.Json.Nodes.JsonObject { ["from"] = new System.Text.Json.Nodes.JsonArray("127.0.0.1") };
        });
        var cookies = await cluster.Nodes[0].SignInAsync("alice");
        await using var alice = await cluster.OpenAsync(0, cookies);
        await using (var same = await HubClient.ConnectAsync(cluster.Nodes[1].Address, cookies, terminal: alice.Terminal.Id))
            Assert.NotNull((await same.JoinAsync(alice.Terminal.Id)).Terminal);
        // The browser is shared, and somebody else has signed in at the proxy since.
        await using var other = await HubClient.ConnectAsync(cluster.Nodes[1].Address, cookies, terminal: alice.Terminal.Id, header: ("X-Forwarded-User", "bob"));
        Assert.Equal("signin", (await other.JoinAsync(alice.Terminal.Id)).Refusal!.Code);
    }

    [Fact]
    public async Task Presence_is_found_on_the_other_node_and_asked_there()
    {
        await using var cluster = await TestCluster.StartAsync(2, world.People.SignIn);
        await using var alice = await cluster.OpenAsync(0, await cluster.Nodes[0].SignInAsync("alice"));
        await alice.ExpectAsync("$ ");
        var cookies = await cluster.Nodes[1].SignInAsync("bob");
        await using (var opening = await HubClient.ConnectAsync(cluster.Nodes[1].Address, cookies))
            Assert.Equal("Alice", Assert.Single((await opening.OpenAsync("ssh", SshServer.User, $"{cluster.Server.Port}")).Presence!).Name);
        await using var bob = await HubClient.ConnectAsync(cluster.Nodes[1].Address, cookies, terminal: alice.Terminal.Id);
        var asking = bob.RefusalAsync("AskToWatch", alice.Terminal.Id);
        string question = (await alice.ExpectEventAsync("WatchAsked"))[0].GetProperty("id").GetString()!;
        await alice.Hub.InvokeAsync("AnswerWatch", question, true);
        Assert.Null(await asking);
        await using var watcher = new Page(bob, (await bob.WatchAsync(alice.Terminal.Id)).Terminal!);
        await alice.TypeAsync("echo se''en\r");
        await watcher.ExpectAsync("seen");
    }
}
