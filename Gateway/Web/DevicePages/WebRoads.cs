using Gateway.Tunnels;

namespace Gateway.Web.DevicePages;

using Member = Gateway.Tunnels.Member;

/// <summary>The way to devices that dial in, over all nodes.</summary>
/// <param name="Live">Which of a pair is meant by the device's plain name: the one that is there, and of two the preferred one.</param>
/// <param name="Connect">
/// Opens a connection to the web pages of one of a pair. It throws <see cref="TunnelException"/>, with words for people, if the
/// device is not connected, and any other exception if it does not answer.
/// </param>
public sealed record WebRoads(Func<DialIn, Member> Live, Func<string, Member, CancellationToken, Task<Stream>> Connect);
