using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json;
using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Identity;
using Gateway.Access.Records;
using Gateway.Cluster;
using Gateway.Tests.Harness;
using Gateway.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Gateway.Tests.Web;

public sealed class AuditRoutesTests : IDisposable
{
    private readonly TestPeople _people = new();

    public void Dispose() => _people.Dispose();

    [Fact]
    public async Task An_administrator_reads_pages_of_what_happened_and_that_he_did_is_on_record()
    {
        await using var gateway = await TestGateway.StartAsync([22], change: _people.SignIn);
        var log = gateway.Services.GetRequiredService<AuditLog>();
        for (int i = 0; i < 5; i++) Assert.True(await log.WriteAsync(new AuditEntry(AuditEvent.TerminalOpened) { Person = "local:alice", Terminal = $"t{i}", Port = 22, Reason = "<b>" }));
        using var browser = gateway.Browser(await CarolAsync(gateway));

        var first = await PageAsync(browser, "event=terminalOpened&limit=3");
        Assert.Equal(["t4", "t3", "t2"], first.Entries.Select(entry => entry.Terminal));
        Assert.All(first.Entries, entry => Assert.Equal((22, "<b>", "local:alice"), (entry.Port, entry.Reason, entry.Person)));
        var second = await PageAsync(browser, $"event=terminalOpened&limit=3&page={first.Next}");
        Assert.Equal((2, null, 0), (second.Entries.Count, second.Next, second.Unreachable.Count));

        Assert.True(await log.WriteAsync(new AuditEntry(AuditEvent.TokenUsed))); // what came before is written then
        var read = await PageAsync(browser, "event=auditRead&person=carol");
        Assert.Equal("page: event terminalOpened", Assert.Single(read.Entries.DistinctBy(entry => entry.Reason)).Reason);
        Assert.Equal(2, read.Entries.Count);
        Assert.Contains((await PageAsync(browser, "")).Entries, entry => entry.Event == "gatewayStarted");
    }

