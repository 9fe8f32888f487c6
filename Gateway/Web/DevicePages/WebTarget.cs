using Gateway.Access;
using Gateway.Tunnels;

namespace Gateway.Web.DevicePages;

using Member = Gateway.Tunnels.Member;

/// <summary>What a host name means at the moment.</summary>
/// <param name="Device">The device.</param>
/// <param name="Member">Which of a pair.</param>
/// <param name="Place">Its pages, for the policy.</param>
internal sealed record WebTarget(DialIn Device, Member Member, WebPlace Place)
{
    private const string MasterPart = "master";
    private const string ClonePart = "clone";

    /// <summary>What a host name means at the moment; null for nothing.</summary>
    public static WebTarget? Of(WebHosts hosts, WebRoads roads, string label)
    {
        if (hosts.Find(label) is not { } found) return null;
        var member = found.Member ?? roads.Live(found.Device);
        return found.Device.Of(member)?.Http is { } port ? new WebTarget(found.Device, member, new WebPlace(found.Device.Name, port)) : null;
    }

    /// <summary>What the way to the device is told of which of a pair is meant: the host of an address that is looked up nowhere.</summary>
    public string Part => Member == Member.Master ? MasterPart : ClonePart;

    /// <summary>Which of a pair is meant by <see cref="Part"/>.</summary>
    public static Member MemberOf(string part) => part == ClonePart ? Member.Clone : Member.Master;
}
