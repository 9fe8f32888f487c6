using System.Net;
using System.Net.Http.Json;
using Gateway.Configuration;
using Gateway.Tests.Harness;
using Gateway.Web;
using Xunit;

namespace Gateway.Tests.Access.Identity;

/// <summary>The routes of sign-ins, as nobody, as the wrong person and as the right one.</summary>
public sealed class SignInRouteTests : IAsyncLifetime
{
    private TestGateway? _gateway;

    private TestGateway Gateway => _gateway!;

    [Fact]
    public async Task Nobody_is_told_anything_and_everything_says_so_as_problem_json()
    {
        using var nobody = Gateway.Browser();
        foreach (var (method, path) in new (HttpMethod, string)[]
        {
            (HttpMethod.Get, "api/me"), (HttpMethod.Get, "api/me/sign-ins"), (HttpMethod.Get, "api/sign-ins"), (HttpMethod.Delete, "api/sign-ins/x"), (HttpMethod.Delete, "api/me/sign-ins/x"),
            (HttpMethod.Post, "api/sign-out/everywhere"), (HttpMethod.Post, "api/visit"),
        })
        {
            using var answer = await SendAsync(nobody, method, path);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
            Assert.Contains("\"code\":\"signin\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
        using var shell = await nobody.GetAsync("me");
        Assert.Equal(HttpStatusCode.OK, shell.StatusCode); // the same for everybody, without content
        Assert.DoesNotContain("alice", await shell.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_sees_and_revokes_only_what_is_his_own()
    {
        using var alice = await SignInAsync("alice");
        using var phone = await SignInAsync("alice");
        using var bob = await SignInAsync("bob");
        var own = await ListAsync(alice, "api/me/sign-ins");
        Assert.Equal(2, own.Length);
        Assert.All(own, one => Assert.Equal("proxy:alice", one.PersonId));
        string others = (await ListAsync(bob, "api/me/sign-ins")).Single().Id, phones = (await ListAsync(phone, "api/me/sign-ins")).Single(one => one.IsCurrent).Id;
        Assert.NotEqual(phones, own.Single(one => one.IsCurrent).Id);

        using var foreign = await SendAsync(alice, HttpMethod.Delete, $"api/me/sign-ins/{others}");
        using var missing = await SendAsync(alice, HttpMethod.Delete, "api/me/sign-ins/0123456789abcdef0123456789abcdef");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal((missing.StatusCode, await missing.Content.ReadAsStringAsync()), (foreign.StatusCode, await foreign.Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(bob));

        using var revoked = await SendAsync(alice, HttpMethod.Delete, $"api/me/sign-ins/{phones}");
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(phone));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(alice));
    }

    [Fact]
    public async Task Only_administrators_see_and_revoke_everybodys()
    {
        using var alice = await SignInAsync("alice");
        using var root = await SignInAsync("root");
        string id = (await ListAsync(alice, "api/me/sign-ins")).Single().Id, roots = (await ListAsync(root, "api/me/sign-ins")).Single().Id;
        foreach (var (method, path) in new (HttpMethod, string)[] { (HttpMethod.Get, "api/sign-ins"), (HttpMethod.Delete, $"api/sign-ins/{roots}"), (HttpMethod.Delete, $"api/sign-ins/{id}") })
        {
            using var refused = await SendAsync(alice, method, path);
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }
        Assert.Equal(["proxy:alice", "proxy:root"], (await ListAsync(root, "api/sign-ins")).Select(one => one.PersonId).Order());
        Assert.True((await root.GetFromJsonAsync<Me>("api/me"))!.Administrator);
        Assert.False((await alice.GetFromJsonAsync<Me>("api/me"))!.Administrator);
        using var revoked = await SendAsync(root, HttpMethod.Delete, $"api/sign-ins/{id}");
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(alice));
        using var again = await SendAsync(root, HttpMethod.Delete, $"api/sign-ins/{id}");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_this_one_and_everywhere_all_of_them()
    {
        using var alice = await SignInAsync("alice");
        using var phone = await SignInAsync("alice");
        using var tablet = await SignInAsync("alice");
        using var bob = await SignInAsync("bob");
        using var left = await SendAsync(alice, HttpMethod.Post, "api/sign-out");
        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        Assert.Contains("expires=Thu, 01 Jan 1970", left.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await StatusAsync(alice), await StatusAsync(phone)));
        using var twice = await SendAsync(alice, HttpMethod.Post, "api/sign-out");
        Assert.Equal(HttpStatusCode.NoContent, twice.StatusCode);
        using var everywhere = await SendAsync(phone, HttpMethod.Post, "api/sign-out/everywhere");
        Assert.Equal(HttpStatusCode.NoContent, everywhere.StatusCode);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await StatusAsync(phone), await StatusAsync(tablet), await StatusAsync(bob)));
    }

