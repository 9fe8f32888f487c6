using Gateway.Access.Audit;
using Gateway.Access.Records;
using Microsoft.AspNetCore.Authentication;

namespace Gateway.Access.Identity;

/// <summary>Signs a browser in and out: the sign-in, its cookie and the record of it.</summary>
public sealed class BrowserSignIn(SignIns signIns, ApiTokens tokens, AuditLog audit)
{
    /// <summary>Begins a sign-in with a key of its own. One that this browser had ends.</summary>
    /// <param name="context">The browser's request; the cookie goes out with the response.</param>
    /// <param name="person">Who has proved who he is.</param>
    /// <param name="before">A sign-in of this browser whose cookie did not come along; null for none.</param>
    /// <exception cref="RecordsUnavailableException">It can be kept nowhere.</exception>
    public async Task BeginAsync(HttpContext context, Person person, string? before = null)
    {
        var cookie = await FindAsync(context);
        if (cookie is null && before is not null) cookie = await signIns.GetAsync(before);
        string address = AddressOf(context);
        // The new one first: what rests on the old one has to find it.
        string? replaced = cookie?.Person.Id == person.Id ? cookie.Id : null;
        var (signIn, key) = await signIns.BeginAsync(person, address, context.Request.Headers.UserAgent.ToString(), replaced);
        if (cookie is not null) await EndAsync(context, cookie, "a new sign-in in the same browser");
        await tokens.RefreshAsync(person);
        var (principal, properties) = SignInCookie.Ticket(signIn, key);
        await context.SignInAsync(SignInCookie.NewScheme, principal, properties);
        audit.Write(AuditEntry.By(Caller.Of(signIn, address), AuditEvent.SignedIn));
    }

    /// <summary>Puts a failed sign-in on record.</summary>
    /// <param name="context">The request.</param>
    /// <param name="target">How it was tried, or as whom if that is one of the gateway's own people. Never a name as it was typed: people type passwords there.</param>
    /// <param name="reason">Why it failed, in the gateway's own words.</param>
    public void Failed(HttpContext context, string target, string reason) =>
        audit.Write(new AuditEntry(AuditEvent.SignInFailed) { Address = AddressOf(context), Target = target, Reason = reason });

    /// <summary>Ends the sign-in of a browser, if there is one, and takes its cookie away.</summary>
    /// <exception cref="RecordsUnavailableException">That it has ended can be kept nowhere; the cookie is taken away all the same.</exception>
    public async Task EndAsync(HttpContext context)
    {
        try
        {
            if (await FindAsync(context) is { } signIn) await EndAsync(context, signIn, null);
        }
        finally
        {
            // The next person at this browser must not go on with it, even if the sign-in itself cannot be ended now.
            await ForgetAsync(context);
        }
    }

    /// <summary>Takes the cookie away.</summary>
    public static Task ForgetAsync(HttpContext context) => context.SignOutAsync(SignInCookie.NewScheme);

    /// <summary>The sign-in of a browser; null for none.</summary>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    public static async Task<SignIn?> FindAsync(HttpContext context) => SignInCookie.Of(await context.AuthenticateAsync(SignInCookie.Scheme));

    private async Task EndAsync(HttpContext context, SignIn signIn, string? reason)
    {
        if (await signIns.RevokeAsync(signIn.Id)) audit.Write(AuditEntry.By(Caller.Of(signIn, AddressOf(context)), AuditEvent.SignedOut) with { Reason = reason });
    }

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";
}
