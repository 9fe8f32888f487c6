using Gateway.Methods;
using Gateway.Terminals;

// What goes over the hub, mirrored by wwwroot/src/protocol.ts; a test compares the names on both sides.
namespace Gateway.Web;

/// <summary>What a link, or a device's form, names. A host is never among it.</summary>
/// <param name="Method">The method's name; with a device null for the device's default.</param>
/// <param name="User">The remote user; with a device null or empty for the default.</param>
/// <param name="Port">The port as it stands in the link; null with a device.</param>
/// <param name="Cols">Columns of the page's terminal.</param>
/// <param name="Rows">Rows of the page's terminal.</param>
/// <param name="Besides">Whether to open it although somebody else is on that port.</param>
/// <param name="Device">The name of a device of the inventory; null for a port.</param>
/// <param name="Use">Which of the device's ways: <c>port</c>, <c>ip</c>, <c>name</c> or the name of one of its addresses; null for the default.</param>
/// <param name="Options">What the form says beyond that; null for the device's defaults.</param>
public sealed record OpenRequest(
    string? Method, string? User, string? Port, int Cols, int Rows, bool Besides = false, string? Device = null, string? Use = null, ConnectOptions? Options = null);

/// <summary>How to connect, as the form says it; what is null is as the device's defaults have it.</summary>
/// <param name="Automatic">Whether the gateway signs in.</param>
/// <param name="Credentials">With whose: <c>mine</c>, <c>device</c> or <c>custom</c>; null for the device's default.</param>
/// <param name="Password">The password, with <c>custom</c> only; at most 1024 characters.</param>
/// <param name="OneClient">Whether one browser only is let in, and the terminal ends with it.</param>
/// <param name="Share">Whether whoever opens the same place so too comes into the same terminal.</param>
public sealed record ConnectOptions(bool? Automatic = null, string? Credentials = null, string? Password = null, bool? OneClient = null, bool? Share = null)
{
    // Whatever writes a record out, a log for one, does not write the password.
    private bool PrintMembers(System.Text.StringBuilder text)
    {
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"Automatic = {Automatic}, Credentials = {Credentials}, OneClient = {OneClient}, Share = {Share}");
        return true;
    }
}

/// <summary>Comes back to a terminal.</summary>
/// <param name="Terminal">The terminal's name.</param>
/// <param name="Viewer">The place this tab had before, or null for a new one.</param>
/// <param name="Cols">Columns of the page's terminal.</param>
/// <param name="Rows">Rows of the page's terminal.</param>
/// <param name="Watch">Whether only to look on, also where it is somebody else's.</param>
/// <param name="Invitation">The secret of an invitation to somebody else's terminal; null for none.</param>
/// <param name="Share">Whether to come into somebody else's terminal that is shared with all.</param>
public sealed record JoinRequest(string? Terminal, string? Viewer, int Cols, int Rows, bool Watch = false, string? Invitation = null, bool Share = false);

/// <summary>The answer to Open and Join: one of them is set.</summary>
/// <param name="Terminal">What the connection is attached to now.</param>
/// <param name="Refusal">Why it is not.</param>
/// <param name="Presence">Who is on that port already: nothing was opened.</param>
/// <param name="Shared">The terminal there that is shared with all: nothing was opened, and that one can be joined.</param>
/// <param name="SharedBy">The name to show of the person whose that is; empty where nobody signs in, null where it is the caller's own.</param>
public sealed record Reply(Attached? Terminal, Refusal? Refusal, IReadOnlyList<Presence>? Presence = null, string? Shared = null, string? SharedBy = null)
{
    internal static Reply Of(Refusal refusal) => new(null, refusal);
}

