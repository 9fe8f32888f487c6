using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Gateway.Access.Identity;

/// <summary>The cookie of a signed-in browser: a key, protected by the framework's cookie handler, to what is stored about the sign-in.</summary>
public sealed class SignInCookie(SignIns signIns) : ITicketStore
{
    /// <summary>Name of the authentication scheme.</summary>
    public const string Scheme = "gateway";

    /// <summary>
    /// Name of the scheme that only writes. The framework's handler writes the key of a cookie that came with the
    /// request again, so a new sign-in would get the old one's key (session fixation).
    /// </summary>
    public const string NewScheme = "gateway-new";

    private const string Found = "signin";

    /// <summary>The sign-in behind an authenticated request; null for none.</summary>
    public static SignIn? Of(AuthenticateResult result) => result.Succeeded ? result.Properties.GetParameter<SignIn>(Found) : null;

    /// <summary>A ticket that makes the cookie handler write the cookie of a sign-in that was just begun.</summary>
    /// <param name="signIn">The sign-in.</param>
    /// <param name="key">The key that proves it.</param>
    public static (ClaimsPrincipal Principal, AuthenticationProperties Properties) Ticket(SignIn signIn, string key)
    {
        var properties = new AuthenticationProperties { IssuedUtc = signIn.Since, ExpiresUtc = signIn.Expires, AllowRefresh = false };
        properties.SetParameter(Found, signIn);
        properties.SetParameter("key", key);
        return (Principal(signIn), properties);
    }

    /// <inheritdoc/>
    public Task<string> StoreAsync(AuthenticationTicket ticket) => Task.FromResult(ticket.Properties.GetParameter<string>("key") ?? throw new InvalidOperationException("A sign-in begins with SignIns.BeginAsync."));

    /// <inheritdoc/>
    public Task RenewAsync(string key, AuthenticationTicket ticket) => Task.CompletedTask; // SignIns.TouchAsync does that

    /// <inheritdoc/>
    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        if (await signIns.FindAsync(key) is not { } signIn) return null;
        var (principal, properties) = Ticket(signIn, key);
        return new AuthenticationTicket(principal, properties, Scheme);
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(string key)
    {
        if (await signIns.FindAsync(key) is { } signIn) await signIns.RevokeAsync(signIn.Id);
    }

    private static ClaimsPrincipal Principal(SignIn signIn) => new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, signIn.Person.Id)], Scheme));
}
