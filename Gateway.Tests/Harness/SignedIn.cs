using System.Net;
using System.Security.Claims;
using Gateway.Access;
using Gateway.Access.Identity;
using Gateway.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.Harness;

/// <summary>People who have signed in, without the way there.</summary>
internal static class SignedIn
{
    // What the cookie handler writes where tickets are stored (CookieAuthenticationHandler).
    private const string SessionClaim = "Microsoft.AspNetCore.Authentication.Cookies-SessionId";

    /// <summary>A gateway where people have to sign in, and nobody can by himself: the proxy that could say who comes is nowhere.</summary>
    public static GatewayConfiguration Required(GatewayConfiguration configuration) => configuration with
    {
        SignIn = configuration.SignIn with { Proxy = new ProxySignInSettings { From = [IPNetwork.Parse("192.0.2.1/32")] } },
        Policy = [new RuleSettings { Name = "all" }],
    };

    public static Person Person(string name, params string[] groups) => new(SignInWay.Proxy, name, name, groups);

    /// <summary>The cookies of a browser in which somebody has just signed in.</summary>
    public static async Task<CookieContainer> SignInAsync(this TestGateway gateway, Person person)
    {
        var (_, key) = await gateway.Services.GetRequiredService<SignIns>().BeginAsync(person, "127.0.0.1", "a test");
        var options = gateway.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(SignInCookie.Scheme);
        var ticket = new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(SessionClaim, key)], SignInCookie.Scheme)), null, SignInCookie.Scheme);
        var cookies = new CookieContainer();
        cookies.Add(gateway.Address, new Cookie(options.Cookie.Name!, options.TicketDataFormat.Protect(ticket)));
        return cookies;
    }

    /// <summary>A token of a person.</summary>
    public static async Task<(string Token, ApiToken Kept)> TokenAsync(this TestGateway gateway, Person person, TokenScopes scopes = TokenScopes.Terminals, int days = 1)
    {
        var (signIn, _) = await gateway.Services.GetRequiredService<SignIns>().BeginAsync(person, "127.0.0.1", "a test");
        var (token, kept, failure) = await gateway.Services.GetRequiredService<ApiTokens>().CreateAsync(Caller.Of(signIn, "127.0.0.1"), "script", scopes, days);
        return failure is null ? (token, kept) : throw new InvalidOperationException($"{failure}");
    }
}
