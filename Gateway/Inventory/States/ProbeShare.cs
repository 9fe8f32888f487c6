using System.Text;

namespace Gateway.Inventory.States;

/// <summary>
/// Shares devices among nodes by rendezvous hashing (Thaler and Ravishankar, 1996): every node finds the same one without
/// asking, and where a node comes or goes only its own devices change hands.
/// </summary>
public static class ProbeShare
{
    /// <summary>Whether a device is this node's.</summary>
    /// <param name="device">The device's name.</param>
    /// <param name="self">This node.</param>
    /// <param name="others">The other nodes that live.</param>
    public static bool IsMine(string device, string self, IReadOnlyList<string> others)
    {
        var own = (Weight(device, self), self);
        foreach (string other in others)
            if ((Weight(device, other), other).CompareTo(own) > 0) return false;
        return true;
    }

    // FNV-1a with a last mixing; the same on every node and in every version.
    private static ulong Weight(string device, string node)
    {
        ulong hash = 14695981039346656037;
        foreach (byte one in Encoding.UTF8.GetBytes($"{node}\n{device}")) hash = (hash ^ one) * 1099511628211;
        hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccd;
        return hash ^ hash >> 33;
    }
}
