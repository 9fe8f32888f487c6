namespace Gateway.Web;

/// <summary>Names of the SignalR groups. A connection enters them only where it was authorised: OnConnected, Open, Join.</summary>
internal static class HubGroups
{
    /// <summary>Every connection of a visitor.</summary>
    public static string Visitor(string visitor) => $"visitor:{visitor}";

    /// <summary>Every connection of an administrator, who hears of all terminals and nodes.</summary>
    public const string Administrators = "administrators";

    /// <summary>Every page of a terminal's owner that may type, which is told what concerns the owner.</summary>
    public static string Typists(string terminal) => $"typists:{terminal}";

    /// <summary>Every viewer of a terminal.</summary>
    public static string Terminal(string terminal) => $"terminal:{terminal}";
}
