// What goes over HTTP about desktop sessions, mirrored by wwwroot/src/protocol.ts.
namespace Gateway.Web.Desktop;

/// <summary>Asks for a way in.</summary>
/// <param name="Way"><c>port</c> or <c>https</c>.</param>
/// <param name="Method">The method's name; null for the device's default.</param>
/// <param name="User">The remote user; null for the default.</param>
/// <param name="Port">A port of the domain; null with a device.</param>
/// <param name="Device">A device of the inventory; null for a port.</param>
/// <param name="Use">Which of its ways; null for the default.</param>
internal sealed record DesktopRequest(string? Way, string? Method, string? User, string? Port, string? Device, string? Use);

/// <summary>A way in.</summary>
/// <param name="Session">The session.</param>
/// <param name="Host">Where to connect to; over https the gateway's own address.</param>
/// <param name="Seconds">For so long.</param>
/// <param name="Command">A command line that does it, without the files; empty over https.</param>
/// <param name="Link">An address of scheme ssh or telnet; empty over https.</param>
/// <param name="Keys">Fingerprints (SHA-256) of the device's host keys, as far as the gateway has them on record.</param>
/// <param name="Files">What can be downloaded. Over https it holds the ticket, this once.</param>
internal sealed record DesktopOffer(DesktopSummary Session, string Host, int Seconds, string Command, string Link, IReadOnlyList<string> Keys, IReadOnlyList<DesktopFile> Files);

/// <summary>A file to run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="For"><c>linux</c>, <c>macos</c>, <c>windows</c> or <c>putty</c>.</param>
/// <param name="Text">What is in it.</param>
internal sealed record DesktopFile(string Name, string For, string Text);

/// <summary>A desktop session.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Way"><c>port</c> or <c>https</c>.</param>
/// <param name="Method">The method's name.</param>
/// <param name="User">The remote user.</param>
/// <param name="Device">The device's name; empty for none.</param>
/// <param name="Place">What it leads to, for people.</param>
/// <param name="Port">The port that was handed out; 0 over https.</param>
/// <param name="State"><c>waiting</c>, <c>connected</c> or <c>ended</c>.</param>
/// <param name="Reason">Why it ended; empty before.</param>
/// <param name="Made">When the way in was handed out.</param>
/// <param name="Expires">Until when somebody is waited for.</param>
/// <param name="Started">When somebody came; null before.</param>
/// <param name="Sent">Bytes to the device.</param>
/// <param name="Received">Bytes from the device.</param>
/// <param name="Person">The person's name to show.</param>
/// <param name="PersonId">The person's id.</param>
/// <param name="Address">Where he comes from.</param>
/// <param name="Rule">The rule that lets it be.</param>
/// <param name="Node">The node's name.</param>
public sealed record DesktopSummary(
    string Id, string Way, string Method, string User, string Device, string Place, int Port, string State, string Reason, DateTimeOffset Made, DateTimeOffset Expires, DateTimeOffset? Started,
    long Sent, long Received, string Person, string PersonId, string Address, string Rule, string Node);
