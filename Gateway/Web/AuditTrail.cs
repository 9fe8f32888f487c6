using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Records;
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
public sealed class AuditTrail(AuditOptions options, NodeTable nodes, NodeConnections connections, SignIns signIns, Authorizer authorizer)
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

    /// <summary>This node's own entries, for whoever another node says has asked there. Null if he may not.</summary>
    /// <param name="signIn">Name of the sign-in that he used.</param>
    /// <param name="filter">Which are wanted.</param>
    /// <param name="before">Only lines with smaller numbers.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    public async Task<AuditSlice?> HereForAsync(string? signIn, AuditFilter filter, long before, int limit, CancellationToken cancellation)
    {
        if (signIn is null || await signIns.GetAsync(signIn) is not { } found) return null;
        if (!authorizer.Decide(Caller.Of(found, ""), new AccessRequest(AccessAction.ReadAudit)).IsAllowed) return null;
        return await HereAsync(filter, before, limit, cancellation);
    }

    private async Task<AuditSlice?> HereAsync(AuditFilter filter, long before, int limit, CancellationToken cancellation)
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
        caller.SignIn is { } signIn && await connections.AskAsync<AuditSlice>(node, HttpMethod.Get, NodeRoutes.Audit(signIn.Id, filter, before, limit), ToRead) is { Body: { } slice } ? slice : null;

    private IEnumerable<(string Name, Func<long, Task<AuditSlice?>> Ask)> Sources(Caller caller, AuditFilter filter, int limit, CancellationToken cancellation)
    {
        yield return (nodes.SelfName, before => HereAsync(filter, before, limit, cancellation));
        // A node that was started again goes by two processes for a while, of which the dead one has nothing to say.
        var others = nodes.Others.Where(node => node.State != NodeState.Lost || node.Name != nodes.SelfName && !nodes.Others.Any(other => other.Name == node.Name && other.State != NodeState.Lost)).ToList();
        foreach (var node in others)
        {
            bool isAmbiguous = node.Name == nodes.SelfName || others.Count(other => other.Name == node.Name) > 1;
            yield return (isAmbiguous ? $"{node.Name} {node.Id[..8]}" : node.Name, before => ThereAsync(node, caller, filter, before, limit));
        }
    }
}
