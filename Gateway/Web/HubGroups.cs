namespace Gateway.Web;

/// <summary>Names of the SignalR groups. A connection enters them only where it was authorised: OnConnected, Open, Join.</summary>
internal static class HubGroups
{
    /// <summary>Every connection of a visitor.</summary>
    public static string Visitor(string visitor) => $"visitor:{visitor}";

    /// <summary>Every connection of an administrator, who hears of all terminals and nodes.</summary>
    public const string Administrators = "administrators";

    /// <summary>Every viewer of a terminal that types, who is told what concerns its owner.</summary>
    public static string Typists(string terminal) => $"typists:{terminal}";

    /// <summary>Every viewer of a terminal.</summary>
    public static string Terminal(string terminal) => $"terminal:{terminal}";
}
