using System.Collections.Immutable;

namespace Gateway.Tunnels.Roads;

/// <summary>Which devices are connected, to this node or another one, and the way to them. For several threads.</summary>
public sealed class LiveRoads
{
    private readonly LiveTunnels _tunnels;
    private readonly DialInBook _book;
    private readonly OpenElsewhere _elsewhere;
    private volatile ImmutableDictionary<string, ImmutableArray<RoadUp>> _others = ImmutableDictionary<string, ImmutableArray<RoadUp>>.Empty;

    /// <summary>Makes it.</summary>
    /// <param name="tunnels">This node's.</param>
    /// <param name="book">The devices.</param>
    /// <param name="elsewhere">The way through other nodes.</param>
    public LiveRoads(LiveTunnels tunnels, DialInBook book, OpenElsewhere elsewhere)
    {
        (_tunnels, _book, _elsewhere) = (tunnels, book, elsewhere);
        tunnels.Changed += (tunnel, _) => Changed?.Invoke([tunnel.Device]);
    }

    /// <summary>Id of this node.</summary>
    public string Node { get; init; } = "";

    /// <summary>Its name for people; empty where there is one node.</summary>
    public string NodeName { get; init; } = "";

    /// <summary>Raised with the names of devices of which a road came, went or carries something else now; must not wait.</summary>
    public event Action<IReadOnlyCollection<string>>? Changed;

    /// <summary>All that are up anywhere, in no particular order.</summary>
    public IReadOnlyList<RoadUp> All => [.. Here, .. _others.Values.SelectMany(roads => roads)];

    /// <summary>Those of this node.</summary>
    public IReadOnlyList<RoadUp> Here => [.. _tunnels.All.Select(Of)];

    /// <summary>The roads to a device that are up, in the order in which they are gone: this node's before others'.</summary>
    public IEnumerable<RoadUp> Of(string device) => _tunnels.All.Where(tunnel => tunnel.Device == device).OrderBy(tunnel => tunnel.Road).Select(Of)
        .Concat(_others.GetValueOrDefault(device, []));

    /// <summary>The roads that lead to a service of a device, or of one of a pair; none while it is stopped.</summary>
    /// <param name="device">The device.</param>
    /// <param name="member">Which of the pair; null for whichever is live.</param>
    /// <param name="service">The service.</param>
    public IEnumerable<RoadUp> To(DialIn device, Member? member, Service service)
    {
        if (device.Stopped || (member ?? Leading(device)) is not { } which) return [];
        return Of(device.Name).Where(road => road.Member == which && road.Services.Contains(service));
    }

    /// <summary>Which of a pair is live: the only one whose ssh is reached, or the one that is preferred; null for none.</summary>
    public Member? Leading(DialIn device)
    {
        if (device.Stopped) return null;
        HashSet<Member> live = [.. Of(device.Name).Where(road => road.Services.Contains(Service.Ssh) && device.Of(road.Member) is not null).Select(road => road.Member)];
        return live.Count == 0 ? null : live.Contains(device.Preferred) ? device.Preferred : live.First();
    }

    /// <summary>Whether a road is still up.</summary>
    public bool IsUp(RoadUp road) => road.Tunnel is { } tunnel ? _tunnels.All.Contains(tunnel) : _others.GetValueOrDefault(road.Device, []).Any(road.IsSameAs);

    /// <summary>Takes over what is up on other nodes.</summary>
    public void Take(IEnumerable<RoadUp> others)
    {
        var (before, now) = (_others, others.GroupBy(road => road.Device, StringComparer.Ordinal)
            .ToImmutableDictionary(roads => roads.Key, roads => roads.OrderBy(road => road.Road).ThenBy(road => road.Node, StringComparer.Ordinal).ToImmutableArray(), StringComparer.Ordinal));
        _others = now;
        string[] changed = [.. before.Keys.Union(now.Keys).Where(device => !IsSame(before.GetValueOrDefault(device, []), now.GetValueOrDefault(device, [])))];
        if (changed.Length > 0) Changed?.Invoke(changed);
    }

    /// <summary>Connects to a service of a device by the first road that leads there. Disposing the stream ends the connection.</summary>
    /// <param name="device">Name of the device.</param>
    /// <param name="member">Which of a pair; null for whichever is live.</param>
    /// <param name="service">The service.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="TunnelException">No road leads there now.</exception>
    public async Task<Stream> ConnectAsync(string device, Member? member, Service service, CancellationToken cancellation) =>
        (await OpenAsync(device, member, service, cancellation)).Stream;

    /// <summary>The same, with the road that it goes by.</summary>
    /// <exception cref="TunnelException">No road leads there now.</exception>
    internal async Task<(Stream Stream, RoadUp Road)> OpenAsync(string device, Member? member, Service service, CancellationToken cancellation)
    {
        if (_book.Current.Find(device) is not { } known) throw new TunnelException($"There is no device {device} that dials in.");
        TunnelException? failed = null;
        foreach (var road in To(known, member, service))
        {
            try
            {
                return (road.Tunnel is { } tunnel ? await tunnel.ConnectAsync(service, cancellation) : await _elsewhere(road, service, cancellation), road);
            }
            catch (TunnelException exception)
            {
                failed = exception; // the next road, perhaps
            }
        }
        throw failed ?? new TunnelException($"{device} is not connected.");
    }

    private RoadUp Of(ITunnel tunnel) => RoadUp.Of(tunnel, Node, NodeName);

    private static bool IsSame(ImmutableArray<RoadUp> before, ImmutableArray<RoadUp> now) =>
        before.Length == now.Length && before.Zip(now).All(pair => pair.First.IsSameAs(pair.Second) && pair.First.Services.SequenceEqual(pair.Second.Services));
}
