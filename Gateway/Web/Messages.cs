using Gateway.Methods;
using Gateway.Terminals;

// What goes over the hub, mirrored by wwwroot/src/protocol.ts; a test compares the names on both sides.
namespace Gateway.Web;

/// <summary>What a link names. The host is never among it.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="User">The remote user.</param>
/// <param name="Port">The port as it stands in the link.</param>
/// <param name="Cols">Columns of the page's terminal.</param>
/// <param name="Rows">Rows of the page's terminal.</param>
/// <param name="Besides">Whether to open it although somebody else is on that port.</param>
public sealed record OpenRequest(string? Method, string? User, string? Port, int Cols, int Rows, bool Besides = false);

/// <summary>Comes back to a terminal.</summary>
/// <param name="Terminal">The terminal's name.</param>
/// <param name="Viewer">The place this tab had before, or null for a new one.</param>
/// <param name="Cols">Columns of the page's terminal.</param>
/// <param name="Rows">Rows of the page's terminal.</param>
/// <param name="Watch">Whether only to look on, also where it is somebody else's.</param>
/// <param name="Invitation">The secret of an invitation to somebody else's terminal; null for none.</param>
public sealed record JoinRequest(string? Terminal, string? Viewer, int Cols, int Rows, bool Watch = false, string? Invitation = null);

/// <summary>The answer to Open and Join: one of the three is set.</summary>
/// <param name="Terminal">What the connection is attached to now.</param>
/// <param name="Refusal">Why it is not.</param>
/// <param name="Presence">Who is on that port already: nothing was opened.</param>
public sealed record Reply(Attached? Terminal, Refusal? Refusal, IReadOnlyList<Presence>? Presence = null)
{
    internal static Reply Of(Refusal refusal) => new(null, refusal);
}

/// <summary>A terminal, as the connection that was just attached to it sees it.</summary>
/// <param name="Id">The terminal's name.</param>
/// <param name="Viewer">Name of this viewer's place, for Join.</param>
/// <param name="Method">The method's name.</param>
/// <param name="User">The remote user.</param>
/// <param name="Domain">The domain, to be shown.</param>
/// <param name="Port">The port.</param>
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
public sealed record Attached(
    string Id, string Viewer, string Method, string User, string Domain, int Port, DateTimeOffset Started, int Cols, int Rows,
    long Start, long End, long Input, int AcknowledgeEvery, int InputWindow, int InputSize, string Node,
    string May, string Owner, string Me, Company Company, string Recording)
{
    internal const string Type = "type", Watch = "watch";
}

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
/// <param name="Port">The port.</param>
/// <param name="Started">When it was opened.</param>
/// <param name="Viewers">Connections attached now.</param>
/// <param name="Idle">Whole seconds since somebody typed.</param>
/// <param name="Bytes">Bytes received from the device.</param>
/// <param name="Ended">How it ended, or null while it runs.</param>
/// <param name="Node">Name of the node that runs it; empty where there is one node.</param>
/// <param name="Unreachable">Whether that node could not be asked now: what changes is not known, and the numbers are 0.</param>
public sealed record TerminalSummary(
    string Id, string Method, string User, string Domain, int Port, DateTimeOffset Started, int Viewers, long Idle, long Bytes, Ended? Ended,
    string Node, bool Unreachable);

/// <summary>
/// One item of the Output stream. The hub protocol writes it as <c>[offset, bytes]</c>, and with a size, which makes it the
/// whole screen, as <c>[offset, bytes, columns, rows]</c>.
/// </summary>
/// <param name="Offset">Where the bytes stand in the terminal's output; after a screen, where the stream goes on.</param>
/// <param name="Bytes">The bytes, in the log's own memory until the next item is asked for.</param>
/// <param name="Screen">The size of the screen that the bytes paint anew; null for a part of the stream.</param>
public sealed record OutputFrame(long Offset, ReadOnlyMemory<byte> Bytes, TerminalSize? Screen = null);
