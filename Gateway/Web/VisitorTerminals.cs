using System.Globalization;
using System.Net;
using Gateway.Access;
using Gateway.Cluster;
using Gateway.Methods;
using Gateway.Terminals;
using Gateway.Web.Devices;

namespace Gateway.Web;

/// <summary>A visitor's terminals on all nodes.</summary>
public sealed class VisitorTerminals(TerminalTable terminals, MethodCatalog methods, Destinations destinations, Authorizer authorizer, IDirectory directory, NodeTable nodes, NodeConnections connections)
{
    // A client that does not end by itself is killed after two seconds.
    private static readonly TimeSpan ToClose = TimeSpan.FromSeconds(4);

    /// <summary>Those on every node, oldest first. A node that does not answer is stood in for by what the directory knows.</summary>
    public async Task<IReadOnlyList<TerminalSummary>> ListAsync(Caller? caller)
    {
        if (!authorizer.Decide(caller, new AccessRequest(AccessAction.ListTerminals)).IsAllowed) return [];
        string visitor = caller!.Owner;
        var (places, isSure) = await directory.ListAsync(visitor);
        var asked = isSure ? [.. places.DistinctBy(place => place.Node).Select(NodeOf).OfType<Node>()] : nodes.Others;
        var elsewhere = await Task.WhenAll(asked.Select(node => ListThereAsync(node, visitor, places)));
        return [.. ListHere(visitor).Concat(elsewhere.SelectMany(list => list)).OrderBy(terminal => terminal.Started)];
    }

    /// <summary>Ends a terminal of the visitor on whichever node it is. Null if done.</summary>
    public async Task<Refusal?> CloseAsync(Caller? caller, string? terminal)
    {
        var decision = authorizer.Decide(caller, new AccessRequest(AccessAction.CloseTerminal));
        if (!decision.IsAllowed) return caller is null ? Refusals.Nobody(authorizer) : Refusals.Of(decision);
        string visitor = caller!.Owner;
        if (terminal is null || await CloseHereAsync(visitor, terminal)) return terminal is null ? Refusals.Missing : null;
        var (places, isSure) = await directory.FindAsync(terminal);
        if (places is [var place, ..])
        {
            if (place.Entry.Owner != visitor || NodeOf(place) is not { } node) return Refusals.Missing;
            return await CloseThereAsync(node) switch
            {
                HttpStatusCode.NoContent => null,
                HttpStatusCode.NotFound => Refusals.Missing,
                _ => Refusals.Unreachable(node.Name),
            };
        }
        if (isSure) return Refusals.Missing;
        var answers = await Task.WhenAll(nodes.Others.Select(CloseThereAsync));
        return answers.Contains(HttpStatusCode.NoContent) ? null : answers.All(answer => answer == HttpStatusCode.NotFound) ? Refusals.Missing : Refusals.Unsearchable;

        async Task<HttpStatusCode?> CloseThereAsync(Node node) =>
            (await connections.AskAsync<object>(node, HttpMethod.Delete, NodeRoutes.TerminalOf(visitor, terminal), ToClose))?.Status;
    }

    /// <summary>Those on this node.</summary>
    internal IReadOnlyList<TerminalSummary> ListHere(string visitor) => [.. terminals.List(visitor).Select(Summarize)];

    /// <summary>Ends a terminal of the visitor on this node. False if there is none.</summary>
    internal async Task<bool> CloseHereAsync(string visitor, string terminal)
    {
        if (terminals.Find(visitor, terminal) is not { } found) return false;
        await terminals.CloseAsync(found);
        return true;
    }

    // What the directory read just now, or else what was last heard.
    private Node? NodeOf(DirectoryPlace place) => place.Record is { } record ? new Node(record, NodeState.Up) : nodes.Find(place.Node);

    private async Task<IEnumerable<TerminalSummary>> ListThereAsync(Node node, string visitor, IReadOnlyList<DirectoryPlace> places)
    {
        if (await connections.AskAsync<TerminalSummary[]>(node, HttpMethod.Get, NodeRoutes.TerminalsOf(visitor)) is { Body: { } found }) return found;
        // The terminals of a node that is gone went with it.
        return node.State == NodeState.Lost ? [] : places.Where(place => place.Node == node.Id && place.Entry.Running).Select(place => Summarize(place, node.Name));
    }

    private TerminalSummary Summarize(DirectoryPlace place, string node)
    {
        var entry = place.Entry;
        return new TerminalSummary(place.Terminal, entry.Method, entry.User, methods.Options.Domain, entry.Port, entry.Since, 0, 0, 0, null, node, true,
            entry.Device ?? "", entry.Address ?? string.Create(CultureInfo.InvariantCulture, $"{methods.Options.Domain}:{entry.Port}"));
    }

    private TerminalSummary Summarize(Terminal terminal) => new(
        terminal.Id, terminal.Request.Method.Name, terminal.Request.User, methods.Options.Domain, terminal.Request.Target.IsOfDomain ? terminal.Request.Port : 0, terminal.Started,
        terminal.ViewerCount, (long)terminal.IdleTime.TotalSeconds, terminal.BytesReceived, terminal.End is { } end ? Ended.Of(end) : null, nodes.ShownName, false,
        terminal.Request.Target.Device ?? "", destinations.PlaceOf(terminal.Request.Target));
}
