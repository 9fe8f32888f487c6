using Gateway.Tunnels;

namespace Gateway.Web.DevicePages;

using Member = Gateway.Tunnels.Member;

/// <summary>The way to devices that dial in, over all nodes.</summary>
/// <param name="Live">Which of a pair is meant by the device's plain name: the one that is there, and of two the preferred one.</param>
/// <param name="Connect">
/// Opens a connection to the web pages of one of a pair. It throws <see cref="TunnelException"/>, with words for people, if the
/// device is not connected, and any other exception if it does not answer.
/// </param>
public sealed record WebRoads(Func<DialIn, Member> Live, Func<string, Member, CancellationToken, Task<Stream>> Connect)
{
    /// <summary>The roads of one node: its own tunnels.</summary>
    public static WebRoads Of(LiveTunnels tunnels) => new(
        device =>
        {
            var other = device.Preferred == Member.Master ? Member.Clone : Member.Master;
            return device.CloneMember is null ? Member.Master : Find(device.Name, device.Preferred) is null && Find(device.Name, other) is not null ? other : device.Preferred;

            ITunnel? Find(string name, Member member) => WebRoads.Find(tunnels, name, member);
        },
        (device, member, cancellation) => Find(tunnels, device, member) is { } tunnel ? tunnel.ConnectAsync(Service.Http, cancellation) : throw new TunnelException($"{device} is not connected."));

    private static ITunnel? Find(LiveTunnels tunnels, string device, Member member) => tunnels.Of(device, member).FirstOrDefault(tunnel => tunnel.Services.Contains(Service.Http));
}
