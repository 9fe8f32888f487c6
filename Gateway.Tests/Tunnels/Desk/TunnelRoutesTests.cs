using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Gateway.Access.Audit;
using Gateway.Tests.Harness;
using Gateway.Tests.People;
using Gateway.Tests.Tunnels.Agents;
using Gateway.Tunnels;
using Gateway.Web.Tunnels;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Tunnels.Desk;

/// <summary>What the page about tunnels is told, and what it may have done.</summary>
public sealed class TunnelRoutesTests(PeopleWorld world) : IClassFixture<PeopleWorld>
{
    [Fact]
    public async Task An_administrator_announces_enrols_stops_and_removes_a_device_and_each_is_on_record()
    {
        int port = Ports.Free();
        await using var gateway = await StartAsync(port);
        using var carol = gateway.Browser(await gateway.SignInAsync("carol"));
        var said = new TunnelRequest("sop001", port, null, null, null, null, null, null, null, null, Passwords: false, Token: false);
        Assert.Empty((await ReadAsync<TunnelAnnounced>(carol, gateway.Post("api/tunnels", said))).Tokens);
        Assert.Contains("announced already", await AnswersAsync(HttpStatusCode.Conflict, carol, gateway.Post("api/tunnels", said)), StringComparison.Ordinal);
        Assert.Contains("no allowed port", await AnswersAsync(HttpStatusCode.Conflict, carol, gateway.Post("api/tunnels", said with { Name = "sop002", Ssh = 1 })), StringComparison.Ordinal);
        await AnswersAsync(HttpStatusCode.BadRequest, carol, gateway.Post("api/tunnels", new { name = (string?)null }));

        var code = await ReadAsync<TunnelCode>(carol, gateway.Post("api/tunnels/sop001/enrol", new TunnelEnrolment("master", null)));
        Assert.EndsWith($"gateway-agent enrol {gateway.Address.GetLeftPart(UriPartial.Authority)} sop001 {code.Code}", code.Command, StringComparison.Ordinal);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await ReadAsync<TunnelCode>(carol, gateway.Post("api/tunnels/sop001/enrol", new TunnelEnrolment("master", TestAgent.KeyOf(key))));
        Assert.Contains("private", await AnswersAsync(HttpStatusCode.Conflict, carol, gateway.Post("api/tunnels/sop001/enrol", new TunnelEnrolment("master", "-----BEGIN OPENSSH PRIVATE KEY-----"))), StringComparison.Ordinal);
        await AnswersAsync(HttpStatusCode.BadRequest, carol, gateway.Post("api/tunnels/sop001/enrol", new TunnelEnrolment("third", null)));

        await using (var agent = await TestAgent.ConnectAsync(gateway.Address, "sop001", key))
        {
            var row = Assert.Single((await carol.GetFromJsonAsync<TunnelList>("api/tunnels"))!.Tunnels);
            Assert.Equal(("websocket", "127.0.0.1", "key"), (row.Members[0].Roads.Single().Road, row.Members[0].Roads.Single().From, row.Members[0].Identity));
            await AnswersAsync(HttpStatusCode.NoContent, carol, gateway.Post("api/tunnels/sop001/stop"));
            Assert.True((await carol.GetFromJsonAsync<TunnelList>("api/tunnels"))!.Tunnels[0].Stopped);
            await AnswersAsync(HttpStatusCode.NoContent, carol, gateway.Post("api/tunnels/sop001/start"));
        }
        await Wait.UntilAsync(async () => (await carol.GetFromJsonAsync<TunnelDetail>("api/tunnels/sop001"))!.History is [{ Event: "down" }, ..], () => "its going in the history");
        var detail = (await carol.GetFromJsonAsync<TunnelDetail>("api/tunnels/sop001"))!;
        Assert.Equal(["websocket"], detail.Setups.Select(setup => setup.Road)); // plain ssh dials in nowhere here
        Assert.Equal((port, "its ssh"), (detail.Ports.Single().Port, detail.Ports.Single().Leads));
        Assert.Contains("not connected", await AnswersAsync(HttpStatusCode.Conflict, carol, gateway.Request(HttpMethod.Get, "api/tunnels/sop001/log")), StringComparison.Ordinal);
        await AnswersAsync(HttpStatusCode.NoContent, carol, gateway.Request(HttpMethod.Delete, "api/tunnels/sop001"));
        await AnswersAsync(HttpStatusCode.Conflict, carol, gateway.Request(HttpMethod.Delete, "api/tunnels/sop001"));
        await AnswersAsync(HttpStatusCode.NotFound, carol, gateway.Request(HttpMethod.Get, "api/tunnels/sop001"));
        foreach (var happened in new[] { AuditEvent.DialInAdded, AuditEvent.DialInChanged, AuditEvent.DialInRemoved, AuditEvent.TunnelUp, AuditEvent.TunnelDown })
            await Wait.UntilAsync(() => Record(gateway).Contains($"\"{happened}\"", StringComparison.OrdinalIgnoreCase), () => $"{happened} on record");
    }

