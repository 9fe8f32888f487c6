using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Gateway.Access.Identity;

/// <summary>Puts the ways to sign in in place.</summary>
public static class IdentityRoom
{
    /// <summary>Adds the cookie of signed-in browsers and every configured way to get one.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">Which ways there are.</param>
    public static IServiceCollection AddIdentity(this IServiceCollection services, SignInOptions options)
    {
        services.AddSingleton<MemoryAttempts>();
        services.TryAddSingleton<IAttempts>(provider => provider.GetRequiredService<MemoryAttempts>());
        services.AddSingleton<PasswordHashing>();
        services.AddSingleton<OneTimeCodes>();
        services.AddSingleton<PeopleFile>();
        services.AddSingleton<KnownPeople>();
        services.AddSingleton<LdapDirectory>();
        services.AddSingleton<PasswordSignIn>();
        services.AddSingleton<SlowedSignIns>();
        services.AddSingleton<SignInCookie>();
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, SignInCookieSetup>();
        services.AddSingleton<BrowserSignIn>();
        services.AddSingleton<ProxyIdentity>();
        services.AddSingleton<CertificateIdentity>();
        // No scheme is anybody's default: what asks names the one it means.
        var schemes = services.AddAuthentication().AddCookie(SignInCookie.Scheme).AddCookie(SignInCookie.NewScheme);
        if (options.Oidc is { } oidc) services.AddOidc(schemes, oidc);
        return services;
    }

    private static void AddOidc(this IServiceCollection services, AuthenticationBuilder schemes, OidcOptions oidc)
    {
        services.AddSingleton(oidc);
        services.AddSingleton<OidcMetadata>();
        services.AddSingleton<IdTokens>();
        services.AddSingleton<OidcPeople>();
        services.AddSingleton<OidcEvents>();
        services.AddScoped<OidcSignIn>();
        services.AddOptions<OidcHandlerOptions>(OidcHandler.Name).Configure<OidcMetadata>((handler, metadata) => handler.Backchannel = metadata.Line);
        schemes.AddOAuth<OidcHandlerOptions, OidcHandler>(OidcHandler.Name, handler =>
        {
            handler.CallbackPath = OidcHandler.CallbackPath;
            handler.ClientId = oidc.ClientId;
            handler.EventsType = typeof(OidcEvents);
            handler.SignInScheme = SignInCookie.NewScheme;
            handler.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(10);
            handler.CorrelationCookie.Name = "gateway-oidc.";
            handler.CorrelationCookie.HttpOnly = true;
            handler.CorrelationCookie.SameSite = SameSiteMode.Lax; // it has to come along when the provider sends the browser back
        });
    }
}
