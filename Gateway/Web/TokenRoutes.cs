using Gateway.Access;

namespace Gateway.Web;

/// <summary>A person's API tokens.</summary>
internal static class TokenRoutes
{
    private const int LargestRequest = 4 * 1024;

    private static readonly Refusal Unreadable = new("invalid", "The request could not be read", "It has to be JSON with name, scopes and days.");
    private static readonly Refusal UnknownToken = new("missing", "There is no such token", "It has ended or was revoked.");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var tokens = routes.MapGroup("/api/me/tokens").OfPerson(AccessAction.Self);
        tokens.MapGet("", async (HttpContext context, ApiTokens kept) => Results.Ok((await kept.ListAsync(Permissions.CallerOf(context).Owner)).Select(TokenSummary.Of)));
        tokens.MapPost("", CreateAsync);
        tokens.MapDelete("{id}", async (HttpContext context, string id, ApiTokens kept) =>
            await kept.RevokeAsync(Permissions.CallerOf(context), id) ? Results.NoContent() : Refusals.Refused(StatusCodes.Status404NotFound, UnknownToken));
    }

    private static async Task<IResult> CreateAsync(HttpContext context, ApiTokens tokens)
    {
        if (await PersonRoutes.ReadAsync<TokenRequest>(context.Request, LargestRequest) is not { } request || TokenSummary.Scope(request.Scopes) is not { } scopes)
            return Refusals.Refused(StatusCodes.Status400BadRequest, Unreadable);
        var (token, kept, failure) = await tokens.CreateAsync(Permissions.CallerOf(context), request.Name, scopes, request.Days);
        return failure switch
        {
            null => Results.Ok(new NewToken(token, TokenSummary.Of(kept))),
            TokenFailure.TooMany => Refusals.Refused(StatusCodes.Status409Conflict, Words(TokenFailure.TooMany, tokens)),
            { } other => Refusals.Refused(StatusCodes.Status400BadRequest, Words(other, tokens)),
        };
    }

    private static Refusal Words(TokenFailure failure, ApiTokens tokens) => failure switch
    {
        TokenFailure.Name => new("invalid", "This cannot be a token's name", $"A name has 1 to {ApiTokens.LongestName} letters that can be seen."),
        TokenFailure.Scopes => new("invalid", "This token would be for nothing", "Choose at least one scope."),
        TokenFailure.Days => new("invalid", "A token cannot last that long", $"Choose 1 to {tokens.LongestDays} days."),
        TokenFailure.TooMany => new("limit", "You have as many tokens as allowed", "Revoke one that you no longer need."),
        _ => throw new InvalidOperationException($"Unknown failure {failure}."),
    };
}
