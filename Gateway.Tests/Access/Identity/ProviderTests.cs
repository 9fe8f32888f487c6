using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Gateway.Tests.Access.Identity;

/// <summary>A provider that is slow, talks rubbish, changes its keys or pretends to be another.</summary>
public sealed class ProviderTests
{
    private const string Metadata = "/.well-known/openid-configuration";

    private static readonly Dictionary<string, Action<RogueProvider>> Rubbish = new()
    {
        ["another's name"] = provider => provider.Metadata["issuer"] = "https://evil.example",
        ["no name"] = provider => provider.Metadata["issuer"] = null,
        ["no token endpoint"] = provider => provider.Metadata["token_endpoint"] = null,
        ["a token endpoint that is no address"] = provider => provider.Metadata["token_endpoint"] = "file:///etc/passwd",
        ["an authorization endpoint that is a script"] = provider => provider.Metadata["authorization_endpoint"] = "javascript:alert(1)",
        ["words"] = provider => provider.Instead[Metadata] = context => context.Response.WriteAsync("<h1>It works!</h1>"),
        ["nothing there"] = provider => provider.Instead[Metadata] = Status(404),
        ["a fault"] = provider => provider.Instead[Metadata] = Status(500),
        ["keys that are none"] = provider => provider.Instead["/jwks"] = context => context.Response.WriteAsync("[]"),
        ["somewhere else"] = provider => provider.Instead[Metadata] = context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        },
    };

    private static readonly Dictionary<string, (string Path, RequestDelegate Answer)> RubbishLater = new()
    {
        ["a token endpoint with words"] = ("/token", context => context.Response.WriteAsync("<h1>It works!</h1>")),
        ["a token endpoint with a list"] = ("/token", context => context.Response.WriteAsync("[1]")),
        ["a token endpoint without an ID token"] = ("/token", context => context.Response.WriteAsync("""{"access_token":"x","token_type":"Bearer"}""")),
        ["a token endpoint that fails"] = ("/token", Status(502)),
        ["userinfo with words"] = ("/me", context => context.Response.WriteAsync("<h1>It works!</h1>")),
        ["userinfo that fails"] = ("/me", Status(500)),
    };

    public static TheoryData<string> AllRubbish => [.. Rubbish.Keys];

    [Theory]
    [MemberData(nameof(AllRubbish))]
    public async Task Rubbish_instead_of_metadata_leads_back_to_the_sign_in_page(string which)
    {
        await using var provider = await RogueProvider.StartAsync();
        Rubbish[which](provider);
        await using var gateway = await StartAsync(provider);
        using var browser = gateway.Browser();
        Assert.Equal("unusable", (await RogueFixture.LeaveAsync(browser)).Values.First());
    }

    [Fact]
    public async Task Rubbish_later_does_too()
    {
        await using var rogue = new Rogue();
        await rogue.StartAsync();
        foreach (var (name, (path, answer)) in RubbishLater)
        {
            rogue.Provider.Instead.Clear();
            rogue.Provider.Instead[path] = answer;
            var (location, me) = await rogue.Fixture.SignInAsync(nonce =>
            {
                var claims = rogue.Fixture.Claims(nonce);
                claims.Remove("groups");
                return rogue.Provider.Sign(claims);
            });
            Assert.Equal((name, "/sign-in?trouble=unusable&next=%2F"), (name, location));
            Assert.Null(me);
        }
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_given_up_within_seconds()
    {
        await using var provider = await RogueProvider.StartAsync();
        provider.Instead[Metadata] = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await using var gateway = await StartAsync(provider);
        using var browser = gateway.Browser();
        var waited = Stopwatch.StartNew();
        // Everybody who comes meanwhile waits for the same question.
        var all = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => RogueFixture.LeaveAsync(browser)));
        Assert.All(all, one => Assert.Equal("unreachable", one.Values.First()));
        Assert.InRange(waited.Elapsed, TimeSpan.FromSeconds(1), HubClient.Patience);
        Assert.Equal(1, provider.Asked);
    }

    [Fact]
    public async Task After_a_change_of_keys_the_first_person_gets_in_and_strangers_cannot_make_the_gateway_ask_for_ever()
    {
        await using var rogue = new Rogue();
        await rogue.StartAsync();
        Assert.NotNull((await rogue.SignInAsync()).Me);
        rogue.Provider.Rotate();
        Assert.NotNull((await rogue.SignInAsync()).Me);
        int asked = rogue.Provider.Asked;
        using var stranger = RSA.Create(2048);
        for (int tries = 0; tries < 3; tries++)
            Assert.Null((await rogue.Fixture.SignInAsync(nonce => rogue.Provider.Sign(rogue.Fixture.Claims(nonce), stranger, $"key {tries}"))).Me);
        Assert.Equal(asked, rogue.Provider.Asked);
    }

    [Fact]
    public async Task A_provider_that_promises_its_name_has_to_give_it()
    {
        await using var rogue = new Rogue();
        rogue.Prepare = provider => provider.Metadata["authorization_response_iss_parameter_supported"] = true;
        await rogue.StartAsync();
        Assert.Equal("/sign-in?trouble=refused&next=%2F", (await rogue.SignInAsync()).Location);
        Assert.NotNull((await rogue.SignInAsync($"&iss={Uri.EscapeDataString(rogue.Provider.Issuer)}")).Me);
    }

    [Theory]
    [InlineData(true, "/")]
    [InlineData(false, "/sign-in?trouble=nameless&next=%2F")]
    [InlineData("true", "/sign-in?trouble=nameless&next=%2F")]
    [InlineData(null, "/sign-in?trouble=nameless&next=%2F")]
    public async Task An_address_is_a_name_only_if_the_provider_has_verified_it(object? verified, string expected)
    {
        await using var provider = await RogueProvider.StartAsync();
        await using var gateway = await TestGateway.StartAsync([22], adjust: configuration => configuration with { SignIn = provider.Settings with { Oidc = provider.Settings.Oidc with { NameClaim = "email" } } });
        using var browser = gateway.Browser();
        var asked = await RogueFixture.LeaveAsync(browser);
        provider.UserInfo = new JsonObject { ["sub"] = "1" };
        provider.IdToken = provider.Sign(new JsonObject
        {
            ["iss"] = provider.Issuer,
            ["aud"] = RogueProvider.ClientId,
            ["sub"] = "1",
            ["nonce"] = asked["nonce"],
            ["exp"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 300,
            ["email"] = "alice@example.org",
            ["email_verified"] = verified switch { bool yes => yes, string text => text, _ => null },
        });
        Assert.Equal(expected, (await RogueFixture.ComeBackAsync(browser, asked["state"]!)).Location);
    }

    [Fact]
    public async Task Who_comes_back_after_ten_minutes_begins_anew()
    {
        var time = new ManualTime();
        await using var provider = await RogueProvider.StartAsync();
        await using var gateway = await TestGateway.StartAsync([22], time: time, adjust: configuration => configuration with { SignIn = provider.Settings });
        // A browser that keeps the cookie for longer than it was told to.
        using var forever = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = gateway.Address };
        using var left = await forever.GetAsync("sign-in/oidc");
        string cookie = left.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        forever.DefaultRequestHeaders.Add("Cookie", cookie);
        string state = left.Headers.Location!.Query.Split("state=")[1].Split('&')[0];
        time.Advance(TimeSpan.FromMinutes(11));
        using var back = await forever.GetAsync($"sign-in/oidc/callback?code=c&state={state}");
        Assert.Equal(HttpStatusCode.Found, back.StatusCode);
        Assert.Equal("/sign-in?trouble=stale&next=%2F", back.Headers.Location!.OriginalString);
    }

    private static Task<TestGateway> StartAsync(RogueProvider provider) => TestGateway.StartAsync([22], adjust: configuration => configuration with { SignIn = provider.Settings });

    private static RequestDelegate Status(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    private sealed class Rogue : IAsyncDisposable
    {
        public RogueFixture Fixture { get; } = new();

        public RogueProvider Provider => Fixture.Provider;

        public Action<RogueProvider>? Prepare { get; set; }

        public async Task StartAsync()
        {
            await ((IAsyncLifetime)Fixture).InitializeAsync();
            Prepare?.Invoke(Provider);
        }

        public Task<(string Location, Gateway.Web.Me? Me)> SignInAsync(string more = "") => Fixture.SignInAsync(nonce => Provider.Sign(Fixture.Claims(nonce)), more);

        public async ValueTask DisposeAsync() => await ((IAsyncLifetime)Fixture).DisposeAsync();
    }
}
