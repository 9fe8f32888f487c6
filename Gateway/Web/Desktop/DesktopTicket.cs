namespace Gateway.Web.Desktop;

/// <summary>What a ticket is good for, as it is kept in the shared store under the hash of its secret.</summary>
/// <param name="Session">Name of the session.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="SignIn">The sign-in that asked for it; null where nobody signs in.</param>
/// <param name="Address">The one address that may use it.</param>
/// <param name="Place">Where it leads, as it was asked for; decided about again when it is used.</param>
/// <param name="IsUsed">Whether it was used.</param>
internal sealed record DesktopTicket(string Session, string Owner, string? SignIn, string Address, DesktopPlace Place, bool IsUsed);

/// <summary>What a desktop session is asked for, all of the operator's making but the user.</summary>
/// <param name="Method">The method's name; null for the device's default.</param>
/// <param name="User">The remote user; null for the default.</param>
/// <param name="Port">A port of the domain; null with a device.</param>
/// <param name="Device">A device of the inventory; null for a port.</param>
/// <param name="Use">Which of its ways; null for the default.</param>
internal sealed record DesktopPlace(string? Method, string? User, string? Port, string? Device, string? Use)
{
    /// <summary>The same as a terminal would be asked for: by nobody's credentials but the person's own.</summary>
    public OpenRequest Wish => new(Method, User, Port, 0, 0, Besides: true, Device: Device, Use: Use, Options: new ConnectOptions(Automatic: false));
}
