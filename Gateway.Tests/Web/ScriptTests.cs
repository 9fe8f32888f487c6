using System.Globalization;
using System.Text.Json;
using Gateway.Access;
using Gateway.Methods;
using Gateway.Terminals;
using Gateway.Tests.Harness;
using Gateway.Web;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gateway.Tests.Web;

/// <summary>Scripts with an API token, and who would like to pass for one.</summary>
public sealed class ScriptTests(SignInGateway shared) : IClassFixture<SignInGateway>
{
    private readonly TestGateway _gateway = shared.Gateway;

    [Fact]
    public async Task A_script_lists_and_ends_its_persons_terminals_and_nobody_elses()
    {
        var (alice, bob) = (SignedIn.Person("s-alice"), SignedIn.Person("s-bob"));
        string mine = Open(alice), his = Open(bob);
        var (token, _) = await _gateway.TokenAsync(alice);
        var listed = JsonSerializer.Deserialize<TerminalSummary[]>((await SendAsync("GET /api/terminals", Bearer(token))).Body.Split("\r\n").MaxBy(line => line.Length)!, JsonSerializerOptions.Web)!;
        Assert.Equal([mine], listed.Select(terminal => terminal.Id));
        var (foreign, missing) = (await SendAsync($"DELETE /api/terminals/{his}", Bearer(token)), await SendAsync($"DELETE /api/terminals/{new string('0', 32)}", Bearer(token)));
        Assert.Equal((404, 404), (foreign.Status, missing.Status));
        Assert.NotNull(_gateway.Terminals.Find(bob.Id, his));
        Assert.Equal(204, (await SendAsync($"DELETE /api/terminals/{mine}", Bearer(token))).Status);
        Assert.Null(_gateway.Terminals.Find(alice.Id, mine));
        await _gateway.Terminals.CloseAsync(_gateway.Terminals.Find(bob.Id, his)!);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("https://127.0.0.1")]
    public async Task A_page_of_another_site_is_refused_whatever_it_shows(string origin)
    {
        string terminal = Open(SignedIn.Person("p"));
        var (token, _) = await _gateway.TokenAsync(SignedIn.Person("p"));
        foreach (string authorization in new[] { Bearer(token), Bearer("gwt_x"), "Authorization: Bearer", "Authorization: bearer x" })
        {
            Assert.Equal(403, (await SendAsync($"DELETE /api/terminals/{terminal}", authorization, $"Origin: {origin}")).Status);
            Assert.Equal(403, (await SendAsync("POST /api/visit", authorization, $"Origin: {origin}")).Status);
            Assert.Equal(403, (await RawHttp.SendAsync(_gateway.Address, "GET /hub", RawHttp.Upgrade(authorization, $"Origin: {origin}"))).Status);
        }
        Assert.NotNull(_gateway.Terminals.Find("proxy:p", terminal));
        await _gateway.Terminals.CloseAsync(_gateway.Terminals.Find("proxy:p", terminal)!);
    }

    [Fact]
    public async Task Without_a_token_a_missing_origin_is_refused_as_ever()
    {
        var cookies = await _gateway.SignInAsync(SignedIn.Person("q"));
        string cookie = $"Cookie: {cookies.GetCookieHeader(_gateway.Address)}";
        foreach (string authorization in new[] { "X: y", "Authorization: Basic YTpi", "Authorization: Bearerx y", "Proxy-Authorization: Bearer x" })
        {
            Assert.Equal(403, (await SendAsync("PUT /api/me/settings", cookie, authorization)).Status);
            Assert.Equal(403, (await RawHttp.SendAsync(_gateway.Address, "GET /hub", RawHttp.Upgrade(cookie, authorization))).Status);
        }
    }

