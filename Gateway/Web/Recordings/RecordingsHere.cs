using Gateway.Access;
using Gateway.Cluster;
using Gateway.Recording;

namespace Gateway.Web.Recordings;

/// <summary>
/// The recordings of this node, for whoever may see them. Each call asks <see cref="Authorizer"/> itself, for each
/// recording; what somebody may not see is for him not there.
/// </summary>
public sealed class RecordingsHere(RecordingShelf shelf, RecordingIndex index, RecordingFrames frames, RecordingExport export, Authorizer authorizer, NodeTable nodes, WebOptions options)
{
    /// <summary>Some recordings, the newest first; null if they cannot be read.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="filter">Which are wanted.</param>
    /// <param name="place">Where to go on.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellation">Gives up.</param>
    internal Task<NodeSlice<RecordingSummary>?> ListAsync(Caller caller, RecordingFilter filter, NodePlace place, int limit, CancellationToken cancellation) => TryAsync(async () =>
    {
        var page = await index.ListAsync(filter, SeenBy(caller, AccessAction.ListRecordings), place.Token, limit, cancellation);
        return new NodeSlice<RecordingSummary>([.. page.Recordings.Select((facts, i) => new NodeItem<RecordingSummary>(Summary(facts, caller), page.Places[i], IsOwn(facts)))], page.Next);
    });

    /// <summary>Some lines that stood on screens; null if they cannot be searched.</summary>
    /// <inheritdoc cref="ListAsync"/>
    internal Task<NodeSlice<RecordingHit>?> SearchAsync(Caller caller, RecordingFilter filter, NodePlace place, int limit, CancellationToken cancellation) => TryAsync(async () =>
    {
        var page = await index.SearchAsync(filter, SeenBy(caller, AccessAction.SearchRecordings), place.Token, limit, cancellation: cancellation);
        return new NodeSlice<RecordingHit>([.. page.Hits.Select(hit => new NodeItem<RecordingHit>(
            new RecordingHit(Summary(hit.Recording, caller), hit.At, hit.Line, [.. hit.Ranges.Select(range => new[] { range.Start, range.Length })]), hit.Place, IsOwn(hit.Recording)))], page.Next);
    });

    /// <summary>One recording; null if there is none that the caller may replay.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal async Task<RecordingDetails?> DetailsAsync(Caller caller, string id, CancellationToken cancellation)
    {
        if (await FindAsync(caller, id, AccessAction.ReplayRecording, cancellation) is not { } facts) return null;
        var size = await shelf.SizeAsync(id, cancellation);
        // Without the index it plays all the same.
        var known = await TryAsync(() => index.DetailAsync(id, cancellation));
        return RecordingDetails.Of(Summary(facts, caller), (size?.Columns ?? 80, size?.Rows ?? 24), known, facts.EndReason);
    }

    /// <summary>A piece of a recording; null if there is none that the caller may replay, or no such place in it.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="id">The recording.</param>
    /// <param name="from">From when on, in seconds; does not matter with <paramref name="next"/>.</param>
    /// <param name="next">What the piece before said; null for the first.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal async Task<FramePiece?> FramesAsync(Caller caller, string id, double from, string? next, CancellationToken cancellation)
    {
        if (await FindAsync(caller, id, AccessAction.ReplayRecording, cancellation) is null) return null;
        var chunk = next is null ? await frames.FromAsync(id, from, cancellation) : await frames.NextAsync(id, next, cancellation);
        return chunk is null ? null : FramePiece.Of(chunk);
    }

    /// <summary>Writes a recording to a stream. False if there is none that the caller may download.</summary>
    /// <exception cref="IOException">It cannot be read, or the stream not written.</exception>
    internal async Task<bool> ExportAsync(Caller caller, string id, ExportFormat format, Stream to, CancellationToken cancellation)
    {
        if (await FindAsync(caller, id, AccessAction.ExportRecording, cancellation) is null) return false;
        return format switch
        {
            ExportFormat.Cast => await export.CastAsync(id, 3, people: true, to, cancellation),
            ExportFormat.Cast2 => await export.CastAsync(id, 2, people: false, to, cancellation),
            ExportFormat.Text => await export.TextAsync(id, to, cancellation),
            ExportFormat.Html => await export.HtmlAsync(id, Path.Combine(options.ClientFolder, "replay-file.html"), to, cancellation),
            _ => throw new InvalidOperationException($"Unknown format {format}."),
        };
    }

    private async Task<RecordingFacts?> FindAsync(Caller caller, string id, AccessAction action, CancellationToken cancellation) =>
        await shelf.FindAsync(id, cancellation) is { } facts && authorizer.Decide(caller, new AccessRequest(action, Owner: facts.Owner)).IsAllowed ? facts : null;

    private bool IsOwn(RecordingFacts facts) => facts.Node == nodes.SelfName;

    private RecordingVisibility SeenBy(Caller caller, AccessAction action) => RecordingVisibility.Where(scope => authorizer.Decide(caller, new AccessRequest(action, Owner: scope.Owner)).IsAllowed);

    private RecordingSummary Summary(RecordingFacts facts, Caller caller) => RecordingSummary.Of(AsKnown(facts, nodes), caller, nodes.ShownName);

    /// <summary>
    /// A recording as far as this node can tell. What lies in a storage that the nodes share without an end is not cut off while
    /// the node is up that recorded it: it is most likely being written, and only that node knows.
    /// </summary>
    internal static RecordingFacts AsKnown(RecordingFacts facts, NodeTable nodes) =>
        facts is { State: RecordingState.CutOff, EndReason: null } && facts.Node != nodes.SelfName && nodes.Others.Any(node => node.Name == facts.Node && node.State != NodeState.Lost)
            ? facts with { State = RecordingState.Live } : facts;

    private static async Task<T?> TryAsync<T>(Func<Task<T?>> read) where T : class
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>What a recording is downloaded as.</summary>
public enum ExportFormat
{
    /// <summary>asciicast, version 3.</summary>
    Cast,

    /// <summary>asciicast, version 2.</summary>
    Cast2,

    /// <summary>Plain text.</summary>
    Text,

    /// <summary>One page that plays it.</summary>
    Html,
}
