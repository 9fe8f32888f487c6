using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace Gateway.Access.Identity;

/// <summary>Puts the ways to sign in in place.</summary>
public static class IdentityRoom
{
    /// <summary>Adds the cookie of signed-in browsers and every configured way to get one.</summary>
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddSingleton<SignInCookie>();
        services.AddSingleton<ITicketStore>(provider => provider.GetRequiredService<SignInCookie>());
        services.AddSingleton<IPostConfigureOptions<CookieAuthenticationOptions>, CookieStore>();
        services.AddAuthentication().AddCookie(SignInCookie.Scheme);
        return services;
    }

    // The options are made before there are services.
    private sealed class CookieStore(SignInCookie store) : IPostConfigureOptions<CookieAuthenticationOptions>
    {
        public void PostConfigure(string? name, CookieAuthenticationOptions options) => options.SessionStore = store;
    }
}
