namespace Gateway.Access;

/// <summary>What is kept of an API token. The token itself is not.</summary>
public sealed record ApiToken
{
    /// <summary>Its name for programs: the first 32 hexadecimal digits of <see cref="Hash"/>. Shown and logged; knowing it gives no right.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of the token, 64 hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>Its name for people, 1 to 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Whose it is, with the groups as of its creation.</summary>
    public required Person Person { get; init; }

    /// <summary>What it is for.</summary>
    public required TokenScopes Scopes { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>When it was last used, to the minute; null if never.</summary>
    public DateTimeOffset? Used { get; init; }

    /// <summary>The address it was last used from; empty if never.</summary>
    public string Address { get; init; } = "";
}

/// <summary>Why a token was not made.</summary>
public enum TokenFailure
{
    /// <summary>The name is empty, too long, or cannot be shown.</summary>
    Name,

    /// <summary>It would be for nothing, or for something unknown.</summary>
    Scopes,

    /// <summary>It would end at once, or later than allowed.</summary>
    Days,

    /// <summary>The person has as many as allowed.</summary>
    TooMany,
}
