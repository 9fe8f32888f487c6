using System.Globalization;
using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Identity;
using Gateway.Access.Records;
using static Gateway.Web.Refusals;

namespace Gateway.Web;

/// <summary>Signing in and out over HTTP, and the lists of sign-ins. The rules are in the room Access.</summary>
internal static class SignInRoutes
{
    /// <summary>Maps the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var doors = routes.MapGroup("").RequireRateLimiting(WebRoom.SignInRate).AddEndpointFilter(AnswerAsync);
        doors.MapPost("/api/sign-in", PasswordAsync).Asking(AccessAction.Anyone);
        doors.MapPost("/api/sign-in/connection", ConnectionAsync).Asking(AccessAction.Anyone);
        doors.MapGet(OidcHandler.Path, OidcAsync).Asking(AccessAction.Anyone);
        doors.MapGet(OidcHandler.CallbackPath, OidcBackAsync).Asking(AccessAction.Anyone);
        doors.MapPost("/api/sign-out", SignOutAsync).Asking(AccessAction.Anyone);

        var own = routes.MapGroup("/api").AddEndpointFilter(AnswerAsync);
        own.MapPost("/sign-out/everywhere", SignOutEverywhereAsync).Asking(AccessAction.Self);
        own.MapGet("/me", (HttpContext context, Authorizer authorizer) => Permissions.CallerOf(context).SignIn is { } signIn
            ? Results.Json(Me.Of(signIn, authorizer.IsAdministrator(signIn.Person))) : Results.NotFound()).Asking(AccessAction.Self);
        own.MapGet("/me/sign-ins", (HttpContext context, SignIns signIns) => ListAsync(context, signIns, Permissions.CallerOf(context).Owner)).Asking(AccessAction.Self);
        own.MapDelete("/me/sign-ins/{id}", RevokeOwnAsync).Asking(AccessAction.Self);
        own.MapGet("/sign-ins", ListAllAsync).Asking(AccessAction.Administer);
        own.MapDelete("/sign-ins/{id}", RevokeAnysAsync).Asking(AccessAction.RevokeSignIn);
    }

    // What these answer is about one person at one moment, and they all need the store.
    private static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        call.HttpContext.Response.Headers.CacheControl = "no-store";
        try
        {
            return await next(call);
        }
        catch (RecordsUnavailableException)
        {
            return Refused(StatusCodes.Status503ServiceUnavailable, Refusals.NoSessions);
        }
    }

    private static async Task<IResult> PasswordAsync(HttpContext context, SignInRequest request, SignInOptions options, PasswordSignIn passwords, SlowedSignIns slowed, BrowserSignIn browsers)
    {
        if (options.PeopleFile is null && options.Ldap is null) return Refused(StatusCodes.Status404NotFound, Refusals.NothingHere);
        string address = context.Connection.RemoteIpAddress?.ToString() ?? "", target = passwords.KnownId(request.Name ?? "") ?? "password";
        var outcome = await passwords.TryAsync(request.Name ?? "", request.Password ?? "", request.Code ?? "", address);
        if (outcome.RetryAfter > TimeSpan.Zero)
        {
            if (slowed.IsToBeShown(context.Connection.RemoteIpAddress)) browsers.Failed(context, target, "slowed");
            context.Response.Headers.RetryAfter = Math.Ceiling(outcome.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return Refused(StatusCodes.Status429TooManyRequests, Refusals.TooManyAttempts);
        }
        if (outcome.Unavailable)
        {
            browsers.Failed(context, target, "unavailable");
            return Refused(StatusCodes.Status503ServiceUnavailable, Refusals.NoDirectory);
        }
        if (outcome.Trouble is not null)
        {
            browsers.Failed(context, target, "groups that cannot be used");
            return Refused(StatusCodes.Status401Unauthorized, Refusals.NoGroups);
        }
        if (outcome.Person is not { } person)
        {
            browsers.Failed(context, target, "wrong name, password or code");
            return Refused(StatusCodes.Status401Unauthorized, Refusals.WrongPassword);
        }
        try
        {
            await browsers.BeginAsync(context, person);
        }
        catch (RecordsUnavailableException)
        {
            browsers.Failed(context, person.Id, "unavailable");
            throw;
        }
        return Results.NoContent();
    }

    private static async Task<IResult> ConnectionAsync(HttpContext context, SignInOptions options, ProxyIdentity proxy, CertificateIdentity certificates, BrowserSignIn browsers)
    {
        if (options.Proxy is null && options.Certificates is null) return Refused(StatusCodes.Status404NotFound, Refusals.NothingHere);
        // A proxy's own certificate is not that of a person behind it.
        if (ProxyIdentity.IsFromProxy(context) || options.Certificates is null)
        {
            if (proxy.Read(context) is { } named) return await BeginAsync(named);
            return Fail("proxy", ProxyIdentity.WasRefused(context) ? Refusals.NotTheProxy : Refusals.NoProxyName);
        }
        var (person, fault) = certificates.Read(context);
        if (person is not null) return await BeginAsync(person);
        return Fail("certificate", ProxyIdentity.WasRefused(context) ? Refusals.NotTheProxy : Refusals.Of(fault));

        async Task<IResult> BeginAsync(Person person)
        {
            await browsers.BeginAsync(context, person);
            return Results.NoContent();
        }

        IResult Fail(string way, Refusal refusal)
        {
            browsers.Failed(context, way, refusal.Title);
            return Refused(StatusCodes.Status401Unauthorized, refusal);
        }
    }

    private static Task OidcAsync(HttpContext context, string? next) =>
        context.RequestServices.GetService<OidcSignIn>() is { } oidc ? oidc.BeginAsync(context, next) : NothingAsync(context);

    private static Task OidcBackAsync(HttpContext context) =>
        context.RequestServices.GetService<OidcSignIn>() is { } oidc ? oidc.EndAsync(context) : NothingAsync(context);

    private static async Task<IResult> SignOutAsync(HttpContext context, BrowserSignIn browsers)
    {
        await browsers.EndAsync(context);
        return Results.NoContent();
    }

    private static async Task<IResult> SignOutEverywhereAsync(HttpContext context, SignIns signIns, AuditLog audit)
    {
        var caller = Permissions.CallerOf(context);
        try
        {
            foreach (string id in await signIns.RevokeAllAsync(caller.Owner))
                audit.Write(AuditEntry.By(caller, AuditEvent.SignedOut) with { Target = id, Reason = "everywhere" });
        }
        finally
        {
            await BrowserSignIn.ForgetAsync(context);
        }
        return Results.NoContent();
    }

    private static async Task<IResult> ListAsync(HttpContext context, SignIns signIns, string? person)
    {
        var caller = Permissions.CallerOf(context);
        return Results.Json((await signIns.ListAsync(person)).Select(signIn => SignInSummary.Of(signIn, caller)));
    }

    private static async Task<IResult> ListAllAsync(HttpContext context, SignIns signIns, ApiTokens tokens)
    {
        var caller = Permissions.CallerOf(context);
        return Results.Json((await signIns.ListAsync(null)).Select(signIn => SignInSummary.Of(signIn, caller)).Concat((await tokens.ListAsync(null)).Select(SignInSummary.Of)));
    }

    private static async Task<IResult> RevokeAnysAsync(HttpContext context, string id, SignIns signIns, ApiTokens tokens, AuditLog audit) =>
        await tokens.RevokeAnysAsync(Permissions.CallerOf(context), id) ? Results.NoContent() : await RevokeAsync(context, id, signIns, audit);

    private static async Task<IResult> RevokeOwnAsync(HttpContext context, string id, SignIns signIns, AuditLog audit) =>
        (await signIns.GetAsync(id))?.Person.Id == Permissions.CallerOf(context).Owner
            ? await RevokeAsync(context, id, signIns, audit) : Refused(StatusCodes.Status404NotFound, Refusals.NothingHere);

    private static async Task<IResult> RevokeAsync(HttpContext context, string id, SignIns signIns, AuditLog audit)
    {
        var caller = Permissions.CallerOf(context);
        if (await signIns.GetAsync(id) is not { } signIn || !await signIns.RevokeAsync(id)) return Refused(StatusCodes.Status404NotFound, Refusals.NothingHere);
        audit.Write(AuditEntry.By(caller, AuditEvent.SignInRevoked) with { Target = $"{signIn.Person.Id} {id}" });
        if (id == caller.SignIn?.Id) await BrowserSignIn.ForgetAsync(context);
        return Results.NoContent();
    }

    private static Task NothingAsync(HttpContext context) => context.RequestServices.GetRequiredService<Pages>().ErrorAsync(context, StatusCodes.Status404NotFound, Refusals.NothingHere);
}
