using Gateway.Access.Records;
using Microsoft.AspNetCore.Authentication;

namespace Gateway.Access.Identity;

/// <summary>Sends browsers to the OpenID Connect provider, and takes them back.</summary>
internal sealed class OidcSignIn(IAuthenticationHandlerProvider handlers, OidcEvents events)
{
    /// <summary>Sends a browser to the provider.</summary>
    /// <param name="context">Its request.</param>
    /// <param name="next">Where it goes after the sign-in.</param>
    public async Task BeginAsync(HttpContext context, string? next)
    {
        var properties = new AuthenticationProperties { RedirectUri = NextPath.Of(next, context.Request.PathBase) };
        try
        {
            if (await BrowserSignIn.FindAsync(context) is { } before) properties.Items[OidcEvents.Before] = before.Id;
            await context.ChallengeAsync(OidcHandler.Name, properties);
        }
        catch (SignInTroubleException exception)
        {
            events.Trouble(context, exception.Trouble, exception.Message, properties.RedirectUri);
        }
        catch (RecordsUnavailableException exception)
        {
            events.Trouble(context, SignInTrouble.Store, exception.Message, properties.RedirectUri);
        }
    }

    /// <summary>Takes a browser back and sends it on, signed in or not.</summary>
    public async Task EndAsync(HttpContext context)
    {
        var handler = (OidcHandler)(await handlers.GetHandlerAsync(context, OidcHandler.Name))!;
        await handler.HandleRequestAsync();
    }
}
