using Gateway.Access;
using Gateway.HostKeys;

namespace Gateway.Web.HostKeys;

/// <summary>Host keys for administrators: what is on record, what has changed, and their word about it.</summary>
internal static class HostKeyRoutes
{
    private const int LargestRequest = 1024;
    private const int LargestScan = 60 * 1024;

    private static readonly Refusal Unreadable = new("invalid", "The request could not be read", "It has to be JSON with the fingerprint of the new key.");
    private static readonly Refusal Gone = new("missing", "This change is not there any more", "Somebody settled it, or the device shows yet another key. Look again.");
    private static readonly Refusal Second = new("forbidden", "Another administrator has to accept it too", "You have accepted it already; here it takes two people.");
    private static readonly Refusal NoScan = new("invalid", "This is no scan", $"Paste the lines that ssh-keyscan or a known_hosts file has, at most {LargestScan / 1024} KiB; larger ones take gateway hostkey import.");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/api/host-keys").OfPerson(AccessAction.AcceptHostKey);
        keys.MapGet("", ListAsync);
        keys.MapPost("changes/{id}/accept", AcceptAsync);
        keys.MapDelete("changes/{id}", async (HttpContext context, string id, HostKeyBook book) =>
            await book.DismissAsync(Permissions.CallerOf(context), id) ? Results.NoContent() : Refusals.Refused(StatusCodes.Status404NotFound, Gone));
        keys.MapPost("import", ImportAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, HostKeyBook book)
    {
        string me = Permissions.CallerOf(context).Owner;
        var changes = await book.ChangesAsync();
        return Results.Ok(new HostKeyList(book.Approvals, [.. changes.Select(change => ChangedHostKey.Of(change, me))], [.. book.Known().Select(ShownHostKey.Of)]));
    }

    private static async Task<IResult> AcceptAsync(HttpContext context, string id, HostKeyBook book)
    {
        if (await PersonRoutes.ReadAsync<HostKeyApprovalRequest>(context.Request, LargestRequest) is not { Fingerprint: { } fingerprint }) return Refusals.Refused(StatusCodes.Status400BadRequest, Unreadable);
        return await book.ApproveAsync(Permissions.CallerOf(context), id, fingerprint) switch
        {
            ApprovalOutcome.Accepted => Results.Ok(new HostKeyApprovalAnswer(true)),
            ApprovalOutcome.OneMore => Results.Ok(new HostKeyApprovalAnswer(false)),
            ApprovalOutcome.SamePerson => Refusals.Refused(StatusCodes.Status409Conflict, Second),
            _ => Refusals.Refused(StatusCodes.Status404NotFound, Gone),
        };
    }

    private static async Task<IResult> ImportAsync(HttpContext context, HostKeyBook book)
    {
        if (await PersonRoutes.ReadAsync<HostKeyScan>(context.Request, LargestScan) is not { Lines: { } scan }) return Refusals.Refused(StatusCodes.Status400BadRequest, NoScan);
        string[] lines = [.. scan.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];
        HostKey[] read = [.. lines.Select(line => HostKey.TryRead(line, out var key) ? key : null).OfType<HostKey>()];
        if (read.Length == 0) return Refusals.Refused(StatusCodes.Status400BadRequest, NoScan);
        var (added, known, different) = await book.ImportAsync(Permissions.CallerOf(context), read);
        return Results.Ok(new HostKeyImport(added, known, [.. different.Select(ShownHostKey.Of)], lines.Length - read.Length));
    }
}