/// <summary>A terminal, as the connection that was just attached to it sees it.</summary>
/// <param name="Id">The terminal's name.</param>
/// <param name="Viewer">Name of this viewer's place, for Join.</param>
/// <param name="Method">The method's name.</param>
/// <param name="User">The remote user.</param>
/// <param name="Domain">The domain, to be shown.</param>
/// <param name="Port">The port of the domain; 0 for a device's own address.</param>
/// <param name="Started">When it was opened.</param>
/// <param name="Cols">Columns now.</param>
/// <param name="Rows">Rows now.</param>
/// <param name="Start">First output offset still held.</param>
/// <param name="End">Output offset reached; what lies below is replay.</param>
/// <param name="Input">Input bytes accepted from this place.</param>
/// <param name="AcknowledgeEvery">Acknowledge at least every so many bytes.</param>
/// <param name="InputWindow">Most input bytes on their way.</param>
/// <param name="InputSize">Largest single input, in bytes.</param>
/// <param name="Node">Name of the node that runs it; empty where there is one node.</param>
/// <param name="May"><c>type</c> or <c>watch</c>: whether this viewer's keys count now.</param>
/// <param name="Owner">Name of the person whose terminal it is, if it is somebody else's; else empty.</param>
/// <param name="Me">This viewer's own name in the company.</param>
/// <param name="Company">Everybody who is on it.</param>
/// <param name="Recording"><c>required</c>, <c>on</c> or <c>failed</c> where it is to be recorded; else empty.</param>
/// <param name="Device">The device's name; empty for a port that no device has.</param>
/// <param name="Place">What it leads to, for people: <c>gateway.example:6022</c>, or <c>10.0.0.9:22</c>.</param>
/// <param name="Traits">What is particular about the device's terminal.</param>
/// <param name="Legacy">The old algorithms that it was allowed, until when and why; empty for none.</param>
/// <param name="Road"><c>domain</c> for a port of the domain, <c>jump</c> or <c>direct</c> for a device's own address; of a device that dials in <c>ssh-tunnel</c>, <c>websocket</c>, or <c>direct</c> for a port that leads to it without that.</param>
/// <param name="Member">Which of a pair of devices it is, <c>master</c> or <c>clone</c>; empty where there is no pair.</param>
/// <param name="OneClient">Whether it lets one browser in only.</param>
/// <param name="Shared">Whether it is shared with all who open it so.</param>
public sealed record Attached(
    string Id, string Viewer, string Method, string User, string Domain, int Port, DateTimeOffset Started, int Cols, int Rows,
    long Start, long End, long Input, int AcknowledgeEvery, int InputWindow, int InputSize, string Node,
    string May, string Owner, string Me, Company Company, string Recording,
    string Device, string Place, TerminalTraitsMessage Traits, string Legacy, string Road, string Member, bool OneClient, bool Shared)
{
    internal const string Type = "type", Watch = "watch";
}

/// <summary>What is particular about a device's terminal, as far as the page does it.</summary>
/// <param name="Enter">What Enter sends: <c>usual</c>, <c>cr</c>, <c>crlf</c> or <c>crnul</c>.</param>
/// <param name="Backspace">What Backspace sends: <c>del</c> or <c>bs</c>.</param>
/// <param name="LocalEcho">Whether the page shows what is typed.</param>
/// <param name="Encoding">The device's character set, by its WHATWG name.</param>
/// <param name="Signals">Whether BREAK and other signals can be sent: the inventory says so, and the method has a way.</param>
/// <param name="LineDelay">Milliseconds to wait after each pasted line.</param>
/// <param name="WaitFor">The text that a pasted line waits for; null for none.</param>
public sealed record TerminalTraitsMessage(string Enter, string Backspace, bool LocalEcho, string Encoding, bool Signals, long LineDelay, string? WaitFor);

/// <summary>Why something was not done.</summary>
/// <param name="Code">For programs: one of the codes in protocol.ts.</param>
/// <param name="Title">For people: what is the matter.</param>
/// <param name="Detail">For people: what to do.</param>
public sealed record Refusal(string Code, string Title, string Detail);

/// <summary>How a terminal ended.</summary>
/// <param name="Reason">For programs: an <see cref="EndReason"/> in lower case.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Hint">What to do; may be empty.</param>
/// <param name="ExitCode">The client's exit status, if it had one.</param>
/// <param name="Signal">The signal that ended it, if one did.</param>
public sealed record Ended(string Reason, string Message, string Hint, int? ExitCode, string? Signal)
{
    internal static Ended Of(TerminalEnd end) => new(
        end.Outcome.Reason.ToString().ToLowerInvariant(), end.Outcome.Message, end.Outcome.Hint, end.Status.Code, end.Status.SignalName);
}

/// <summary>One of the visitor's terminals.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Method">The method's name.</param>
/// <param name="User">The remote user.</param>
/// <param name="Domain">The domain.</param>
/// <param name="Port">The port of the domain; 0 for a device's own address.</param>
/// <param name="Started">When it was opened.</param>
/// <param name="Viewers">Connections attached now.</param>
/// <param name="Idle">Whole seconds since somebody typed.</param>
/// <param name="Bytes">Bytes received from the device.</param>
/// <param name="Ended">How it ended, or null while it runs.</param>
/// <param name="Node">Name of the node that runs it; empty where there is one node.</param>
/// <param name="Unreachable">Whether that node could not be asked now: what changes is not known, and the numbers are 0.</param>
/// <param name="Device">The device's name; empty for none.</param>
/// <param name="Place">What it leads to, for people.</param>
public sealed record TerminalSummary(
    string Id, string Method, string User, string Domain, int Port, DateTimeOffset Started, int Viewers, long Idle, long Bytes, Ended? Ended,
    string Node, bool Unreachable, string Device, string Place);

/// <summary>
/// One item of the Output stream. The hub protocol writes it as <c>[offset, bytes]</c>, and with a size, which makes it the
/// whole screen, as <c>[offset, bytes, columns, rows]</c>.
/// </summary>
/// <param name="Offset">Where the bytes stand in the terminal's output; after a screen, where the stream goes on.</param>
/// <param name="Bytes">The bytes, in the log's own memory until the next item is asked for.</param>
/// <param name="Screen">The size of the screen that the bytes paint anew; null for a part of the stream.</param>
public sealed record OutputFrame(long Offset, ReadOnlyMemory<byte> Bytes, TerminalSize? Screen = null);
