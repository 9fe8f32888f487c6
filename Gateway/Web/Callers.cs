using Gateway.Access;
using Gateway.Access.Identity;
using Gateway.Access.Records;
using Microsoft.AspNetCore.Authentication;

namespace Gateway.Web;

/// <summary>Finds out who asks: a script with an API token, a browser in which somebody has signed in or, where nobody signs in, a visitor.</summary>
public sealed class Callers(SignInOptions signIn, SignIns signIns, ApiTokens tokens, ProxyIdentity proxy)
{
    private const string Scheme = "Bearer ";

    /// <summary>Whether a request shows an API token (RFC 6750), so that no cookie counts and no page of another site can have sent it.</summary>
    public static bool HasToken(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Somebody that another node acts for.</summary>
    /// <param name="id">Name of the sign-in.</param>
    /// <param name="address">Where he came from.</param>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    public async Task<Caller?> FindByIdAsync(string id, string address) => await signIns.GetAsync(id) is { } signIn ? Caller.Of(signIn, address) : null;

    /// <summary>Who asks; null for nobody known.</summary>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    public async Task<Caller?> FindAsync(HttpContext context)
    {
        string address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (!signIn.IsOn) return await Visitors.FindAsync(context) is { } visitor ? new Caller(visitor, address, null) : null;
        if (HasToken(context.Request))
            return await tokens.FindAsync(context.Request.Headers.Authorization.ToString()[Scheme.Length..].Trim(), address) is { } token ? Caller.Of(token, address) : null;
        if (SignInCookie.Of(await context.AuthenticateAsync(SignInCookie.Scheme)) is not { } found || proxy.Contradicts(context, found.Person)) return null;
        try
        {
            await signIns.TouchAsync(found, address, context.Request.Headers.UserAgent.ToString());
        }
        catch (RecordsUnavailableException)
        {
            // That it was used is noted the next time.
        }
        return Caller.Of(found, address);
    }
}
