using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Access;
using Gateway.HostKeys;
using Gateway.Tests.Harness;
using Gateway.Tests.People;
using Gateway.Web.HostKeys;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.HostKeys;

/// <summary>A device that was set up anew, and the administrators who say that its key is right.</summary>
public sealed class ChangedHostKeyTests : IAsyncLifetime, IDisposable
{
    private readonly TestPeople _people = new();
    private SshServer? _server;

    private SshServer Server => _server!;

    public async Task InitializeAsync() => _server = await SshServer.StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    public void Dispose() => _people.Dispose();

    [Fact]
    public async Task A_changed_key_stops_everybody_until_two_administrators_have_accepted_just_that_key()
    {
        await using var gateway = await StartAsync(2);
        var (alice, carol, bob) = (await gateway.SignInAsync("alice"), await gateway.SignInAsync("carol"), await gateway.SignInAsync("bob"));
        await using (var before = await PeopleWorld.OpenAsync(gateway, alice)) Assert.NotNull(before.Terminal);
        await Server.ChangeHostKeyAsync();
        await ExpectStopAsync(gateway, alice);
        var change = await OneChangeAsync(gateway, carol);
        Assert.Equal([$"[127.0.0.1]:{Server.Port}"], change.Old.Select(key => key.Name).Append(change.New.Name).Distinct());
        Assert.NotEqual(change.Old.Single().Fingerprint, change.New.Fingerprint);
        string shown = (await Tool.RunAsync("/usr/bin/ssh-keygen", ["-lf", Server.HostKey + ".pub"])).Output.Split(' ')[1];
        Assert.Equal(shown, change.New.Fingerprint);

        // Not for those who are no administrators, and not for another key than the one that was compared.
        Assert.Equal(HttpStatusCode.NotFound, await AcceptAsync(gateway, alice, change.Id, change.New.Fingerprint));
        Assert.Equal(HttpStatusCode.NotFound, await AcceptAsync(gateway, carol, change.Id, change.Old.Single().Fingerprint));
        Assert.Equal(HttpStatusCode.OK, await AcceptAsync(gateway, carol, change.Id, change.New.Fingerprint));
        await ExpectStopAsync(gateway, alice); // one is not enough
        Assert.Equal(HttpStatusCode.Conflict, await AcceptAsync(gateway, carol, change.Id, change.New.Fingerprint));
        var now = DateTimeOffset.UtcNow;
        var elsewhere = new SignIn { Id = "x", Person = new Person(SignInWay.Oidc, "Carol", "Carol", []), Since = now, Expires = now.AddHours(1) };
        Assert.Equal(ApprovalOutcome.SamePerson, await gateway.Services.GetRequiredService<HostKeyBook>().ApproveAsync(Caller.Of(elsewhere, "192.0.2.7"), change.Id, change.New.Fingerprint));
        Assert.Equal(["Carol"], (await OneChangeAsync(gateway, carol)).ApprovedBy);
        Assert.Equal(HttpStatusCode.OK, await AcceptAsync(gateway, bob, change.Id, change.New.Fingerprint));
        await using var after = await PeopleWorld.OpenAsync(gateway, alice);
        Assert.Empty((await ListAsync(gateway, carol)).Changes);
        Assert.Equal([shown], (await ListAsync(gateway, carol)).Known.Select(key => key.Fingerprint));
    }

    [Fact]
    public async Task What_was_decided_is_done_on_a_node_once_and_what_the_operator_writes_later_stays()
    {
        await using var gateway = await StartAsync(1);
        var carol = await gateway.SignInAsync("carol");
        await using (var before = await PeopleWorld.OpenAsync(gateway, carol)) Assert.NotNull(before.Terminal);
        await Server.ChangeHostKeyAsync();
        await ExpectStopAsync(gateway, carol);
        var change = await OneChangeAsync(gateway, carol);
        Assert.Equal(HttpStatusCode.OK, await AcceptAsync(gateway, carol, change.Id, change.New.Fingerprint));
        var (known, book) = (gateway.Services.GetRequiredService<KnownHosts>(), gateway.Services.GetRequiredService<HostKeyBook>());
        Assert.Equal([change.New.Fingerprint], known.Of(change.Name).Select(key => key.Fingerprint));
        known.Replace(change.Name, []);
        await book.ApplyAsync();
        Assert.Empty(known.Of(change.Name));
    }

    [Fact]
    public async Task A_scan_brings_new_keys_and_changes_none()
    {
        await using var gateway = await StartAsync(1);
        var carol = await gateway.SignInAsync("carol");
        string line = $"[127.0.0.1]:{Server.Port} {string.Join(' ', File.ReadAllText(Server.HostKey + ".pub").Split(' ')[..2])}";
        Assert.Equal((1, 0, 0, 1), Counts(await ImportAsync(gateway, carol, $"# a scan\n{line}\nno key\n")));
        await Server.ChangeHostKeyAsync();
        string other = $"[127.0.0.1]:{Server.Port} {string.Join(' ', File.ReadAllText(Server.HostKey + ".pub").Split(' ')[..2])}";
        Assert.Equal((0, 1, 1, 0), Counts(await ImportAsync(gateway, carol, $"{line}\n{other}\n")));
        Assert.Equal([line], gateway.Services.GetRequiredService<KnownHosts>().All().Select(key => key.Line));
    }

    private Task<TestGateway> StartAsync(int approvals) => TestGateway.StartAsync(Server, file =>
    {
        _people.SignIn(file);
        file["ssh"]!.AsObject()["keyApprovals"] = approvals;
        file["administrators"] = new JsonObject { ["people"] = new JsonArray("carol", "bob") };
    });

    private static async Task ExpectStopAsync(TestGateway gateway, CookieContainer cookies)
    {
        await using var page = await gateway.OpenAsync(cookies);
        Assert.Equal("hostkey", (await page.ExpectEndAsync()).Reason);
    }

    private static async Task<ChangedHostKey> OneChangeAsync(TestGateway gateway, CookieContainer cookies)
    {
        await Wait.UntilAsync(async () => (await ListAsync(gateway, cookies)).Changes.Count > 0, () => "the change to be noted");
        return Assert.Single((await ListAsync(gateway, cookies)).Changes);
    }

    private static async Task<HostKeyList> ListAsync(TestGateway gateway, CookieContainer cookies)
    {
        using var browser = gateway.Browser(cookies);
        return (await browser.GetFromJsonAsync<HostKeyList>("api/host-keys"))!;
    }

    private static async Task<HttpStatusCode> AcceptAsync(TestGateway gateway, CookieContainer cookies, string id, string fingerprint)
    {
        using var browser = gateway.Browser(cookies);
        using var request = gateway.Post($"api/host-keys/changes/{id}/accept", new { fingerprint });
        using var response = await browser.SendAsync(request);
        return response.StatusCode;
    }

    private static async Task<HostKeyImport> ImportAsync(TestGateway gateway, CookieContainer cookies, string scan)
    {
        using var browser = gateway.Browser(cookies);
        using var request = gateway.Post("api/host-keys/import", new { lines = scan });
        using var response = await browser.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<HostKeyImport>())!;
    }

    private static (int, int, int, int) Counts(HostKeyImport import) => (import.Added, import.Known, import.Different.Count, import.Unread);
}
