using Gateway.Access;

namespace Gateway.Web;

/// <summary>The words for what the policy says.</summary>
internal static partial class Refusals
{
    /// <summary>Nobody has signed in, or the sign-in has ended.</summary>
    public static readonly Refusal NotSignedIn = new("signin", "You are not signed in", "Sign in, then try again.");

    /// <summary>Where there is nothing for this caller.</summary>
    public static readonly Refusal NothingHere = new("invalid", "There is nothing at this address", "Go to the start page and try from there.");

    /// <summary>What happens cannot be put on record, and the operator wants no terminals then.</summary>
    public static readonly Refusal NoRecord = new("failed", "The gateway cannot keep its record at the moment", "No terminal is opened until it can. This is for the operator: the reason is in the gateway's log.");

    /// <summary>The terminal's recording could not begin, and it must not run without.</summary>
    public static readonly Refusal NotRecordable = new("failed", "This terminal has to be recorded, and that is not possible at the moment", "It was not opened. This is for the operator: the reason is in the gateway's log.");

    /// <summary>What a guest types has to be recorded, and the terminal need not be.</summary>
    public static readonly Refusal UnrecordedHere = new("forbidden", "What you type has to be recorded", "This terminal need not be, so you cannot type in it. Ask to watch it, or open one of your own.");

    /// <summary>Nobody types at a terminal who could let somebody in.</summary>
    public static readonly Refusal NobodyThere = new("declined", "Nobody is there to answer", "The terminal runs, but nobody has it open at the moment.");

    /// <summary>The owner said no.</summary>
    public static readonly Refusal Declined = new("declined", "Your request was declined", "Whoever is on this terminal does not want it to be watched. You can ask again in a minute.");

    /// <summary>The owner said nothing.</summary>
    public static readonly Refusal NoAnswer = new("declined", "Nobody answered", "Whoever is on this terminal did not answer within a minute.");

    /// <summary>The same question is open.</summary>
    public static readonly Refusal AskedAlready = new("declined", "You have asked already", "Wait for the answer.");

    /// <summary>There is nothing to send, or too much.</summary>
    public static readonly Refusal NoMessage = new("invalid", "This cannot be sent", $"Write a text of up to {Overviews.LongestMessage} characters.");

    /// <summary>Nobody known asks on the hub; null if somebody does who still may.</summary>
    public static Refusal? OfNobody(HubConnection connection, Authorizer authorizer) =>
        connection.Caller is null ? Nobody(authorizer) : connection.WithdrawnAt is not null ? NotSignedIn : null;

    /// <summary>What somebody hears whom nobody knows.</summary>
    public static Refusal Nobody(Authorizer authorizer) => authorizer.AsksForSignIn ? NotSignedIn : NoVisitor;

    /// <summary>The device is not where it was.</summary>
    public static readonly Refusal Gone = new("forbidden", "This device is not there any more", "The gateway's inventory does not lead to it as it did. Look for it in the list of devices.");

    /// <summary>Why somebody may not.</summary>
    public static Refusal Of(AccessDecision decision) => decision.Denial switch
    {
        AccessDenial.NotSignedIn => NotSignedIn,
        AccessDenial.NotYours => Missing,
        AccessDenial.Policy => new("forbidden", "You may not open this", "The gateway's policy has no rule that lets you. Ask an administrator for access."),
        AccessDenial.WatchOnly => new("forbidden", "You may only watch here", "The gateway's policy lets you look on at this port, not type. Open the link again while somebody is on it, and ask to watch."),
        AccessDenial.Hours => new("forbidden", "Not at this time", "The gateway's policy lets you open this at other hours only."),
        AccessDenial.Scope => new("forbidden", "This API token is not for that", "Make one with the scope that is needed, on your own page."),
        AccessDenial.Inventory => Gone,
        AccessDenial.Recording => new("forbidden", "This terminal has to be recorded", "The gateway's policy wants it recorded, and this gateway does not record. Ask an administrator."),
        AccessDenial.Unseen => new("forbidden", "A program of your own cannot be used here", "The gateway's policy is about users or methods here, and what your program sends is encrypted: the gateway cannot see as whom it signs in. Open it in the browser."),
        AccessDenial.Unrecordable => new("forbidden", "This has to be recorded, so a program of your own cannot be used", "What it sends is encrypted from you to the device, and the gateway cannot see it. Open it in the browser."),
        _ => throw new InvalidOperationException($"Unknown denial {decision.Denial}."),
    };
}
