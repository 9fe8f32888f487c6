using System.Net;
using Gateway.Methods;
using Gateway.Tunnels;
using Gateway.Tunnels.Roads;
using Gateway.Web.Devices;

namespace Gateway.Web.Tunnels;

/// <summary>
/// From a port of a device that dials in to where that device is now: this node's opening into its tunnel, or the port that
/// leads to it without one. Such a port is never looked for at the domain itself, where it could be anybody's.
/// </summary>
public sealed class DialInRoads(DialInBook book, LiveRoads roads, PublishedPorts ports, TunnelHistory history, TunnelOptions options, MethodCatalog methods, TimeProvider time)
{
    /// <summary>Marks what leads to a device that dials in; everything else comes back as it is.</summary>
    /// <param name="destination">Where a wish leads.</param>
    /// <param name="refusal">Why it leads nowhere.</param>
    internal Destination? Mark(Destination destination, out Refusal? refusal)
    {
        refusal = null;
        if (Of(destination.Remote.Target) is not { } port) return destination;
        refusal = port.Service != Service.Ssh ? Refusals.NoTerminalThere : destination.Remote.Method is not SshMethod ? Refusals.NoWay : null;
        return refusal is null ? destination with { Remote = destination.Remote.OfDialIn(!port.Device.Passwords) } : null;
    }

    /// <summary>Finds the device; or says why it is not to be reached.</summary>
    internal (Destination? Found, Refusal? Refusal) Find(Destination destination)
    {
        var target = destination.Remote.Target;
        if (options.IsOn && !book.IsRead) return (null, Refusals.NoDialIns);
        if (IsPastDevice(target)) return (null, Refusals.OwnRoad);
        // It may be one since it was asked for, or none any more.
        if (Of(target) is not { } port) return target.DialsIn ? (null, Refusals.NoDevice) : (destination, null);
        var device = port.Device;
        // The policy has judged what the inventory says of the port; where that is another device, nobody has judged this one.
        if (destination.Device is { } judged && device.Entries().All(entry => entry.Name != judged.Name)) return (null, Refusals.NoDevice);
        if (device.Stopped) return (null, Refusals.StoppedDevice(device.Name));
        if (roads.To(device, port.Member, port.Service).FirstOrDefault() is { } road) return Through(destination, port, road);
        if (port.Member is null or Gateway.Tunnels.Member.Master && device.Direct is { } direct && methods.Options.Ports.Contains(direct) && book.Current.FindByPort(direct) is null)
            return (Led(destination, port, Road.Direct, Gateway.Tunnels.Member.Master, null, direct), null);
        return (null, Refusals.NotConnected(port, history.LastSeen(device.Name, port.Member), time.GetUtcNow()));
    }

    // By the port of the one that it comes to: that one's host key is on record, and the terminal stays with it.
    private (Destination? Found, Refusal? Refusal) Through(Destination destination, DialInPort port, RoadUp road)
    {
        var own = port with { Member = road.Member, Port = port.Device.Of(road.Member)!.Ssh };
        if (!ports.Leads(own)) return (null, ports.IsChangingHands(own) ? Refusals.ComingAnew(port.Device.Name) : Refusals.PortNotOpen(own.Port));
        return (Led(destination, port, road.Road, road.Member, options.IsPublishedEverywhere ? IPAddress.Loopback : options.Publish, own.Port), null);
    }

    private static Destination Led(Destination destination, DialInPort port, Road road, Gateway.Tunnels.Member member, IPAddress? address, int to) => destination with
    {
        Remote = destination.Remote.OfDialIn(!port.Device.Passwords).FoundAt(address, to, port.Device.Of(member)!.Ssh),
        Dialed = road,
        Member = port.Device.CloneMember is null ? null : member,
    };

    // What holds for the device, that it is stopped for one, would not hold for the bare port, whatever the inventory calls it.
    private bool IsPastDevice(RemoteTarget target) => options.IsOn && target.IsOfDomain && Of(target) is null && book.Current.FindByDirect(target.Port) is not null;

    private DialInPort? Of(RemoteTarget target) => options.IsOn && target.IsOfDomain ? book.Current.FindByPort(target.Port) : null;
}
