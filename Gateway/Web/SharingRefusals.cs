namespace Gateway.Web;

/// <summary>The words for what does not work about sharing.</summary>
internal static partial class Refusals
{
    /// <summary>Sharing is switched off.</summary>
    public static readonly Refusal NoSharing = new("forbidden", "Terminals are not shared here", "The operator has switched that off.");

    /// <summary>An invitation for somebody who cannot be.</summary>
    public static readonly Refusal NoSuchGuest = new("invalid", "Nobody can be invited by that name", "Write a name that people sign in with here, or leave it empty for whoever has the link.");

    /// <summary>There are as many invitations as there may be.</summary>
    public static readonly Refusal TooManyInvitations = new("limit", "There are as many invitations as allowed", "End one of them first.");

    /// <summary>There is no such invitation.</summary>
    public static readonly Refusal NoSuchInvitation = new("missing", "This invitation has ended", "Nobody can come in by it any more.");

    /// <summary>There is no such way to share a keyboard.</summary>
    public static readonly Refusal NoSuchKeyboard = new("invalid", "This cannot be chosen", "The keyboard is passed from hand to hand, or open to all.");

    /// <summary>Somebody asks for the keyboard who came to look on.</summary>
    public static readonly Refusal NotToType = new("forbidden", "You are here to watch", "Ask the owner of this terminal for an invitation to type.");

    /// <summary>The keyboard cannot be passed on.</summary>
    public static readonly Refusal NoKeyboardFor = new("declined", "The keyboard stays where it is", "Only the owner or who has it can pass it on, and only to somebody who is here to type.");

    /// <summary>A signal that there is not.</summary>
    public static readonly Refusal NoSuchSignal = new("invalid", "There is no such signal", "It is break, interrupt, abort-output, are-you-there, erase-character or erase-line.");

    /// <summary>A signal of somebody who may not type now.</summary>
    public static readonly Refusal NotYourKeyboard = new("forbidden", "You do not have the keyboard", "Signals are for who may type now.");

    /// <summary>Nothing on the way to the device can carry a signal.</summary>
    public static readonly Refusal NoSignals = new("invalid", "Signals cannot be sent to this device", "They go over telnet, where the inventory says that the device takes them.");

    /// <summary>As many signals wait as may.</summary>
    public static readonly Refusal TooManySignals = new("limit", "Too many signals wait", "The device has not taken the ones before yet.");

    /// <summary>There is nobody to be sent away.</summary>
    public static readonly Refusal NobodyToSend = new("missing", "Nobody was sent away", "They have left already, or they are not yours to send away.");

    /// <summary>An invitation that cannot be made.</summary>
    public static Refusal NoInvitation(TimeSpan longest) => new("invalid", "This invitation cannot be made", $"It is to type or to watch, and lasts from 1 to {(int)longest.TotalMinutes} minutes.");
}
