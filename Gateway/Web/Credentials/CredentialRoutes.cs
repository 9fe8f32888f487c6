using System.Globalization;
using Gateway.Access;
using Gateway.Credentials;
using static Gateway.Web.Refusals;

namespace Gateway.Web.Credentials;

/// <summary>A person's own credentials, and for administrators the gateway's. None is ever shown.</summary>
internal static class CredentialRoutes
{
    private const int LargestRequest = 32 * 1024;

    private static readonly Refusal Unreadable = new("invalid", "The request could not be read", "It has to be JSON with name and kind.");
    private static readonly Refusal Unknown = new("missing", "There is no such credential", "It may have been removed meanwhile.");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup("/api/me/credentials").OfPerson(AccessAction.Self);
        own.MapGet("", (HttpContext context, CredentialStore store) => ListAsync(store, Permissions.CallerOf(context).Owner));
        own.MapPost("", (HttpContext context, CredentialKeeping keeping, IAttempts attempts) => WriteOwnAsync(context, keeping, attempts, null));
        own.MapPut("{id}", (HttpContext context, CredentialKeeping keeping, IAttempts attempts, string id) => WriteOwnAsync(context, keeping, attempts, id));
        own.MapDelete("{id}", (HttpContext context, CredentialKeeping keeping, string id) => RemoveAsync(context, keeping, Permissions.CallerOf(context).Owner, id));

        var all = routes.MapGroup("/api/credentials").OfPerson(AccessAction.ManageCredentials);
        all.MapGet("", (CredentialStore store) => ListAsync(store, ""));
        all.MapPost("", (HttpContext context, CredentialKeeping keeping) => WriteAsync(context, keeping, "", null));
        all.MapPut("{id}", (HttpContext context, CredentialKeeping keeping, string id) => WriteAsync(context, keeping, "", id));
        all.MapDelete("{id}", (HttpContext context, CredentialKeeping keeping, string id) => RemoveAsync(context, keeping, "", id));
        all.MapPost("{id}/test", TestAsync);
    }

    private static Task<IResult> ListAsync(CredentialStore store, string owner) => SayingAsync(async () =>
        Results.Ok(new CredentialList(store.Keeps, store.ReadsVault, [.. store.Vouched(await store.ListAsync(owner)).Select(CredentialSummary.Of)])));

    private static async Task<IResult> WriteOwnAsync(HttpContext context, CredentialKeeping keeping, IAttempts attempts, string? id)
    {
        string owner = Permissions.CallerOf(context).Owner;
        var wait = await attempts.EnterAsync($"credentials of {owner}", AttemptRule.ForCredentials);
        if (wait <= TimeSpan.Zero) return await WriteAsync(context, keeping, owner, id);
        string seconds = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers.RetryAfter = seconds;
        return Refused(StatusCodes.Status429TooManyRequests, new Refusal("rate", "That were many credentials in a short time", $"Try again in {seconds} s."));
    }

    private static Task<IResult> WriteAsync(HttpContext context, CredentialKeeping keeping, string owner, string? id) => SayingAsync(async () =>
    {
        if (await PersonRoutes.ReadAsync<CredentialRequest>(context.Request, LargestRequest) is not { } asked || KindOf(asked.Kind) is not { } kind || owner.Length > 0 && (kind == CredentialKind.Certificate || asked.Vault is not null))
            return Refused(StatusCodes.Status400BadRequest, Unreadable);
        var form = new CredentialForm
        {
            Name = asked.Name,
            Kind = kind,
            User = asked.User,
            Devices = asked.Devices,
            Groups = owner.Length > 0 ? null : asked.Groups,
            People = owner.Length > 0 ? null : asked.People,
            Priority = asked.Priority,
            Password = asked.Password,
            Key = asked.Key,
            Passphrase = asked.Passphrase,
            Generate = asked.Generate,
            Vault = asked.Vault,
        };
        return Results.Ok(CredentialSummary.Of(await keeping.WriteAsync(Permissions.CallerOf(context), owner, id, form, context.RequestAborted)));
    });

    private static Task<IResult> RemoveAsync(HttpContext context, CredentialKeeping keeping, string owner, string id) => SayingAsync(async () =>
        await keeping.RemoveAsync(Permissions.CallerOf(context), owner, id) ? Results.NoContent() : Refused(StatusCodes.Status404NotFound, Unknown));

    private static Task<IResult> TestAsync(HttpContext context, CredentialStore store, CredentialKeeping keeping, string id) => SayingAsync(async () =>
    {
        if (await store.FindAsync(id) is not { Owner: "" } found) return Refused(StatusCodes.Status404NotFound, Unknown);
        await keeping.TestAsync(found, context.RequestAborted);
        return Results.NoContent();
    });

    private static async Task<IResult> SayingAsync(Func<Task<IResult>> act)
    {
        try
        {
            return await act();
        }
        catch (CredentialException exception)
        {
            return Refused(StatusCodes.Status409Conflict, new Refusal("invalid", "This could not be done", exception.Message));
        }
    }

    // The authority is made at the command line only.
    private static CredentialKind? KindOf(string? kind) => kind switch
    {
        "password" => CredentialKind.Password,
        "key" => CredentialKind.Key,
        "certificate" => CredentialKind.Certificate,
        _ => null,
    };
}
