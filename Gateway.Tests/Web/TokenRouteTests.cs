using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Gateway.Access;
using Gateway.Tests.Harness;
using Gateway.Web;
using Xunit;

namespace Gateway.Tests.Web;

/// <summary>A gateway where people have to sign in.</summary>
public sealed class SignInGateway : IAsyncLifetime
{
    internal SshServer Server { get; private set; } = null!;

    internal TestGateway Gateway { get; private set; } = null!;

    async Task IAsyncLifetime.InitializeAsync()
    {
        Server = await SshServer.StartAsync();
        Gateway = await TestGateway.StartAsync([Server.Port], Server.Identity, adjust: SignedIn.Required);
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Server.DisposeAsync();
    }
}

/// <summary>A person's tokens and settings over HTTP.</summary>
public sealed class TokenRouteTests(SignInGateway shared) : IClassFixture<SignInGateway>
{
    private readonly TestGateway _gateway = shared.Gateway;

    [Fact]
    public async Task A_token_is_made_shown_once_listed_and_revoked()
    {
        using var alice = await BrowserAsync("alice");
        using var made = await SendAsync(alice, HttpMethod.Post, "api/me/tokens", """{"name":"backup","scopes":["terminals","watch"],"days":30}""");
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        Assert.True(made.Headers.CacheControl!.NoStore);
        var token = (await made.Content.ReadFromJsonAsync<NewToken>())!;
        string list = await alice.GetStringAsync("api/me/tokens");
        var listed = JsonSerializer.Deserialize<TokenSummary[]>(list, JsonSerializerOptions.Web)!.Single(one => one.Id == token.Summary.Id);
        Assert.Equal(("backup", "terminals watch", null, ""), (listed.Name, string.Join(' ', listed.Scopes), listed.Used, listed.Address));
        Assert.DoesNotContain("gwt_", list, StringComparison.Ordinal);
        Assert.DoesNotContain("hash", list, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(HttpMethod.Get, "api/terminals", token.Token));
        using (var gone = await SendAsync(alice, HttpMethod.Delete, $"api/me/tokens/{token.Summary.Id}")) Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(HttpMethod.Get, "api/terminals", token.Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"name":"a","scopes":["terminals"]}""")]
    [InlineData("""{"name":"a","scopes":["all"],"days":1}""")]
    [InlineData("""{"name":"a","scopes":[null],"days":1}""")]
    [InlineData("""{"name":"a","scopes":null,"days":1}""")]
    [InlineData("""{"name":7,"scopes":["terminals"],"days":1}""")]
    [InlineData("""{"name":"a","scopes":["terminals"],"days":1e99}""")]
    [InlineData("""{"name":"a\u0000","scopes":["terminals"],"days":1}""")]
    public async Task A_request_that_makes_no_sense_makes_no_token(string json)
    {
        using var eve = await BrowserAsync("eve");
        using var answer = await SendAsync(eve, HttpMethod.Post, "api/me/tokens", json);
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal("[]", await eve.GetStringAsync("api/me/tokens"));
    }

    [Fact]
    public async Task Another_persons_token_and_a_missing_one_are_the_same()
    {
        var (token, kept) = await _gateway.TokenAsync(SignedIn.Person("carol"));
        using var mallory = await BrowserAsync("mallory");
        using var foreign = await SendAsync(mallory, HttpMethod.Delete, $"api/me/tokens/{kept.Id}");
        using var missing = await SendAsync(mallory, HttpMethod.Delete, $"api/me/tokens/{new string('0', 32)}");
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Equal(await Untraced(missing), await Untraced(foreign));
        Assert.Equal("[]", await mallory.GetStringAsync("api/me/tokens"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(HttpMethod.Get, "api/terminals", token));
    }

    [Fact]
    public async Task A_token_neither_makes_tokens_nor_sees_or_ends_them_nor_reads_settings()
    {
        const TokenScopes all = TokenScopes.Terminals | TokenScopes.Watch | TokenScopes.Read | TokenScopes.Administer | TokenScopes.Recordings;
        var (token, kept) = await _gateway.TokenAsync(SignedIn.Person("dave"), all);
        foreach (var (method, path) in new[] { (HttpMethod.Get, "api/me/tokens"), (HttpMethod.Post, "api/me/tokens"), (HttpMethod.Delete, $"api/me/tokens/{kept.Id}"), (HttpMethod.Get, "api/me/settings"), (HttpMethod.Put, "api/me/settings") })
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(method, path, token));
    }

    [Fact]
    public async Task Settings_are_the_persons_own_and_the_last_who_writes_wins()
    {
        using var frank = await BrowserAsync("frank");
        using var again = await BrowserAsync("frank");
        using var other = await BrowserAsync("grace");
        Assert.Equal("{}", await frank.GetStringAsync("api/me/settings"));
        const string settings = """{"theme":"dark","font":{"size":14},"name":"</script>ä😀"}""";
        using (var kept = await SendAsync(frank, HttpMethod.Put, "api/me/settings", settings)) Assert.Equal(HttpStatusCode.NoContent, kept.StatusCode);
        Assert.Equal(settings, await again.GetStringAsync("api/me/settings"));
        using (var answer = await again.GetAsync(new Uri("api/me/settings", UriKind.Relative))) Assert.Equal(("application/json", true), (answer.Content.Headers.ContentType!.MediaType, answer.Headers.CacheControl!.NoStore));
        using (await SendAsync(again, HttpMethod.Put, "api/me/settings", """{"theme":"light"}""")) Assert.Equal("""{"theme":"light"}""", await frank.GetStringAsync("api/me/settings"));
        Assert.Equal("{}", await other.GetStringAsync("api/me/settings"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("\"{}\"")]
    [InlineData("{\"a\":\"\u0000\"}")]
    public async Task What_is_no_object_is_not_kept(string json)
    {
        using var heidi = await BrowserAsync("heidi");
        using var answer = await SendAsync(heidi, HttpMethod.Put, "api/me/settings", json);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("{}", await heidi.GetStringAsync("api/me/settings"));
    }

    [Fact]
    public async Task Settings_of_more_than_8_KiB_are_not_kept_however_they_come()
    {
        using var ivan = await BrowserAsync("ivan");
        string most = $$"""{"a":"{{new string('x', PersonSettings.Largest - 8)}}"}""";
        using (var kept = await SendAsync(ivan, HttpMethod.Put, "api/me/settings", most)) Assert.Equal(HttpStatusCode.NoContent, kept.StatusCode);
        using (var refused = await SendAsync(ivan, HttpMethod.Put, "api/me/settings", most.Replace("\"a\"", "\"aa\"", StringComparison.Ordinal))) Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using (var deep = await SendAsync(ivan, HttpMethod.Put, "api/me/settings", $$"""{"a":{{new string('[', 2000)}}{{new string(']', 2000)}}}""")) Assert.Equal(HttpStatusCode.BadRequest, deep.StatusCode);
        using var chunked = new HttpRequestMessage(HttpMethod.Put, "api/me/settings") { Content = JsonContent.Create(new { a = new string('x', 20_000) }), Headers = { { "Origin", Origin }, { "Transfer-Encoding", "chunked" } } };
        using (var refused = await ivan.SendAsync(chunked)) Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(most, await ivan.GetStringAsync("api/me/settings"));
    }

    [Fact]
    public async Task Nobody_gets_anything_and_is_told_how_to_come()
    {
        foreach (var (method, path) in new[] { (HttpMethod.Get, "api/me/tokens"), (HttpMethod.Get, "api/me/settings"), (HttpMethod.Get, "api/terminals") })
        {
            using var nobody = _gateway.Browser();
            using var answer = await SendAsync(nobody, method, path);
            Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (answer.StatusCode, answer.Headers.WwwAuthenticate.ToString()));
        }
    }

    private string Origin => _gateway.Address.GetLeftPart(UriPartial.Authority);

    private async Task<HttpClient> BrowserAsync(string person) => _gateway.Browser(await _gateway.SignInAsync(SignedIn.Person(person)));

    private async Task<HttpResponseMessage> SendAsync(HttpClient browser, HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { "Origin", Origin }, { "Accept", "application/json" } } };
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return await browser.SendAsync(request);
    }

    private async Task<HttpStatusCode> StatusAsync(HttpMethod method, string path, string token)
    {
        using var script = _gateway.Browser();
        using var request = new HttpRequestMessage(method, path) { Headers = { { "Authorization", $"Bearer {token}" } } };
        using var answer = await script.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<string> Untraced(HttpResponseMessage answer) =>
        System.Text.RegularExpressions.Regex.Replace(await answer.Content.ReadAsStringAsync(), "\"traceId\":\"[^\"]*\"", "");
}
