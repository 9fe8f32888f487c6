using Gateway.Access;

// What goes over HTTP about API tokens, mirrored by wwwroot/src/protocol.ts.
namespace Gateway.Web;

/// <summary>One of the person's API tokens.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name for people.</param>
/// <param name="Scopes">What it is for.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">When it ends.</param>
/// <param name="Used">When it was last used, to the minute; null if never.</param>
/// <param name="Address">Where from; empty if never.</param>
public sealed record TokenSummary(string Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset Created, DateTimeOffset Expires, DateTimeOffset? Used, string Address)
{
    private static readonly (string Name, TokenScopes Scope)[] Names =
        [("terminals", TokenScopes.Terminals), ("watch", TokenScopes.Watch), ("read", TokenScopes.Read), ("administer", TokenScopes.Administer), ("recordings", TokenScopes.Recordings)];

    internal static TokenSummary Of(ApiToken token) => new(
        token.Id, token.Name, [.. Names.Where(one => token.Scopes.HasFlag(one.Scope)).Select(one => one.Name)], token.Created, token.Expires, token.Used, token.Address);

    /// <summary>The scopes of these names; null if one of them is none.</summary>
    internal static TokenScopes? Scope(IReadOnlyList<string?>? names)
    {
        var scopes = TokenScopes.None;
        foreach (string? name in names ?? [])
        {
            if (Names.FirstOrDefault(one => one.Name == name) is not { Name: not null } known) return null;
            scopes |= known.Scope;
        }
        return scopes;
    }
}

/// <summary>Asks for a token.</summary>
/// <param name="Name">Its name for people.</param>
/// <param name="Scopes">What for.</param>
/// <param name="Days">How long.</param>
public sealed record TokenRequest(string? Name, IReadOnlyList<string?>? Scopes, int Days);

/// <summary>A token that was just made.</summary>
/// <param name="Token">The token, shown this once.</param>
/// <param name="Summary">What is kept of it.</param>
public sealed record NewToken(string Token, TokenSummary Summary);
