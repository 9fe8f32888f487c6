using Gateway.Access;
using Gateway.Access.Identity;
using Gateway.Access.Records;
using Microsoft.AspNetCore.Authentication;

namespace Gateway.Web;

/// <summary>Finds out who asks: a script with an API token, a browser in which somebody has signed in or, where nobody signs in, a visitor.</summary>
public sealed class Callers(SignInOptions signIn, SignIns signIns, ApiTokens tokens, ProxyIdentity proxy)
{
    private const string Scheme = "Bearer ";

    private static readonly object Key = new();

    /// <summary>Whether a request shows an API token (RFC 6750), so that no cookie counts and no page of another site can have sent it.</summary>
    public static bool HasToken(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds out who asks for a WebSocket, for the hub: once that stands, the framework's cookie handler cannot be asked any more.</summary>
    public async Task KeepInAsync(HttpContext context)
    {
        try
        {
            context.Items[Key] = await FindAsync(context);
        }
        catch (RecordsUnavailableException)
        {
            // Then it is nobody known; the page's own visit tells the person.
        }
    }

    /// <summary>Who asked for a WebSocket; null for nobody known.</summary>
    public static Caller? KeptIn(HttpContext? context) => context?.Items.TryGetValue(Key, out object? kept) == true ? (Caller?)kept : null;

    /// <summary>Somebody that another node acts for.</summary>
    /// <param name="id">Name of the sign-in.</param>
    /// <param name="address">Where he came from.</param>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    public async Task<Caller?> FindByIdAsync(string id, string address) => (await signIns.GetAsync(id) ?? (await tokens.GetManyAsync([id])).SingleOrDefault()) is { } found ? Caller.Of(found, address) : null;

    /// <summary>Who asks; null for nobody known.</summary>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    public async Task<Caller?> FindAsync(HttpContext context)
    {
        string address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (!signIn.IsOn) return await Visitors.FindAsync(context) is { } visitor ? new Caller(visitor, address, null) : null;
        if (HasToken(context.Request))
            return await tokens.FindAsync(context.Request.Headers.Authorization.ToString()[Scheme.Length..].Trim(), address) is { } token ? Caller.Of(token, address) : null;
        if (SignInCookie.Of(await context.AuthenticateAsync(SignInCookie.Scheme)) is not { } found || proxy.Contradicts(context, found.Person)) return null;
        await signIns.TouchAsync(found, address, context.Request.Headers.UserAgent.ToString());
        return Caller.Of(found, address);
    }
}
