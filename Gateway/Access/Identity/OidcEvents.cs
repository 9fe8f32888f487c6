using Gateway.Access.Records;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;

namespace Gateway.Access.Identity;

/// <summary>What happens when a browser comes back from the provider.</summary>
internal sealed partial class OidcEvents(BrowserSignIn browsers, ILogger<OidcEvents> log) : OAuthEvents
{
    /// <summary>Under which name the state keeps the sign-in that the browser had when it left: its strict cookie does not come back with it.</summary>
    public const string Before = "before";

    public override async Task TicketReceived(TicketReceivedContext context)
    {
        var properties = context.Properties!;
        try
        {
            await browsers.BeginAsync(context.HttpContext, OidcHandler.PersonOf(properties), properties.Items.TryGetValue(Before, out string? before) ? before : null);
            context.Response.Redirect(NextPath.Of(context.ReturnUri, context.Request.PathBase));
        }
        catch (RecordsUnavailableException exception)
        {
            Trouble(context.HttpContext, SignInTrouble.Store, exception.Message, context.ReturnUri);
        }
        context.HandleResponse();
    }

    public override Task RemoteFailure(RemoteFailureContext context)
    {
        var failure = context.Failure;
        var trouble = failure is SignInTroubleException known ? known.Trouble
            : failure?.Data["error"] is not { } error ? SignInTrouble.Stale
            : error.ToString() == "access_denied" ? SignInTrouble.Denied
            : SignInTrouble.Refused;
        Trouble(context.HttpContext, trouble, failure?.Message ?? "", context.Properties?.RedirectUri);
        context.HandleResponse();
        return Task.CompletedTask;
    }

    /// <summary>Sends the browser to the sign-in page with a word for what went wrong; the log is told the reason.</summary>
    public void Trouble(HttpContext context, SignInTrouble trouble, string reason, string? next)
    {
        browsers.Failed(context, "oidc", trouble.ToString());
        LogTrouble(log, trouble, reason);
        string path = NextPath.Of(next, context.Request.PathBase);
        context.Response.Redirect($"{context.Request.PathBase}/sign-in?trouble={trouble.ToString().ToLowerInvariant()}&next={Uri.EscapeDataString(path)}");
    }

    [LoggerMessage(Level = LogLevel.Warning, EventName = "OidcSignInFailed", Message = "A sign-in with OpenID Connect came to nothing ({Trouble}): {Reason}")]
    private static partial void LogTrouble(ILogger log, SignInTrouble trouble, string reason);
}
