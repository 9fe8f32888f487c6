using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Access;
using Gateway.Tests.Harness;
using Gateway.Web;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.People;

/// <summary>
/// Every route and every hub method where people sign in: as nobody, as somebody who may not, as a script whose token is
/// for something else, and as the right one. The routes come from the gateway itself, so a new one is tried too.
/// </summary>
public sealed class EveryDoorForPeopleTests(PeopleWorld world) : IClassFixture<PeopleWorld>
{
    private const string Missing = "0123456789abcdef0123456789abcdef";

    private static readonly AccessAction[] ForAdministrators = [AccessAction.Administer, AccessAction.SeeSettings, AccessAction.EndTerminal, AccessAction.ReadAudit, AccessAction.RevokeSignIn, AccessAction.ManageCredentials, AccessAction.ManageTunnels];

    [Fact]
    public async Task Every_route_asks_who_it_is_and_whether_he_may()
    {
        await using var gateway = await world.StartAsync();
        using var nobody = gateway.Browser();
        using var dave = gateway.Browser(await gateway.SignInAsync("dave"));
        using var carol = gateway.Browser(await gateway.SignInAsync("carol"));
        string token = await TokenAsync(gateway, carol, "watch");
        int guarded = 0;
        // Signing out comes last: afterwards everybody is nobody.
        foreach (var (method, path, action) in Routes(gateway).OrderBy(route => route.Path.Contains("sign-out", StringComparison.Ordinal)))
        {
            if (action == AccessAction.Anyone) continue;
            guarded++;
            Assert.Equal((path, HttpStatusCode.Unauthorized), (path, await StatusAsync(nobody, gateway.Request(method, path, new { }))));
            var wrong = await StatusAsync(dave, gateway.Request(method, path, new { }));
            if (ForAdministrators.Contains(action)) Assert.Equal((path, HttpStatusCode.NotFound), (path, wrong));
            else Assert.True(wrong is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden), $"{method} {path} answers {wrong}");
            using var script = gateway.Browser();
            using var request = gateway.Request(method, path, new { });
            request.Headers.Authorization = new("Bearer", token);
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, await StatusAsync(script, request)));
        }
        Assert.True(guarded >= 14, $"Only {guarded} routes were tried.");
    }

    [Fact]
    public async Task An_administrator_gets_what_others_cannot_find()
    {
        await using var gateway = await world.StartAsync();
        using var carol = gateway.Browser(await gateway.SignInAsync("carol"));
        foreach (string path in new[] { "api/sign-ins", "api/audit", "api/audit.csv", "api/settings" }) Assert.Equal(HttpStatusCode.OK, await StatusAsync(carol, gateway.Request(HttpMethod.Get, path)));
        var alice = await gateway.SignInAsync("alice");
        string id = (await gateway.Services.GetRequiredService<SignIns>().ListAsync("local:alice"))[0].Id;
        Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(carol, gateway.Request(HttpMethod.Delete, $"api/sign-ins/{id}")));
        using var browser = gateway.Browser(alice);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser, gateway.Request(HttpMethod.Get, "api/me")));
    }

    [Fact]
    public async Task Another_persons_things_answer_exactly_like_missing_ones()
    {
        await using var gateway = await world.StartAsync();
        var cookies = await gateway.SignInAsync("alice");
        using var alice = gateway.Browser(cookies);
        using var bob = gateway.Browser(await gateway.SignInAsync("bob"));
        await using var page = await PeopleWorld.OpenAsync(gateway, cookies);
        await TokenAsync(gateway, alice, "terminals");
        string token = (await gateway.Services.GetRequiredService<ApiTokens>().ListAsync("local:alice"))[0].Id;
        string signIn = (await gateway.Services.GetRequiredService<SignIns>().ListAsync("local:alice"))[0].Id;
        foreach (var (path, id) in new[] { ("api/me/tokens/", token), ("api/terminals/", page.Terminal.Id), ("api/me/sign-ins/", signIn) })
        {
            Assert.Equal(await AnswerAsync(bob, path + Missing), await AnswerAsync(bob, path + id));
            Assert.Equal(HttpStatusCode.NoContent, await StatusAsync(alice, gateway.Request(HttpMethod.Delete, path + id)));
        }

        async Task<(HttpStatusCode, string)> AnswerAsync(HttpClient browser, string path)
        {
            using var response = await browser.SendAsync(gateway.Request(HttpMethod.Delete, path));
            var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
            return (response.StatusCode, $"{problem.GetProperty("code")} {problem.GetProperty("title")} {problem.GetProperty("detail")}");
        }
    }

    [Fact]
    public async Task Every_hub_method_asks_who_it_is_and_whether_he_may()
    {
        await using var gateway = await world.StartAsync();
        await using var alice = await PeopleWorld.OpenAsync(gateway, await gateway.SignInAsync("alice"));
        string link = $"{world.Server.Port}";
        // As nobody, with a visitor's cookie that some other gateway might have given.
        await using (var nobody = await HubClient.ConnectAsync(gateway.Address, new CookieContainer(), terminal: alice.Terminal.Id))
        {
            Assert.Equal("signin", (await nobody.OpenAsync("ssh", SshServer.User, link)).Refusal!.Code);
            Assert.Equal("signin", (await nobody.JoinAsync(alice.Terminal.Id)).Refusal!.Code);
            Assert.Equal("signin", (await nobody.WatchAsync(alice.Terminal.Id)).Refusal!.Code);
            foreach (string method in new[] { "Close", "AskToWatch", "EndTerminal" }) Assert.Equal((method, "signin"), (method, (await nobody.RefusalAsync(method, alice.Terminal.Id))!.Code));
            Assert.Equal("signin", (await nobody.RefusalAsync("SendMessage", alice.Terminal.Id, "hello"))!.Code);
            Assert.Equal("signin", (await nobody.RefusalAsync("WatchDevices"))!.Code);
            Assert.Null(await nobody.OverviewAsync());
            Assert.Equal(0, (await nobody.InvokeAsync("List")).GetArrayLength());
        }
        // As somebody who may open the port too, but whose terminal it is not.
        await using (var bob = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("bob"), terminal: alice.Terminal.Id))
        {
            Assert.Equal("missing", (await bob.JoinAsync(alice.Terminal.Id)).Refusal!.Code);
            Assert.Equal("missing", (await bob.WatchAsync(alice.Terminal.Id)).Refusal!.Code);
            foreach (string method in new[] { "Close", "EndTerminal" }) Assert.Equal((method, "missing"), (method, (await bob.RefusalAsync(method, alice.Terminal.Id))!.Code));
            Assert.Equal("missing", (await bob.RefusalAsync("SendMessage", alice.Terminal.Id, "hello"))!.Code);
            Assert.Null(await bob.OverviewAsync());
            Assert.Equal(0, (await bob.InvokeAsync("List")).GetArrayLength());
            await bob.InputAsync(0, "exit\r"u8.ToArray());
            await bob.SendAsync("Resize", 10, 10);
            await bob.InvokeAsync("AnswerWatch", Missing, true);
        }
        await alice.TypeAsync("stty size; echo sti''ll\r");
        Assert.Contains("24 80", await alice.ExpectAsync("still"), StringComparison.Ordinal);
        // Ports and people for whom there is no rule.
        await using (var dave = await HubClient.ConnectAsync(gateway.Address, await gateway.SignInAsync("dave")))
            Assert.Equal("forbidden", (await dave.OpenAsync("ssh", SshServer.User, link)).Refusal!.Code);
        Assert.Null(await alice.Hub.RefusalAsync("Close", alice.Terminal.Id));
    }

    [Fact]
    public async Task Every_call_about_sharing_is_for_whom_it_is()
    {
        await using var gateway = await world.StartAsync();
        await using var alice = await PeopleWorld.OpenAsync(gateway, await gateway.SignInAsync("alice"));
        var (bob, carol, terminal) = (await gateway.SignInAsync("bob"), await gateway.SignInAsync("carol"), alice.Terminal.Id);
        var typing = await alice.InviteAsync("type");
        await using var nobody = await HubClient.ConnectAsync(gateway.Address, new CookieContainer(), terminal: terminal);
        await using var stranger = await HubClient.ConnectAsync(gateway.Address, bob, terminal: terminal);
        await using var watcher = await Page.VisitAsync(gateway.Address, bob, terminal, (await alice.InviteAsync("watch", "bob")).Secret);
        await using var typist = await Page.VisitAsync(gateway.Address, bob, terminal, typing.Secret);
        await using var administrator = await HubClient.ConnectAsync(gateway.Address, carol, terminal: terminal);
        Assert.NotNull((await administrator.WatchAsync(terminal)).Terminal);
        HubClient[] asking = [nobody, stranger, watcher.Hub, typist.Hub, administrator, alice.Hub];
        (string Method, object?[] Arguments, string Answers)[] calls =
        [
            ("SendSignal", ["break"], "signin missing forbidden forbidden forbidden invalid"),
            ("AskKeyboard", [], "signin missing forbidden - forbidden -"),
            ("GrantKeyboard", [typist.Terminal.Me], "signin missing declined declined declined -"),
            ("TakeKeyboard", [], "signin missing missing missing missing -"),
            ("ReleaseKeyboard", [], "signin missing - - - -"),
            ("SetKeyboard", ["open"], "signin missing missing missing missing -"),
            ("SendAway", [watcher.Terminal.Me], "signin missing missing missing missing -"),
            ("RevokeInvitation", [typing.Id], "signin missing missing missing missing -"),
        ];
        foreach (var (method, arguments, answers) in calls)
        {
            List<string> found = [];
            foreach (var hub in asking) found.Add((await hub.RefusalAsync(method, arguments))?.Code ?? "-");
            Assert.Equal((method, answers), (method, string.Join(' ', found)));
        }
        List<string> lists = [];
        foreach (var hub in asking) lists.Add($"{(await hub.InvokeAsync("Invitations")).GetArrayLength()} {((await hub.InvokeAsync("Invite", new InvitationRequest("watch", null, 5))).GetProperty("refusal") is { ValueKind: JsonValueKind.Object } refusal ? refusal.GetProperty("code") : "-")}");
        Assert.Equal(["0 signin", "0 missing", "0 missing", "0 missing", "0 missing", "1 -"], lists);
    }

    [Fact]
    public async Task A_script_with_a_token_opens_a_terminal_over_the_hub_within_its_scope_and_its_owners_policy()
    {
        await using var gateway = await world.StartAsync();
        using var alice = gateway.Browser(await gateway.SignInAsync("alice"));
        using var dave = gateway.Browser(await gateway.SignInAsync("dave"));
        await using (var hub = await HubClient.ConnectAsync(gateway.Address, new CookieContainer(), token: await TokenAsync(gateway, alice, "terminals")))
        {
            var opened = await hub.OpenAsync("ssh", SshServer.User, $"{world.Server.Port}");
            await using var page = new Page(hub, opened.Terminal!);
            await page.TypeAsync("echo scr''ipt\r");
            await page.ExpectAsync("script");
            Assert.Equal("local:alice", gateway.Terminals.Get(opened.Terminal!.Id)!.Owner);
        }
        await using (var reading = await HubClient.ConnectAsync(gateway.Address, new CookieContainer(), token: await TokenAsync(gateway, alice, "read")))
            Assert.Equal("This API token is not for that", (await reading.OpenAsync("ssh", SshServer.User, $"{world.Server.Port}")).Refusal!.Title);
        await using var his = await HubClient.ConnectAsync(gateway.Address, new CookieContainer(), token: await TokenAsync(gateway, dave, "terminals"));
        Assert.Equal("You may not open this", (await his.OpenAsync("ssh", SshServer.User, $"{world.Server.Port}")).Refusal!.Title);
    }

    private static IEnumerable<(HttpMethod Method, string Path, AccessAction Action)> Routes(TestGateway gateway)
    {
        foreach (var endpoint in gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            string pattern = endpoint.RoutePattern.RawText!.TrimStart('/');
            if (pattern.StartsWith("cluster/", StringComparison.Ordinal)) continue; // through the nodes' door only
            var action = Permissions.ActionOf(endpoint);
            Assert.True(action is not null, $"{pattern} does not say who may use it");
            foreach (string method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
                yield return (new HttpMethod(method), pattern.Replace("{id}", Missing, StringComparison.Ordinal), action.Value);
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient browser, HttpRequestMessage request)
    {
        using (request)
        using (var response = await browser.SendAsync(request)) return response.StatusCode;
    }

    private static async Task<string> TokenAsync(TestGateway gateway, HttpClient browser, string scope)
    {
        using var request = gateway.Post("api/me/tokens", new { name = "script", scopes = new[] { scope }, days = 1 });
        using var response = await browser.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }
}
