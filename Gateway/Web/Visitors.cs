using System.Security.Cryptography;

namespace Gateway.Web;

/// <summary>
/// The visitor: a browser's server-side session. Only a page's own POST makes one. A GET never does, because after a
/// click on another site's link a browser leaves a <c>SameSite=Strict</c> cookie out, and a new session would take the
/// place of the old one with all its terminals.
/// </summary>
internal static class Visitors
{
    private const string Key = "visitor";

    /// <summary>Begins or renews the session. Its cookie goes out with the response.</summary>
    public static async Task VisitAsync(HttpContext context)
    {
        var session = context.Session;
        await session.LoadAsync(context.RequestAborted);
        if (session.GetString(Key) is null) session.SetString(Key, RandomNumberGenerator.GetHexString(32, lowercase: true));
        await session.CommitAsync(context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>The visitor behind a request, or null if there is no session.</summary>
    public static async Task<string?> FindAsync(HttpContext context)
    {
        await context.Session.LoadAsync(context.RequestAborted);
        return context.Session.GetString(Key);
    }
}
