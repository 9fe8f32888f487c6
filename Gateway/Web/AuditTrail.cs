using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Cluster;

namespace Gateway.Web;

/// <summary>Entries of the record, the newest first.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="Next">Names the next, older ones; null where there are none.</param>
/// <param name="Unreachable">Nodes whose record could not be read.</param>
public sealed record AuditPage(IReadOnlyList<AuditLine> Entries, string? Next, IReadOnlyList<string> Unreachable);

/// <summary>
/// The records of all nodes as one. Each node keeps its own and lets nobody read it whom it does not know to be allowed;
/// what they answer is merged by time, so that each node's lines stay in their order.
/// </summary>
public sealed class AuditTrail(AuditOptions options, NodeTable nodes, NodeConnections connections)
{
    private static readonly TimeSpan ToRead = TimeSpan.FromSeconds(10);

    /// <summary>Some entries of all nodes.</summary>
    /// <param name="caller">Who asks; he has been found to be allowed.</param>
    /// <param name="filter">Which are wanted.</param>
    /// <param name="cursor">Where to go on.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellation">Gives up.</param>
    internal async Task<AuditPage> PageAsync(Caller caller, AuditFilter filter, AuditCursor cursor, int limit, CancellationToken cancellation)
    {
        List<(string Name, Task<AuditSlice?> Slice)> asked = [.. Sources(caller, filter, limit, cancellation)
            .Where(source => cursor.Of(source.Name) > 0)
            .Select(source => (source.Name, source.Ask(cursor.Of(source.Name))))];
        await Task.WhenAll(asked.Select(one => one.Slice));
        List<string> unreachable = [];
        var merge = new AuditMerge(cursor);
        foreach (var (name, slice) in asked)
        {
            if (await slice is { } answer) merge.Add(name, answer);
            else unreachable.Add(name);
        }
        var (entries, next) = merge.Take(limit);
        return new AuditPage(entries, next?.ToString(), unreachable);
    }

    /// <summary>This node's own entries; null if they cannot be read.</summary>
    /// <param name="filter">Which are wanted.</param>
    /// <param name="before">Only lines with smaller numbers.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<AuditSlice?> HereAsync(AuditFilter filter, long before, int limit, CancellationToken cancellation)
    {
        if (options.File is not { } file) return AuditSlice.Nothing;
        try
        {
            return await Task.Run(() => new AuditReader(file).Read(filter, before, limit, cancellation), cancellation);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private async Task<AuditSlice?> ThereAsync(Node node, Caller caller, AuditFilter filter, long before, int limit) =>
        (await connections.AskAsync<AuditSlice>(node, HttpMethod.Get, NodeRoutes.Audit(caller, filter, before, limit), ToRead))?.Body;

    private IEnumerable<(string Name, Func<long, Task<AuditSlice?>> Ask)> Sources(Caller caller, AuditFilter filter, int limit, CancellationToken cancellation) =>
        NodeSources.Of(nodes).Select(source => (source.Name, (Func<long, Task<AuditSlice?>>)(before => source.Node is { } node ? ThereAsync(node, caller, filter, before, limit) : HereAsync(filter, before, limit, cancellation))));
}
