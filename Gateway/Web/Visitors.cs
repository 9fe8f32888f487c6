using System.Security.Cryptography;
using Gateway.Access;
using Gateway.Access.Records;
using Gateway.Cluster;

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
        if (context.RequestServices.GetRequiredService<SignInOptions>().IsOn)
        {
            await VisitSignedInAsync(context);
            return;
        }
        var session = context.Session;
        try
        {
            await session.LoadAsync(context.RequestAborted);
        }
        catch (SessionsUnavailableException)
        {
            // A new session in its place would lose the visitor's terminals.
            await context.RequestServices.GetRequiredService<Pages>().ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, Refusals.NoSessions);
            return;
        }
        if (session.GetString(Key) is null) session.SetString(Key, RandomNumberGenerator.GetHexString(32, lowercase: true));
        await session.CommitAsync(context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    // Who has signed in needs no session beside that; to be asked counts as use.
    private static async Task VisitSignedInAsync(HttpContext context)
    {
        var pages = context.RequestServices.GetRequiredService<Pages>();
        try
        {
            if (await context.RequestServices.GetRequiredService<Callers>().FindAsync(context) is null) await pages.ErrorAsync(context, StatusCodes.Status401Unauthorized, Refusals.NotSignedIn);
            else context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (RecordsUnavailableException)
        {
            await pages.ErrorAsync(context, StatusCodes.Status503ServiceUnavailable, Refusals.NoSessions);
        }
    }

    /// <summary>The visitor behind a request, or null if there is no session, or none that can be read now.</summary>
    public static async Task<string?> FindAsync(HttpContext context)
    {
        try
        {
            await context.Session.LoadAsync(context.RequestAborted);
        }
        catch (SessionsUnavailableException)
        {
            return null;
        }
        return context.Session.GetString(Key);
    }

    /// <summary>Gives sessions to the endpoints that ask for them, and to no others: every page would otherwise cost a look into the store.</summary>
    public static void Use(IApplicationBuilder app) => app.UseWhen(context => context.GetEndpoint()?.Metadata.GetMetadata<ForVisitors>() is not null, branch => branch.UseSession());

    /// <summary>Marks an endpoint that has to know who asks.</summary>
    public static TBuilder WithVisitor<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new ForVisitors());

    private sealed record ForVisitors;
}
