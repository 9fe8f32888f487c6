namespace Gateway.Web;

/// <summary>Why a person's own program does not come through.</summary>
internal static partial class Refusals
{
    /// <summary>The operator wants none.</summary>
    public static readonly Refusal NoDesktops = new("forbidden", "Programs of one's own are not let through here", "The gateway's operator can switch that on (desktop.enabled). Open it in the browser.");

    /// <summary>The node stops.</summary>
    public static readonly Refusal DesktopStopping = new("stopping", "The gateway is stopping", "Try again in a moment, when it is back.");

    /// <summary>The node has no place.</summary>
    public static readonly Refusal DesktopsFull = new("limit", "The gateway carries as many sessions as allowed", "Try again later, or ask the operator.");

    /// <summary>The person has no place.</summary>
    public static readonly Refusal TooManyDesktops = new("limit", "You have as many desktop sessions as allowed", "End one of them, or wait until those that nobody came to have expired.");

    /// <summary>The address has no place.</summary>
    public static readonly Refusal TooManyWaiting = new("limit", "Too many desktop sessions wait for somebody from your address", "Use one of those that were handed out, or wait until they have expired.");

    /// <summary>All ports are in use.</summary>
    public static readonly Refusal NoFreePort = new("limit", "All ports for desktop sessions are in use", "Choose the way over https, or try again in a minute.");

    /// <summary>The way to a device goes through a jump host, which the gateway signs in to.</summary>
    public static readonly Refusal NoDesktopByJump = new("forbidden", "A program of your own does not get to this device", "It is reached through a jump host, where the gateway itself signs in. Open it in the browser, or choose another of the device's ways.");

    /// <summary>Only ssh can be led through another program.</summary>
    public static readonly Refusal NoTelnetOverHttps = new("invalid", "telnet does not go over https", "Only ssh clients can be led through the file. Choose the way at a port.");

    /// <summary>The ticket is none, or not this caller's, or not any more.</summary>
    public static readonly Refusal NoTicket = new("forbidden", "This ticket is not good any more", "It can be used once, for a short time, from the address that asked for it. Get a new file at the gateway.");

    /// <summary>The request makes no sense.</summary>
    public static readonly Refusal NoDesktopRequest = new("invalid", "The request could not be read", "It has to be JSON with way, method, user and port or device.");
}
