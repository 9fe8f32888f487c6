using System.Collections.Immutable;

namespace Gateway.Tunnels;

/// <summary>The tunnels of this node. For several threads.</summary>
public sealed class LiveTunnels
{
    private readonly Lock _lock = new();
    private volatile ImmutableList<ITunnel> _all = [];

    /// <summary>All tunnels now.</summary>
    public ImmutableList<ITunnel> All => _all;

    /// <summary>Raised before a tunnel of that device takes its ports itself (<see cref="Road.Ssh"/>): whoever holds them here lets them go before this returns.</summary>
    public event Action<string, Member>? Taking;

    /// <summary>Raised after a tunnel came (true) or went; with true again if it carries other services now. Must not wait.</summary>
    public event Action<ITunnel, bool>? Changed;

    /// <summary>The tunnels of a device that are up, the roads in their order.</summary>
    public IEnumerable<ITunnel> Of(string device, Member member) => _all.Where(tunnel => tunnel.Device == device && tunnel.Member == member).OrderBy(tunnel => tunnel.Road);

    /// <summary>Has everybody here let go of a device's ports.</summary>
    public void Take(string device, Member member) => Taking?.Invoke(device, member);

    /// <summary>A tunnel is up. One of the same device, member and road that was there is cut: it is its ghost, or somebody with the same identity.</summary>
    public void Add(ITunnel tunnel)
    {
        ITunnel[] before;
        lock (_lock)
        {
            before = [.. _all.Where(other => other.Device == tunnel.Device && other.Member == tunnel.Member && other.Road == tunnel.Road)];
            _all = _all.RemoveRange(before).Add(tunnel);
        }
        foreach (var ghost in before)
        {
            ghost.Cut(Replaced);
            Changed?.Invoke(ghost, false);
        }
        Changed?.Invoke(tunnel, true);
    }

    /// <summary>A tunnel is down.</summary>
    public void Remove(ITunnel tunnel)
    {
        bool was;
        lock (_lock)
        {
            was = _all.Contains(tunnel);
            _all = _all.Remove(tunnel);
        }
        if (was) Changed?.Invoke(tunnel, false);
    }

    /// <summary>A tunnel carries other services than before.</summary>
    public void Renew(ITunnel tunnel)
    {
        if (_all.Contains(tunnel)) Changed?.Invoke(tunnel, true);
    }

    /// <summary>Why a tunnel is cut when another one with its identity comes.</summary>
    public const string Replaced = "another connection with its identity took its place";
}
