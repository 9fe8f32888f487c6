using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace Gateway.Access.Identity;

/// <summary>What both schemes of the sign-in cookie have in common, set once there are services.</summary>
internal sealed class SignInCookieSetup(SignInCookie store, IDataProtectionProvider protection) : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    public void Configure(CookieAuthenticationOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, CookieAuthenticationOptions options)
    {
        if (name is not (SignInCookie.Scheme or SignInCookie.NewScheme)) return;
        options.SessionStore = store;
        options.TicketDataFormat = new TicketDataFormat(protection.CreateProtector("gateway.sign-in.v1"));
        options.SlidingExpiration = false; // SignIns knows when one ends
        options.CookieManager = new OneCookie(reads: name == SignInCookie.Scheme);
    }

    private sealed class OneCookie(bool reads) : ICookieManager
    {
        private readonly ChunkingCookieManager _inner = new();

        public string? GetRequestCookie(HttpContext context, string key) => reads ? _inner.GetRequestCookie(context, key) : null;

        public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) => _inner.AppendResponseCookie(context, key, value, options);

        public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _inner.DeleteCookie(context, key, options);
    }
}
