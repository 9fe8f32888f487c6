using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;
using Gateway.Web;
using Microsoft.AspNetCore.WebUtilities;
using Xunit;

namespace Gateway.Tests.Access.Identity;

/// <summary>A gateway that signs people in at a provider that can be told to misbehave.</summary>
public sealed class RogueFixture : IAsyncLifetime
{
    private RogueProvider? _provider;
    private TestGateway? _gateway;

    internal RogueProvider Provider => _provider!;

    internal TestGateway Gateway => _gateway!;

    /// <summary>Claims of a token that is right in every way.</summary>
    internal JsonObject Claims(string nonce, DateTimeOffset? now = null) => new()
    {
        ["iss"] = Provider.Issuer,
        ["aud"] = RogueProvider.ClientId,
        ["sub"] = "1",
        ["nonce"] = nonce,
        ["iat"] = (now ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds(),
        ["exp"] = (now ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds() + 300,
        ["preferred_username"] = "alice",
        ["groups"] = new JsonArray("staff"),
    };

    /// <summary>Goes to the provider and comes back with a token; where the browser is sent then.</summary>
    internal async Task<(string Location, Me? Me)> SignInAsync(Func<string, string> token, string more = "", TestGateway? gateway = null)
    {
        using var browser = (gateway ?? Gateway).Browser();
        var asked = await LeaveAsync(browser);
        Provider.IdToken = token(asked["nonce"]!);
        return await ComeBackAsync(browser, asked["state"]!, more);
    }

    internal static async Task<Dictionary<string, string?>> LeaveAsync(HttpClient browser)
    {
        using var left = await browser.GetAsync("sign-in/oidc");
        return QueryHelpers.ParseQuery(left.Headers.Location!.IsAbsoluteUri ? left.Headers.Location.Query : left.Headers.Location.OriginalString).ToDictionary(one => one.Key.TrimStart('?'), one => (string?)one.Value);
    }

    internal static async Task<(string Location, Me? Me)> ComeBackAsync(HttpClient browser, string state, string more = "")
    {
        using var back = await browser.GetAsync($"sign-in/oidc/callback?code=c&state={Uri.EscapeDataString(state)}{more}");
        using var me = await browser.GetAsync("api/me");
        return (back.Headers.Location!.OriginalString, me.StatusCode == HttpStatusCode.OK ? await me.Content.ReadFromJsonAsync<Me>() : null);
    }

    async Task IAsyncLifetime.InitializeAsync()
    {
        _provider = await RogueProvider.StartAsync();
        _gateway = await TestGateway.StartAsync([22], adjust: configuration => configuration with { SignIn = Provider.Settings });
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Provider.DisposeAsync();
    }
}
