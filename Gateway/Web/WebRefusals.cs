using Gateway.Access;

namespace Gateway.Web;

/// <summary>Why a device's web pages are not shown.</summary>
internal static partial class Refusals
{
    /// <summary>In words, with the status.</summary>
    /// <param name="decision">What was decided; null for a device that is not there, which answers like one that somebody has no rule for.</param>
    public static (int Status, Refusal Refusal) OfWeb(AccessDecision? decision) => decision?.Denial switch
    {
        null or AccessDenial.Policy or AccessDenial.NotYours => (StatusCodes.Status404NotFound, NoWeb),
        AccessDenial.WatchOnly => (StatusCodes.Status403Forbidden, new("forbidden", "You may only watch here", "The gateway's policy lets you look on at this device's terminals. Its web pages cannot be watched.")),
        AccessDenial.Recording or AccessDenial.Unrecordable => (StatusCodes.Status403Forbidden, new("forbidden", "This has to be recorded", "The gateway's policy wants a record of what you do at this device, and of web pages there is none. Open a terminal instead.")),
        _ => (StatusCodes.Status403Forbidden, Of(decision)),
    };

    private static readonly Refusal NoWeb = new("missing", "There are no web pages here for you", "There is no such device, or the gateway's policy has no rule that lets you open its web pages. Ask an administrator for access.");
}
