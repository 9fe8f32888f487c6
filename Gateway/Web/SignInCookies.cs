using Gateway.Access.Identity;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Gateway.Web;

/// <summary>How the sign-in's cookies look, which depends on where the gateway is published.</summary>
internal static class SignInCookies
{
    public static void AddSignInCookies(this IServiceCollection services, WebOptions options)
    {
        var secure = options.AlwaysHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        foreach (string scheme in new[] { SignInCookie.Scheme, SignInCookie.NewScheme })
            services.Configure<CookieAuthenticationOptions>(scheme, person =>
            {
                person.Cookie.Name = options.AlwaysHttps ? "__Host-gateway-person" : "gateway-person";
                person.Cookie.Path = !options.AlwaysHttps && options.PathBase.HasValue ? options.PathBase : "/";
                person.Cookie.HttpOnly = true;
                person.Cookie.SameSite = SameSiteMode.Strict;
                person.Cookie.SecurePolicy = secure;
            });
        services.Configure<OidcHandlerOptions>(OidcHandler.Name, oidc =>
        {
            oidc.PublicUrl = options.PublicUrl;
            oidc.CorrelationCookie.SecurePolicy = secure;
            // A page of a host below ours, as devices' are, can set cookies for ours, but none of that prefix (RFC 6265bis, 4.1.3.2).
            if (options.AlwaysHttps) oidc.CorrelationCookie.Name = "__Host-" + oidc.CorrelationCookie.Name;
            oidc.CorrelationCookie.Path = options.AlwaysHttps ? "/" : options.PathBase.Add(OidcHandler.Path);
        });
    }
}
