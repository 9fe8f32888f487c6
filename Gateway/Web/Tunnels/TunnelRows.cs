using Gateway.Access;
using Gateway.Inventory;
using Gateway.Tunnels;
using Gateway.Tunnels.Roads;
using Gateway.Web.DevicePages;
using Gateway.Web.Devices;

namespace Gateway.Web.Tunnels;

using Member = Gateway.Tunnels.Member;

/// <summary>The devices that dial in, as somebody may see them.</summary>
public sealed class TunnelRows(DialInBook book, LiveRoads roads, TunnelHistory history, PublishedPorts ports, TunnelOptions options, InventoryInForce inventory, Destinations destinations, Authorizer authorizer, WebHosts webHosts)
{
    /// <summary>All of them that somebody may see.</summary>
    public TunnelList Of(Caller caller)
    {
        bool may = authorizer.Decide(caller, new AccessRequest(AccessAction.ManageTunnels)).IsAllowed;
        var problems = ports.Problems.ToLookup(problem => problem.Port.Device.Name, StringComparer.Ordinal);
        var up = roads.All.ToLookup(road => road.Device, StringComparer.Ordinal);
        return new TunnelList(may, SshPlace(), [.. book.Current.ByName.Values.Where(device => may || MaySee(caller, device)).Select(device => Row(device, up[device.Name], problems[device.Name], may))]);
    }

    /// <summary>One of them, for whoever may see all; null if there is none.</summary>
    public TunnelRow? Of(string name) => book.Current.Find(name) is { } device
        ? Row(device, roads.Of(name), ports.Problems.Where(problem => problem.Port.Device.Name == name), may: true) : null;

    /// <summary>A line of the history, for pages.</summary>
    public static TunnelLine Line(TunnelEntry entry) =>
        new(entry.At, Spell(entry.Event), Spell(entry.Member), entry.Road is { } road ? Spell(road) : "", entry.From, entry.Reason, entry.Node);

    /// <summary>A word of the protocol, in lower case.</summary>
    public static string Spell<T>(T word) where T : struct, Enum => word.ToString().ToLowerInvariant();

    private bool MaySee(Caller caller, DialIn device) => inventory.Current.Devices
        .Where(known => device.Ports().Any(port => port.Port == known.Ssh)).Any(known => destinations.MaySee(caller, known));

    // Who may only open a device learns nothing of the network it stands in.
    private TunnelRow Row(DialIn device, IEnumerable<RoadUp> up, IEnumerable<PortProblem> problems, bool may) => new(
        device.Name, device.Stopped, device.ServicePort, roads.Leading(device) is { } leading ? Spell(leading) : "", Spell(device.Preferred), device.Direct,
        [.. device.Members().Select(one => Member(device, one.Which, one.Member, [.. up.Where(road => road.Member == one.Which)], problems, may))]);

    private TunnelMember Member(DialIn device, Member which, DialInMember member, IReadOnlyList<RoadUp> up, IEnumerable<PortProblem> problems, bool may)
    {
        var seen = history.LastSeen(device.Name, which);
        var refusal = history.LastRefusal(device.Name, which);
        bool isNews = refusal is not null && (seen is null || refusal.At > seen.At);
        return new TunnelMember(
            Spell(which), member.Ssh, member.Http, member.App,
            member.Key is not null ? "key" : member.TokenHash is not null ? "token" : "none", may && member.Key is { } key ? DialInKey.Fingerprint(key) : "",
            member.Http is null ? "" : webHosts.WebAddress(device.Name, device.CloneMember is null ? null : which)?.AbsoluteUri ?? "",
            [.. up.Select(road => new TunnelRoad(Spell(road.Road), road.NodeName, road.Since, may ? road.From : "", road.RoundTrip, road.In, road.Out, [.. road.Services.Select(Spell)]))],
            up.Count > 0 ? up.Max(road => road.Since) : seen?.At, history.Flaps(device.Name, which), may && isNews ? Line(refusal!) : null,
            may ? [.. problems.Where(problem => problem.Port.Member is null || problem.Port.Member == which).Select(problem => $"Port {problem.Port.Port} could not be opened: {problem.Reason}")] : []);
    }

    private string SshPlace() => options.SshListen is null ? "" : $"{options.SshHost}:{options.SshListen.Port}";
}
