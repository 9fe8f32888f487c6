using Gateway.Recording;

// What goes over HTTP about recordings, mirrored by wwwroot/src/protocol.ts.
namespace Gateway.Web.Recordings;

/// <summary>A recording, as lists show it.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Node">Name of the node that keeps it; empty where there is one node.</param>
/// <param name="Person">Id of the person whose terminal it was; empty where nobody signs in.</param>
/// <param name="Name">His name for people to read.</param>
/// <param name="Method">The method's name.</param>
/// <param name="User">The remote user.</param>
/// <param name="Port">The port of the domain; 0 for a device's own address.</param>
/// <param name="Domain">The domain.</param>
/// <param name="Started">When it began.</param>
/// <param name="Seconds">How long it is.</param>
/// <param name="Bytes">How large its files are.</param>
/// <param name="State"><c>live</c>, <c>complete</c>, <c>cutoff</c> or <c>damaged</c>.</param>
/// <param name="Mine">Whether it is of a terminal of whoever asks.</param>
/// <param name="Device">The device's name; empty for none.</param>
/// <param name="Place">What it led to, for people.</param>
public sealed record RecordingSummary(
    string Id, string Node, string Person, string Name, string Method, string User, int Port, string Domain, DateTimeOffset Started, double Seconds, long Bytes, string State, bool Mine,
    string Device, string Place)
{
    /// <summary>One that a caller may see.</summary>
    internal static RecordingSummary Of(RecordingFacts facts, Access.Caller caller, string node) => new(
        facts.Id, node, caller.Person is null ? "" : facts.Owner, facts.Name, facts.Method, facts.User, facts.Port, facts.Domain, facts.Started, facts.Seconds, facts.Bytes,
        facts.State.ToString().ToLowerInvariant(), facts.Owner == caller.Owner, facts.Device, facts.Place);
}

/// <summary>Recordings, the newest first.</summary>
/// <param name="Recordings">The recordings.</param>
/// <param name="Next">Names the next, older ones; null where there are none.</param>
/// <param name="Unreachable">Nodes that could not be asked.</param>
public sealed record RecordingList(IReadOnlyList<RecordingSummary> Recordings, string? Next, IReadOnlyList<string> Unreachable);

/// <summary>A line that stood on a screen.</summary>
/// <param name="Recording">The recording.</param>
/// <param name="At">When, in seconds from its start.</param>
/// <param name="Line">The line.</param>
/// <param name="Ranges">Where the words stand in it: start and length, in UTF-16 units.</param>
public sealed record RecordingHit(RecordingSummary Recording, double At, string Line, IReadOnlyList<int[]> Ranges);

/// <summary>Lines that were found, those of the newest recordings first.</summary>
/// <param name="Hits">The lines.</param>
/// <param name="Next">Names the next ones; null where there are none.</param>
/// <param name="Unreachable">Nodes that could not be asked.</param>
public sealed record RecordingHits(IReadOnlyList<RecordingHit> Hits, string? Next, IReadOnlyList<string> Unreachable);

/// <summary>A recording, as its player shows it: what lists show of it, and more.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Node">Name of the node that keeps it; empty where there is one node.</param>
/// <param name="Person">Id of the person whose terminal it was; empty where nobody signs in.</param>
/// <param name="Name">His name for people to read.</param>
/// <param name="Method">The method's name.</param>
/// <param name="User">The remote user.</param>
/// <param name="Port">The port of the domain; 0 for a device's own address.</param>
/// <param name="Domain">The domain.</param>
/// <param name="Started">When it began.</param>
/// <param name="Seconds">How long it is.</param>
/// <param name="Bytes">How large its files are.</param>
/// <param name="State">As in lists.</param>
/// <param name="Mine">Whether it is of a terminal of whoever asks.</param>
/// <param name="Device">The device's name; empty for none.</param>
/// <param name="Place">What it led to, for people.</param>
/// <param name="Columns">Columns at its start.</param>
/// <param name="Rows">Rows at its start.</param>
/// <param name="Activity">Output bytes in at most 400 equal parts of its length.</param>
/// <param name="Markers">Who came and went, and notices.</param>
/// <param name="End">Why it ended, in words; null while it is live or where nothing says.</param>
public sealed record RecordingDetails(
    string Id, string Node, string Person, string Name, string Method, string User, int Port, string Domain, DateTimeOffset Started, double Seconds, long Bytes, string State, bool Mine,
    string Device, string Place, int Columns, int Rows, IReadOnlyList<long> Activity, IReadOnlyList<RecordingMarker> Markers, string? End)
{
    internal static RecordingDetails Of(RecordingSummary one, (int Columns, int Rows) size, RecordingDetail? known, string? end) => new(
        one.Id, one.Node, one.Person, one.Name, one.Method, one.User, one.Port, one.Domain, one.Started, one.Seconds, one.Bytes, one.State, one.Mine,
        one.Device, one.Place, size.Columns, size.Rows, known?.Activity ?? [], known?.Markers ?? [], end);
}

/// <summary>What a screen showed at a moment.</summary>
/// <param name="At">The moment, in seconds from the start.</param>
/// <param name="Columns">Columns of the screen.</param>
/// <param name="Rows">Rows of the screen.</param>
/// <param name="Data">What repaints it after a reset.</param>
public sealed record FrameKeyframe(double At, int Columns, int Rows, byte[] Data);

/// <summary>A piece of a recording.</summary>
/// <param name="Keyframe">What to show first; null where it begins with nothing, or goes on.</param>
/// <param name="Events">Time, code and data of each event.</param>
/// <param name="Next">Names what follows; null at the end.</param>
/// <param name="Live">Whether it is still being written.</param>
/// <param name="Seconds">How long it is by now.</param>
public sealed record FramePiece(FrameKeyframe? Keyframe, IReadOnlyList<object[]> Events, string? Next, bool Live, double Seconds)
{
    internal static FramePiece Of(FrameChunk chunk) => new(
        chunk.Keyframe is { } key ? new FrameKeyframe(key.At, key.Columns, key.Rows, key.Data) : null,
        [.. chunk.Events.Select(one => new object[] { one.At, one.Code.ToString(), one.Data })], chunk.Next, chunk.IsLive, chunk.Seconds);
}

/// <summary>Some of what one node has, as nodes tell each other.</summary>
/// <param name="Items">The items, in the node's order.</param>
/// <param name="Next">Where the node goes on; null if these are all.</param>
public sealed record NodeSlice<T>(IReadOnlyList<NodeItem<T>> Items, string? Next);

/// <summary>One of them.</summary>
/// <param name="Item">The item.</param>
/// <param name="Place">Where the node goes on so that this is the first.</param>
/// <param name="IsOwn">Whether the node recorded it itself: with a storage that they share, each has all.</param>
public sealed record NodeItem<T>(T Item, string Place, bool IsOwn);
