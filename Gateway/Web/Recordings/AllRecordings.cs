using System.Net;
using Gateway.Access;
using Gateway.Cluster;
using Gateway.Recording;

namespace Gateway.Web.Recordings;

/// <summary>What a node said of one recording.</summary>
/// <param name="Body">What it said; null if there is no such recording for the caller.</param>
/// <param name="Silent">Name of the node that could not be asked; null if it answered.</param>
internal readonly record struct NodeAnswer<T>(T? Body, string? Silent) where T : class;

/// <summary>
/// The recordings of all nodes as one. Each node keeps its own and shows them to nobody whom it does not know to be
/// allowed; what they answer is merged by time.
/// </summary>
public sealed class AllRecordings(RecordingsHere here, NodeTable nodes, NodeConnections connections)
{
    private static readonly TimeSpan ToRead = TimeSpan.FromSeconds(10);

    /// <summary>Some recordings of all nodes, the newest first.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="filter">Which are wanted.</param>
    /// <param name="cursor">Where to go on.</param>
    /// <param name="limit">How many at most, up to <see cref="NodeCursor.LargestPage"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    internal async Task<RecordingList> ListAsync(Caller caller, RecordingFilter filter, NodeCursor cursor, int limit, CancellationToken cancellation)
    {
        var (recordings, next, unreachable) = await MergeAsync(
            new NodeMerge<RecordingSummary>(one => (one.Started, 0), one => one.Id), cursor, limit,
            place => here.ListAsync(caller, filter, place, limit, cancellation), place => RecordingNodeRoutes.List(caller, filter, place, limit));
        return new RecordingList(recordings, next, unreachable);
    }

    /// <summary>Some lines that stood on the screens of all nodes' recordings.</summary>
    /// <inheritdoc cref="ListAsync"/>
    internal async Task<RecordingHits> SearchAsync(Caller caller, RecordingFilter filter, NodeCursor cursor, int limit, CancellationToken cancellation)
    {
        var (hits, next, unreachable) = await MergeAsync(
            new NodeMerge<RecordingHit>(hit => (hit.Recording.Started, hit.At), hit => $"{hit.Recording.Id} {hit.At} {hit.Line}"), cursor, limit,
            place => here.SearchAsync(caller, filter, place, limit, cancellation), place => RecordingNodeRoutes.Search(caller, filter, place, limit));
        return new RecordingHits(hits, next, unreachable);
    }

    /// <summary>One recording, on the node of a name.</summary>
    internal Task<NodeAnswer<RecordingDetails>> DetailsAsync(Caller caller, string? node, string id, CancellationToken cancellation) =>
        AskAsync(node, () => here.DetailsAsync(caller, id, cancellation), RecordingNodeRoutes.Details(caller, id));

    /// <summary>A piece of a recording, on the node of a name.</summary>
    internal Task<NodeAnswer<FramePiece>> FramesAsync(Caller caller, string? node, string id, double from, string? next, CancellationToken cancellation) =>
        AskAsync(node, () => here.FramesAsync(caller, id, from, next, cancellation), RecordingNodeRoutes.Frames(caller, id, from, next));

    /// <summary>Writes a recording of a node to a stream. False if nothing was written, as there is none that the caller may download there.</summary>
    /// <exception cref="IOException">It cannot be read to its end.</exception>
    internal async Task<bool> ExportAsync(Caller caller, string? node, string id, ExportFormat format, Stream to, CancellationToken cancellation)
    {
        if (Find(node) is not { } there) return await here.ExportAsync(caller, id, format, to, cancellation);
        using var response = await connections.OpenAsync(there, RecordingNodeRoutes.Export(caller, id, format), ToRead, cancellation);
        if (response is not { StatusCode: HttpStatusCode.OK }) return await here.ExportAsync(caller, id, format, to, cancellation);
        try
        {
            await response.Content.CopyToAsync(to, cancellation);
        }
        catch (HttpRequestException exception)
        {
            throw new IOException("The node that has the recording broke off.", exception);
        }
        return true;
    }

    private async Task<(IReadOnlyList<T> Items, string? Next, IReadOnlyList<string> Unreachable)> MergeAsync<T>(
        NodeMerge<T> merge, NodeCursor cursor, int limit, Func<NodePlace, Task<NodeSlice<T>?>> askHere, Func<NodePlace, string> path) where T : class
    {
        List<(string Name, Task<NodeSlice<T>?> Slice)> asked = [.. NodeSources.Of(nodes)
            .Where(source => cursor.Of(source.Name) is not null)
            .Select(source => (source.Name, source.Node is { } node ? ThereAsync<T>(node, path(cursor.Of(source.Name)!.Value)) : askHere(cursor.Of(source.Name)!.Value)))];
        await Task.WhenAll(asked.Select(one => one.Slice));
        List<string> unreachable = [];
        foreach (var (name, slice) in asked)
        {
            if (await slice is { } answer) merge.Add(name, answer);
            else unreachable.Add(name);
        }
        var (items, next) = merge.Take(limit);
        return (items, next?.ToString(), unreachable);
    }

    private async Task<NodeSlice<T>?> ThereAsync<T>(Node node, string path) => (await connections.AskAsync<NodeSlice<T>>(node, HttpMethod.Get, path, ToRead))?.Body;

    private async Task<NodeAnswer<T>> AskAsync<T>(string? name, Func<Task<T?>> askHere, string path) where T : class
    {
        var node = Find(name);
        var answer = node is null ? null : await connections.AskAsync<T>(node, HttpMethod.Get, path, ToRead);
        if (answer is { Status: HttpStatusCode.OK, Body: { } body }) return new(body, null);
        // With a storage that the nodes share, this one may have it too.
        return await askHere() is { } found ? new(found, null) : new(null, node is null || answer is { Status: HttpStatusCode.NotFound } ? null : node.Name);
    }

    // A name that is none is this node's: it has no recording of such an id then.
    private Node? Find(string? name) => string.IsNullOrEmpty(name) ? null : NodeSources.Of(nodes).FirstOrDefault(source => source.Node is not null && (source.Name == name || source.Node.Name == name && name != nodes.SelfName)).Node;
}