    [Fact]
    public async Task Preflights_are_never_granted()
    {
        var answer = await SendAsync("OPTIONS /api/terminals", "Origin: http://evil.example", "Access-Control-Request-Method: DELETE", "Access-Control-Request-Headers: authorization");
        Assert.Equal(403, answer.Status);
        var (token, _) = await _gateway.TokenAsync(SignedIn.Person("q"));
        var read = await SendAsync("GET /api/terminals", Bearer(token), "Origin: http://evil.example");
        foreach (var one in new[] { answer, read }) Assert.DoesNotContain("Access-Control-Allow", one.Head, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task With_a_token_no_cookie_counts()
    {
        var cookies = await _gateway.SignInAsync(SignedIn.Person("victim"));
        string cookie = $"Cookie: {cookies.GetCookieHeader(_gateway.Address)}";
        Assert.Equal(200, (await SendAsync("GET /api/me/settings", cookie)).Status);
        var (token, _) = await _gateway.TokenAsync(SignedIn.Person("other"));
        Assert.Equal(403, (await SendAsync("GET /api/me/settings", cookie, Bearer(token))).Status);
        foreach (string wrong in new[] { "gwt_" + new string('A', 43), "x", "" })
        {
            var answer = await SendAsync("PUT /api/me/settings", cookie, Bearer(wrong).TrimEnd() + (wrong.Length == 0 ? " -" : ""), "Content-Type: application/json");
            Assert.Equal(401, answer.Status);
            Assert.Equal(["Bearer error=\"invalid_token\""], answer.Header("WWW-Authenticate"));
        }
    }

    [Fact]
    public async Task A_token_in_the_address_or_the_body_is_no_token()
    {
        var (token, _) = await _gateway.TokenAsync(SignedIn.Person("q"));
        foreach (string name in new[] { "access_token", "token", "authorization", "Authorization" })
            Assert.Equal(401, (await SendAsync($"GET /api/terminals?{name}={token}")).Status);
        Assert.Equal(401, (await SendAsync("GET /api/terminals", $"Cookie: access_token={token}; Authorization=Bearer {token}")).Status);
        Assert.Equal(401, (await SendAsync("GET /api/terminals", $"Authorization: Basic {Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(token + ":"))}")).Status);
        Assert.Equal(403, (await RawHttp.SendAsync(_gateway.Address, $"GET /hub?access_token={token}", RawHttp.Upgrade())).Status);
    }

    [Fact]
    public async Task A_script_opens_the_hubs_connection_with_its_token_and_without_an_origin()
    {
        var (token, _) = await _gateway.TokenAsync(SignedIn.Person("q"));
        Assert.Equal(101, (await RawHttp.SendAsync(_gateway.Address, "GET /hub", RawHttp.Upgrade(Bearer(token)))).Status);
    }

    [Theory]
    [InlineData(TokenScopes.Watch)]
    [InlineData(TokenScopes.Read | TokenScopes.Administer)]
    public async Task A_token_for_something_else_is_refused(TokenScopes scopes)
    {
        string terminal = Open(SignedIn.Person("r"));
        var (token, _) = await _gateway.TokenAsync(SignedIn.Person("r"), scopes);
        Assert.Equal(403, (await SendAsync("GET /api/terminals", Bearer(token))).Status);
        Assert.Equal(403, (await SendAsync($"DELETE /api/terminals/{terminal}", Bearer(token))).Status);
        Assert.NotNull(_gateway.Terminals.Find("proxy:r", terminal));
        await _gateway.Terminals.CloseAsync(_gateway.Terminals.Find("proxy:r", terminal)!);
    }

    [Fact]
    public async Task An_expired_token_a_revoked_one_and_one_that_never_was_are_the_same()
    {
        var time = new ManualTime();
        await using var gateway = await TestGateway.StartAsync([22], time: time, adjust: SignedIn.Required);
        var (expired, _) = await gateway.TokenAsync(SignedIn.Person("a"), days: 1);
        var (revoked, kept) = await gateway.TokenAsync(SignedIn.Person("a"), days: 30);
        Assert.Equal(200, (await RawHttp.SendAsync(gateway.Address, "GET /api/terminals", Bearer(expired))).Status);
        var (signIn, _) = await gateway.Services.GetRequiredService<SignIns>().BeginAsync(SignedIn.Person("a"), "", "");
        Assert.True(await gateway.Services.GetRequiredService<ApiTokens>().RevokeAsync(Caller.Of(signIn, ""), kept.Id));
        time.Advance(TimeSpan.FromDays(1));
        List<string> answers = [];
        foreach (string token in new[] { expired, revoked, "gwt_" + new string('A', 43), "gwt_", "x" })
        {
            var answer = await RawHttp.SendAsync(gateway.Address, "GET /api/terminals", Bearer(token), "Accept: application/json");
            Assert.Equal(401, answer.Status);
            answers.Add(System.Text.RegularExpressions.Regex.Replace(answer.Body, "\"traceId\":\"[^\"]*\"", ""));
        }
        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task Tokens_stand_neither_in_the_log_nor_in_any_file()
    {
        await using var gateway = await TestGateway.StartAsync([22], adjust: SignedIn.Required, change: file => file["logging"]!["level"] = "debug");
        var (token, kept) = await gateway.TokenAsync(SignedIn.Person("a"));
        await RawHttp.SendAsync(gateway.Address, "GET /api/terminals", Bearer(token));
        await RawHttp.SendAsync(gateway.Address, $"GET /api/terminals?token={token}");
        await RawHttp.SendAsync(gateway.Address, "GET /api/me/tokens", Bearer(token));
        await RawHttp.SendAsync(gateway.Address, "GET /api/terminals", Bearer(token + "x"));
        await gateway.StopAsync();
        string secret = token[ApiTokens.Prefix.Length..];
        Assert.All(Directory.GetFiles(gateway.DataFolder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)), file =>
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), System.Text.Encoding.Latin1);
            Assert.DoesNotContain(secret, reader.ReadToEnd(), StringComparison.Ordinal);
        });
        Assert.Contains(Directory.GetFiles(gateway.DataFolder, "records.db*"), file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file)).Contains(kept.Id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_nobody_signs_in_a_token_opens_nothing_and_no_origin_is_spared()
    {
        await using var gateway = await TestGateway.StartAsync([22]);
        string cookie = $"Cookie: {(await gateway.VisitAsync()).GetCookieHeader(gateway.Address)}";
        Assert.Equal(403, (await RawHttp.SendAsync(gateway.Address, $"DELETE /api/terminals/{new string('0', 32)}", cookie, Bearer("x"))).Status);
        Assert.Equal(403, (await RawHttp.SendAsync(gateway.Address, "GET /hub", RawHttp.Upgrade(cookie, Bearer("x")))).Status);
        Assert.Equal(404, (await RawHttp.SendAsync(gateway.Address, "GET /api/me/tokens", cookie)).Status);
        Assert.Equal(200, (await RawHttp.SendAsync(gateway.Address, "GET /api/terminals", cookie)).Status);
        Assert.Equal(401, (await RawHttp.SendAsync(gateway.Address, "GET /api/terminals", Bearer("x"))).Status);
    }

    private static string Bearer(string token) => $"Authorization: Bearer {token}";

    private Task<RawAnswer> SendAsync(string line, params string[] headers) => RawHttp.SendAsync(_gateway.Address, line, [.. headers, "Content-Length: 0"]);

    private string Open(Person person)
    {
        var methods = _gateway.Services.GetRequiredService<MethodCatalog>();
        Assert.Equal(LinkVerdict.Allowed, methods.Read("ssh", SshServer.User, shared.Server.Port.ToString(CultureInfo.InvariantCulture), out var request));
        Assert.Null(_gateway.Terminals.Open(person.Id, request!, new TerminalSize(80, 24), out var terminal));
        return terminal!.Id;
    }
}
