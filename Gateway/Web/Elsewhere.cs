using Gateway.Cluster;

namespace Gateway.Web;

/// <summary>Why a connection for a terminal of another node was not passed on to it. Kept with the request that asked.</summary>
/// <param name="Place">Where the terminal is; null if that could not be found out.</param>
/// <param name="Node">The node's name; null if it is not known.</param>
/// <param name="IsLost">Whether the node is gone, and the terminal with it.</param>
internal sealed record Elsewhere(DirectoryPlace? Place, string? Node, bool IsLost)
{
    private static readonly object Key = new();

    /// <summary>Notes it for the hub.</summary>
    public void KeepIn(HttpContext context) => context.Items[Key] = this;

    /// <summary>What to tell a visitor who asks for the terminal; null if he is to hear what everybody hears of a terminal that is not his.</summary>
    public static Refusal? RefusalFor(HttpContext? context, string visitor, string? terminal)
    {
        if (context?.Items.TryGetValue(Key, out object? kept) != true || kept is not Elsewhere elsewhere) return null;
        if (elsewhere.Place is not { } place) return Refusals.Unsearchable;
        if (place.Terminal != terminal || place.Entry.Owner != visitor) return null;
        return elsewhere.IsLost ? Refusals.Lost(elsewhere.Node) : Refusals.Unreachable(elsewhere.Node);
    }
}
