using Gateway.Methods;

namespace Gateway.Access;

/// <summary>A question to <see cref="Authorizer"/>.</summary>
/// <param name="Action">What is to be done.</param>
/// <param name="Remote">The terminal's link, where a terminal is meant.</param>
/// <param name="Owner">Whose thing it is to be done to; null where it is the caller's own or nobody's.</param>
/// <param name="Invited">Whether the owner has let the caller in to watch.</param>
/// <param name="Offered">What the invitation offers that the caller shows.</param>
/// <param name="Web">The web pages, where those of a device that dials in are meant.</param>
public sealed record AccessRequest(
    AccessAction Action, RemoteRequest? Remote = null, string? Owner = null, bool Invited = false, TerminalRight Offered = TerminalRight.None, WebPlace? Web = null);

/// <summary>The web pages of a device that dials in, as rules see them: by the method <c>http</c>, and as no remote user.</summary>
/// <param name="Device">Name of the device.</param>
/// <param name="Port">The port of the domain that leads to them.</param>
public sealed record WebPlace(string Device, int Port)
{
    /// <summary>What rules call the method.</summary>
    public const string Method = "http";
}

/// <summary>What somebody may do in a terminal.</summary>
public enum TerminalRight
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Look on.</summary>
    Watch,

    /// <summary>Type.</summary>
    Type,
}

/// <summary>Why somebody may not.</summary>
public enum AccessDenial
{
    /// <summary>He may.</summary>
    None,

    /// <summary>Nobody has signed in.</summary>
    NotSignedIn,

    /// <summary>It is somebody else's: to be answered as if it were not there.</summary>
    NotYours,

    /// <summary>No rule allows it, or the one that decides forbids it.</summary>
    Policy,

    /// <summary>The rule that decides lets look on only.</summary>
    WatchOnly,

    /// <summary>A rule would allow it at another hour.</summary>
    Hours,

    /// <summary>The API token is not for this.</summary>
    Scope,

    /// <summary>It has to be recorded, and this gateway does not record.</summary>
    Recording,

    /// <summary>It has to be recorded, and what a person's own program sends cannot be.</summary>
    Unrecordable,

    /// <summary>The rule that decides is about users or methods, and in a desktop session the gateway sees neither.</summary>
    Unseen,

    /// <summary>The inventory does not lead there any more.</summary>
    Inventory,
}

/// <summary>The answer of <see cref="Authorizer"/>.</summary>
/// <param name="Denial">Why not, or <see cref="AccessDenial.None"/>.</param>
/// <param name="Rule">Name of the rule that decided, for the audit record and <c>gateway policy explain</c>.</param>
/// <param name="Right">What may be done in the terminal.</param>
/// <param name="Until">When it ends by itself: the end of the rule's hours; null if it does not.</param>
/// <param name="Longest">How long a terminal may be open; null for as long as the limits allow.</param>
/// <param name="Recorded">Whether the terminal is to be recorded.</param>
public sealed record AccessDecision(AccessDenial Denial, string Rule, TerminalRight Right = TerminalRight.None, DateTimeOffset? Until = null, TimeSpan? Longest = null, RecordingNeed Recorded = RecordingNeed.None)
{
    /// <summary>Whether it may be done.</summary>
    public bool IsAllowed => Denial == AccessDenial.None;
}