    [Fact]
    public async Task A_cookie_that_somebody_planted_is_not_the_one_that_is_signed_in()
    {
        using var attacker = await SignInAsync("mallory");
        var planted = Jars[attacker].GetAllCookies().Single(cookie => cookie.Name == "gateway-person").Value;
        using var victim = Browser();
        Jars[victim].Add(Gateway.Address, new Cookie("gateway-person", planted));
        using var signedIn = await SendAsync(victim, HttpMethod.Post, "api/sign-in/connection", "alice");
        Assert.Equal(HttpStatusCode.NoContent, signedIn.StatusCode);
        Assert.NotEqual(planted, Jars[victim].GetAllCookies().Single(cookie => cookie.Name == "gateway-person").Value);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(attacker));
        Assert.Equal("proxy:alice", (await victim.GetFromJsonAsync<Me>("api/me"))!.Id);
    }

    [Fact]
    public async Task A_cookie_of_a_made_up_key_is_nobodys()
    {
        using var browser = Browser();
        foreach (string made in new[] { "x", new string('A', 64), "CfDJ8AAAA" })
        {
            Jars[browser].Add(Gateway.Address, new Cookie("gateway-person", made));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser));
        }
    }

    [Fact]
    public async Task Every_wrong_password_answers_alike_and_bad_requests_break_nothing()
    {
        await using var gateway = await TestGateway.StartAsync([22], adjust: configuration => configuration with { SignIn = new SignInSettings { People = "/nowhere/people.json" } });
        using var browser = gateway.Browser();
        List<string> answers = [];
        foreach (object body in new object[] { new { name = "alice", password = "x", code = "" }, new { name = "", password = "" }, new { } })
        {
            using var answer = await PostAsync(JsonContent.Create(body));
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            answers.Add(await answer.Content.ReadAsStringAsync());
        }
        Assert.Single(answers.Distinct());
        foreach (string body in new[] { "", "{", "[]", "null", "{\"name\":7}" })
        {
            using var answer = await PostAsync(new StringContent(body, null, "application/json"));
            Assert.Equal((body, HttpStatusCode.BadRequest), (body, answer.StatusCode));
        }
        using var form = await PostAsync(new FormUrlEncodedContent([new("name", "alice")]));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, form.StatusCode);

        async Task<HttpResponseMessage> PostAsync(HttpContent content)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/sign-in") { Content = content, Headers = { { "Origin", gateway.Address.GetLeftPart(UriPartial.Authority) } } };
            return await browser.SendAsync(request);
        }
    }

    [Fact]
    public async Task Ways_that_are_not_configured_are_not_there()
    {
        using var browser = Gateway.Browser();
        foreach (var (method, path) in new (HttpMethod, string)[] { (HttpMethod.Get, "sign-in/oidc"), (HttpMethod.Get, "sign-in/oidc/callback?code=x&state=y") })
        {
            using var answer = await SendAsync(browser, method, path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        using var page = await browser.GetAsync("sign-in?trouble=%3Cscript%3E");
        string text = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync());
        Assert.Contains("""
            "ways":{"password":false,"code":false,"oidc":"","connection":true,"trouble":""}
            """, text, StringComparison.Ordinal);
        Assert.Contains("\"signIn\":true", text, StringComparison.Ordinal);
    }

    private Dictionary<HttpClient, CookieContainer> Jars { get; } = [];

    async Task IAsyncLifetime.InitializeAsync() => _gateway = await TestGateway.StartAsync([22], adjust: configuration => configuration with
    {
        SignIn = new SignInSettings { Proxy = new ProxySignInSettings { From = [IPNetwork.Parse("127.0.0.0/8")] } },
        Administrators = new AdministratorSettings { People = ["proxy:root"] },
    });

    async Task IAsyncLifetime.DisposeAsync() => await Gateway.DisposeAsync();

    private HttpClient Browser()
    {
        var jar = new CookieContainer();
        var browser = Gateway.Browser(jar);
        Jars[browser] = jar;
        return browser;
    }

    private async Task<HttpClient> SignInAsync(string name)
    {
        var browser = Browser();
        using var answer = await SendAsync(browser, HttpMethod.Post, "api/sign-in/connection", name);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        return browser;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpClient browser, HttpMethod method, string path, string? proxyUser = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { "Origin", Gateway.Address.GetLeftPart(UriPartial.Authority) } } };
        if (proxyUser is not null) request.Headers.Add("X-Forwarded-User", proxyUser);
        return await browser.SendAsync(request);
    }

    private static async Task<SignInSummary[]> ListAsync(HttpClient browser, string path) => (await browser.GetFromJsonAsync<SignInSummary[]>(path))!;

    private static async Task<HttpStatusCode> StatusAsync(HttpClient browser)
    {
        using var answer = await browser.GetAsync("api/me");
        return answer.StatusCode;
    }
}