    [Fact]
    public async Task A_series_is_announced_whole_or_refused_by_name_and_its_tokens_are_shown_once()
    {
        await using var gateway = await world.StartAsync(file =>
        {
            file["ports"] = new JsonArray("10001-10099");
            file["tunnels"] = new JsonObject { ["enabled"] = true };
        });
        using var carol = gateway.Browser(await gateway.SignInAsync("carol"));
        var book = gateway.Services.GetRequiredService<DialInBook>();
        var said = new TunnelRequest("sop08..sop11", 10001, 10011, null, 10021, null, null, 10031, "clone", 10041, Passwords: true, Token: true);
        string faults = await AnswersAsync(HttpStatusCode.Conflict, carol, gateway.Post("api/tunnels", said with { Direct = 10098 }));
        Assert.Contains("sop10: direct 10100 is no allowed port", faults, StringComparison.Ordinal);
        Assert.Contains("sop11: direct 10101 is no allowed port", faults, StringComparison.Ordinal);
        Assert.Contains("same letters", await AnswersAsync(HttpStatusCode.Conflict, carol, gateway.Post("api/tunnels", said with { Name = "sop08..abc11" })), StringComparison.Ordinal);
        Assert.Contains("sop11: preferred is the clone, but there is none", await AnswersAsync(HttpStatusCode.Conflict, carol, gateway.Post("api/tunnels", said with { Service = null, CloneSsh = null })), StringComparison.Ordinal);
        await AnswersAsync(HttpStatusCode.BadRequest, carol, gateway.Post("api/tunnels", said with { Preferred = "neither" }));
        Assert.Empty(book.Current.ByName);

        var tokens = (await ReadAsync<TunnelAnnounced>(carol, gateway.Post("api/tunnels", said))).Tokens;
        Assert.Equal(["sop08 master", "sop08 clone", "sop09 master", "sop09 clone", "sop10 master", "sop10 clone", "sop11 master", "sop11 clone"], tokens.Select(token => $"{token.Name} {token.Member}"));
        Assert.EndsWith(" sop11 --clone --token-file FILE", tokens[^1].Command, StringComparison.Ordinal);
        var last = book.Current.Find("sop11")!;
        Assert.Equal("ssh 10004, http 10014, clone ssh 10024, service 10034, direct 10044", DialInKeeping.PortWords(last));
        Assert.Equal((Member.Clone, true), (last.Preferred, last.Passwords));
        Assert.True(DialInSecrets.IsToken(last.CloneMember, tokens[^1].Token));
        Assert.False(DialInSecrets.IsToken(last.Master, tokens[^1].Token));
        await Wait.UntilAsync(() => Record(gateway).Contains("clone ssh 10024", StringComparison.Ordinal), () => "the last one on record");
        foreach (var token in tokens) Assert.DoesNotContain(token.Token, $"{token}{Record(gateway)}{await carol.GetStringAsync("api/tunnels")}{await carol.GetStringAsync($"api/tunnels/{token.Name}")}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Others_see_the_devices_that_they_may_open_without_addresses_keys_or_refusals_and_change_nothing()
    {
        int port = Ports.Free();
        await using var gateway = await StartAsync(port);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await AgentWorld.AnnounceAsync(gateway.Services.GetRequiredService<DialInBook>(), "elsewhere", ECDsa.Create(ECCurve.NamedCurves.nistP256)); // at a port that nobody may open
        var device = new DialIn { Name = "sop001", Master = new DialInMember { Ssh = port, Key = TestAgent.KeyOf(key) } };
        await gateway.Services.GetRequiredService<DialInKeeping>().AddAsync(null, [device]);
        gateway.Services.GetRequiredService<TunnelHistory>().Note("sop001", TunnelEvent.Refused, Member.Master, Road.Ssh, "192.0.2.9", "an unknown key");
        using var alice = gateway.Browser(await gateway.SignInAsync("alice"));
        using var dave = gateway.Browser(await gateway.SignInAsync("dave"));
        await using var agent = await TestAgent.ConnectAsync(gateway.Address, "sop001", key);
        await Wait.UntilAsync(async () => (await alice.GetFromJsonAsync<TunnelList>("api/tunnels"))!.Tunnels is [{ Name: "sop001" }], () => "the one device that alice may open");
        var list = (await alice.GetFromJsonAsync<TunnelList>("api/tunnels"))!;
        var member = list.Tunnels[0].Members[0];
        Assert.False(list.May);
        Assert.Equal(("", "", null), (member.Fingerprint, member.Roads.Single().From, member.Refusal));
        Assert.Empty((await dave.GetFromJsonAsync<TunnelList>("api/tunnels"))!.Tunnels);
        foreach (var (method, path) in new[] { (HttpMethod.Get, "api/tunnels/sop001"), (HttpMethod.Post, "api/tunnels/sop001/stop"), (HttpMethod.Delete, "api/tunnels/sop001"), (HttpMethod.Get, "api/tunnels/sop001/log") })
            await AnswersAsync(HttpStatusCode.NotFound, alice, gateway.Request(method, path, method == HttpMethod.Get ? null : new { }));
        Assert.False(gateway.Services.GetRequiredService<DialInBook>().Current.Find("sop001")!.Stopped);
    }

    [Fact]
    public async Task Where_no_device_dials_in_there_is_no_such_page()
    {
        await using var gateway = await world.StartAsync();
        using var carol = gateway.Browser(await gateway.SignInAsync("carol"));
        await AnswersAsync(HttpStatusCode.NotFound, carol, gateway.Request(HttpMethod.Get, "tunnels"));
    }

    private Task<TestGateway> StartAsync(int port) => world.StartAsync(file =>
    {
        file["ports"]!.AsArray().Add(port);
        file["tunnels"] = new JsonObject { ["enabled"] = true };
    });

    private static string Record(TestGateway gateway)
    {
        using var reader = new StreamReader(new FileStream(Path.Combine(gateway.DataFolder, "audit", "audit.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private static async Task<T> ReadAsync<T>(HttpClient browser, HttpRequestMessage request)
    {
        using var response = await browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<T>())!;
    }

    private static async Task<string> AnswersAsync(HttpStatusCode expected, HttpClient browser, HttpRequestMessage request)
    {
        using var response = await browser.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        Assert.Equal((request.RequestUri!.ToString(), expected), (request.RequestUri.ToString(), response.StatusCode));
        return text;
    }
}