    [Fact]
    public async Task A_download_is_a_table_without_formulas()
    {
        await using var gateway = await TestGateway.StartAsync([22], change: _people.SignIn);
        var log = gateway.Services.GetRequiredService<AuditLog>();
        for (int i = 0; i < 1500; i++) log.Write(new AuditEntry(AuditEvent.TokenRevoked) { Person = "=cmd|'/c calc'!A1", Reason = $"{i}" });
        Assert.True(await log.WriteAsync(new AuditEntry(AuditEvent.TokenUsed)));
        using var browser = gateway.Browser(await CarolAsync(gateway));
        using var response = await browser.GetAsync(new Uri("api/audit.csv?event=tokenRevoked", UriKind.Relative));
        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        string[] rows = (await response.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.Equal(AuditCsv.Header.TrimEnd(), rows[0]);
        int reason = Array.IndexOf(rows[0].Split(','), "reason");
        Assert.Equal("", rows[^1]);
        Assert.Equal(Enumerable.Range(0, 1500).Reverse().Select(i => $"{i}"), rows[1..^1].Select(row => row.Split(',')[reason]));
        Assert.All(rows[1..^1], row => Assert.Contains(",'=cmd|", row, StringComparison.Ordinal));
        Assert.True(await log.WriteAsync(new AuditEntry(AuditEvent.TokenUsed))); // what came before is written then
        Assert.Single((await PageAsync(browser, "event=auditRead")).Entries);
    }

    [Theory]
    [InlineData("event=nothing")]
    [InlineData("port=abc")]
    [InlineData("after=soon")]
    [InlineData("limit=501")]
    [InlineData("limit=-1")]
    [InlineData("page=!")]
    public async Task A_search_that_means_nothing_is_a_400_in_words(string query)
    {
        await using var gateway = await TestGateway.StartAsync([22], change: _people.SignIn);
        using var browser = gateway.Browser(await CarolAsync(gateway));
        foreach (string path in (string[])["api/audit", "api/audit.csv"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{path}?{query}") { Headers = { { "Accept", "application/json" } } };
            using var response = await browser.SendAsync(request);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Contains($"\\u0022{query.Split('=')[0]}\\u0022", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_records_of_all_nodes_are_one_and_a_node_asks_for_itself_who_may_read()
    {
        await using var cluster = await TestCluster.StartAsync(2, _people.SignIn);
        var (one, other) = (cluster.Nodes[0], cluster.Nodes[1]);
        for (int i = 0; i < 4; i++) Assert.True(await cluster.Nodes[i % 2].Services.GetRequiredService<AuditLog>().WriteAsync(new AuditEntry(AuditEvent.TerminalOpened) { Terminal = $"t{i}" }));
        var cookies = await CarolAsync(one);
        using var browser = one.Browser(cookies);
        var records = one.Services.GetRequiredService<IRecords>();
        var carol = Assert.Single(await records.ListAsync(RecordKind.SignIn, "local:carol"));
        await other.Services.GetRequiredService<IRecords>().WriteAsync(RecordKind.SignIn, carol);

        var page = await PageAsync(browser, "event=terminalOpened&limit=3");
        var rest = await PageAsync(browser, $"event=terminalOpened&limit=3&page={page.Next}");
        Assert.Equal((3, 1, null), (page.Entries.Count, rest.Entries.Count, rest.Next));
        List<AuditLine> all = [.. page.Entries, .. rest.Entries];
        Assert.Equal(all.Select(entry => entry.Time).OrderDescending(), all.Select(entry => entry.Time)); // those of one millisecond stand in any order
        Assert.Equal(["t2", "t0"], all.Where(entry => entry.Node == "gw-1").Select(entry => entry.Terminal));
        Assert.Equal(["t3", "t1"], all.Where(entry => entry.Node == "gw-2").Select(entry => entry.Terminal));
        Assert.Equal(4, (await browser.GetStringAsync(new Uri("api/audit.csv?event=terminalOpened", UriKind.Relative))).Split("\r\n").Length - 2);

        // Through the nodes' door, for somebody who may not, or whom nobody knows.
        var connections = one.Services.GetRequiredService<NodeConnections>();
        var node = one.Cluster.Others.Single();
        var alice = (await other.Services.GetRequiredService<SignIns>().BeginAsync(new Person(SignInWay.Local, "alice", "Alice", ["ops"]), "127.0.0.1", "")).SignIn;
        foreach (var caller in new[] { Caller.Of(alice, ""), Caller.Of(alice with { Id = new string('0', 32) }, ""), new Caller("nobody", "", null) })
            Assert.Equal(HttpStatusCode.Forbidden, (await connections.AskAsync<AuditSlice>(node, HttpMethod.Get, NodeRoutes.Audit(caller, new AuditFilter(), long.MaxValue, 10)))!.Value.Status);

        await other.StopAsync();
        page = await PageAsync(browser, "event=terminalOpened");
        Assert.Equal(["t2", "t0"], page.Entries.Select(entry => entry.Terminal));
    }

    [Fact]
    public async Task A_node_that_does_not_answer_is_named()
    {
        await using var cluster = await TestCluster.StartAsync(1, _people.SignIn);
        using var browser = cluster.Nodes[0].Browser(await CarolAsync(cluster.Nodes[0]));
        await using (await GatewayProcess.StartAsync([22], change: file => { TestCluster.Join(file, "gw-dead", cluster.Redis); _people.SignIn(file); }))
            await Wait.UntilAsync(() => cluster.Nodes[0].Cluster.Others.Count == 1, "the second node");
        Assert.Equal(["gw-dead"], (await PageAsync(browser, "")).Unreachable);
        string[] rows = (await browser.GetStringAsync(new Uri("api/audit.csv", UriKind.Relative))).Split("\r\n");
        Assert.Contains(",gw-dead,0,unreachable,", rows[^2], StringComparison.Ordinal);
    }

    // Without the password, whose hash takes longer than all the rest: the cookie is what the framework's handler writes.
    private static async Task<CookieContainer> CarolAsync(TestGateway gateway)
    {
        var (_, key) = await gateway.Services.GetRequiredService<SignIns>().BeginAsync(new Person(SignInWay.Local, "carol", "Carol", ["admins"]), "127.0.0.1", "test");
        var options = gateway.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(SignInCookie.Scheme);
        var principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim("Microsoft.AspNetCore.Authentication.Cookies-SessionId", key)], SignInCookie.Scheme));
        var cookies = new CookieContainer();
        cookies.Add(gateway.Address, new Cookie(options.Cookie.Name!, options.TicketDataFormat.Protect(new AuthenticationTicket(principal, SignInCookie.Scheme))));
        return cookies;
    }

    private static async Task<AuditPage> PageAsync(HttpClient browser, string query)
    {
        using var response = await browser.GetAsync(new Uri($"api/audit?{query}", UriKind.Relative));
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return (await response.Content.ReadFromJsonAsync<AuditPage>(JsonSerializerOptions.Web))!;
    }
}
