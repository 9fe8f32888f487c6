namespace Gateway.Access;

/// <summary>One sign-in: a person in one browser, or one API token at work.</summary>
public sealed record SignIn
{
    /// <summary>Name of the sign-in, 32 hexadecimal digits. It is shown and logged; knowing it gives no right.</summary>
    public required string Id { get; init; }

    /// <summary>Who signed in.</summary>
    public required Person Person { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it ends, however much it is used.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>When it was last used, to the minute.</summary>
    public DateTimeOffset Seen { get; init; }

    /// <summary>The address it was last used from.</summary>
    public string Address { get; init; } = "";

    /// <summary>What the browser says it is (its User-Agent header), at most 200 characters, to be shown only.</summary>
    public string Agent { get; init; } = "";

    /// <summary>The sign-in of the same person in the same browser that this one took the place of; null for none. What rested on that one rests on this.</summary>
    public string? Replaces { get; init; }

    /// <summary>What an API token is for; null for a browser, which may do all that the person may.</summary>
    public TokenScopes? Scopes { get; init; }
}

/// <summary>What an API token may be used for. The policy binds it all the same.</summary>
[Flags]
public enum TokenScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Open, list, type into and close the person's own terminals.</summary>
    Terminals = 1,

    /// <summary>Watch terminals that the person may watch.</summary>
    Watch = 2,

    /// <summary>What administrators may see: terminals, nodes and the audit record.</summary>
    Read = 4,

    /// <summary>What administrators may do: messages, ending terminals, revoking sign-ins.</summary>
    Administer = 8,

    /// <summary>List, search, replay and download recordings that the person may see.</summary>
    Recordings = 16,
}
