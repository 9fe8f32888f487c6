namespace Gateway.Web;

/// <summary>The words for what the inventory says.</summary>
internal static partial class Refusals
{
    /// <summary>There is no such device, or none for this caller: both sound the same.</summary>
    public static readonly Refusal NoDevice = new("invalid", "There is no such device here", "Look for it among the devices that you may open.");

    /// <summary>The device is there, and is not reached so.</summary>
    public static readonly Refusal NoWay = new("invalid", "This device is not reached so", "Choose one of the ways that its form offers.");

    /// <summary>A port that leads to a device that dials in, past what holds for that device.</summary>
    public static readonly Refusal OwnRoad = new("invalid", "This port is a device's own", "Open the device by its name or by its other port; it is led this way by itself when it has to be.");

    /// <summary>What the form says makes no sense.</summary>
    public static readonly Refusal NoSuchOptions = new("invalid", "This cannot be opened so", "Open the device's form and choose anew.");

    /// <summary>A password was to be typed, and is not there any more.</summary>
    public static readonly Refusal NoPassword = new("invalid", "The password has to be typed anew", "It is kept nowhere. Open the device's form and type it once more.");

    /// <summary>The gateway was to sign in, and cannot.</summary>
    public static Refusal NotSignedInTo(string why) => new("failed", "The gateway cannot sign you in there", why);

    /// <summary>The DNS knows no address for it.</summary>
    public static readonly Refusal NotResolved = new("failed", "The device's name has no address at the moment", "The gateway's DNS does not know it. This is for the operator.");

    /// <summary>The inventory or the DNS leads to what is no device.</summary>
    public static readonly Refusal NotADevice = new("forbidden", "The device's address is not one that can be reached", "It leads to the gateway itself or to an address that is no device's. This is for the operator.");

    /// <summary>It lets one browser in, and that is in.</summary>
    public static readonly Refusal OneClientOnly = new("limit", "This terminal takes one client only", "It was opened so that nobody else comes in, in no other tab either.");
}
