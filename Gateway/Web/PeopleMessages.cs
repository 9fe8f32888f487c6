// What goes over the hub about people, mirrored by wwwroot/src/protocol.ts.
using Gateway.Web.Desktop;

namespace Gateway.Web;

/// <summary>Somebody else who is on a port.</summary>
/// <param name="Terminal">The terminal's name.</param>
/// <param name="Name">The person's name to show.</param>
/// <param name="Since">When it was opened.</param>
/// <param name="User">The remote user.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Idle">Whole seconds since somebody typed.</param>
/// <param name="Device">The device's name; empty for none.</param>
public sealed record Presence(string Terminal, string Name, DateTimeOffset Since, string User, string Method, long Idle, string Device = "");

/// <summary>Why a right to a terminal ends, and when.</summary>
/// <param name="Seconds">Until it ends; 0 takes an announcement back.</param>
/// <param name="Reason">For programs: <c>signin</c>, <c>policy</c> or <c>revoked</c>.</param>
/// <param name="Message">One sentence.</param>
public sealed record Ending(int Seconds, string Reason, string Message);

/// <summary>Somebody else who is on a terminal, for administrators.</summary>
/// <param name="Name">The person's name to show.</param>
/// <param name="Since">Since when.</param>
/// <param name="Administrator">Whether as an administrator.</param>
public sealed record Watcher(string Name, DateTimeOffset Since, bool Administrator);

/// <summary>Somebody asks to watch.</summary>
/// <param name="Id">Name of the question, for the answer.</param>
/// <param name="Name">The person's name to show.</param>
public sealed record WatchRequest(string Id, string Name);

/// <summary>A message from an administrator.</summary>
/// <param name="From">The administrator's name to show.</param>
/// <param name="Text">The text, as text.</param>
/// <param name="At">When.</param>
public sealed record Message(string From, string Text, DateTimeOffset At);

/// <summary>What administrators see.</summary>
/// <param name="Terminals">Everybody's terminals, oldest first.</param>
/// <param name="Nodes">All nodes.</param>
/// <param name="Unreachable">Names of nodes that did not answer.</param>
/// <param name="PolicyRefused">Why the policy file's last change is not in force; empty if it is.</param>
/// <param name="Audit">Whether decisions can be put on record.</param>
/// <param name="Desktops">Everybody's desktop sessions, those first that were made last.</param>
/// <param name="ChangedKeys">How many changed host keys wait for an administrator.</param>
public sealed record Overview(
    IReadOnlyList<AdminTerminal> Terminals, IReadOnlyList<AdminNode> Nodes, IReadOnlyList<string> Unreachable, string PolicyRefused, bool Audit, IReadOnlyList<DesktopSummary> Desktops, int ChangedKeys);

/// <summary>Somebody's terminal, for administrators.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Person">The person's name to show.</param>
/// <param name="PersonId">The person's id.</param>
/// <param name="Address">Where it was last opened or joined from.</param>
/// <param name="Method">The method's name.</param>
/// <param name="User">The remote user.</param>
/// <param name="Port">The port of the domain; 0 for a device's own address.</param>
/// <param name="Node">The node's name.</param>
/// <param name="Started">When it was opened.</param>
/// <param name="Idle">Whole seconds since somebody typed.</param>
/// <param name="Viewers">Connections attached to type.</param>
/// <param name="Watchers">Who watches.</param>
/// <param name="Bytes">Bytes received from the device.</param>
/// <param name="Typed">Bytes typed or pasted.</param>
/// <param name="Rule">The rule that lets it run.</param>
/// <param name="Ended">How it ended, or null while it runs.</param>
/// <param name="Device">The device's name; empty for none.</param>
/// <param name="Place">What it leads to, for people.</param>
public sealed record AdminTerminal(
    string Id, string Person, string PersonId, string Address, string Method, string User, int Port, string Node, DateTimeOffset Started, long Idle,
    int Viewers, IReadOnlyList<Watcher> Watchers, long Bytes, long Typed, string Rule, Ended? Ended,
    string Device = "", string Place = "");

/// <summary>A node, for administrators.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State"><c>up</c>, <c>draining</c> or <c>lost</c>.</param>
/// <param name="Version">The program's version.</param>
/// <param name="Started">When it started.</param>
/// <param name="Terminals">Terminals that run.</param>
/// <param name="Viewers">Connections attached to them.</param>
/// <param name="Limit">Terminals that it may run.</param>
/// <param name="Load">Processor time that it takes, in cores.</param>
/// <param name="Memory">Resident memory, in bytes.</param>
public sealed record AdminNode(string Name, string State, string Version, DateTimeOffset Started, int Terminals, int Viewers, int Limit, double Load, long Memory);
