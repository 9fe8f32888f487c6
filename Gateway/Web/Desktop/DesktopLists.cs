using System.Net;
using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Records;
using Gateway.Cluster;
using Gateway.Web.Devices;

namespace Gateway.Web.Desktop;

/// <summary>Desktop sessions on all nodes: a person's own, and all for administrators.</summary>
public sealed class DesktopLists(DesktopSessions sessions, Destinations destinations, NodeTable nodes, NodeConnections connections, AuditLog audit, IRecords records)
{
    /// <summary>A person's own, those first that were made last.</summary>
    public async Task<IReadOnlyList<DesktopSummary>> ListAsync(string owner)
    {
        var elsewhere = await Task.WhenAll(nodes.Others.Where(node => node.State != NodeState.Lost).Select(node => connections.AskAsync<DesktopSummary[]>(node, HttpMethod.Get, DesktopRoutes.Of(owner))));
        return Merged(Here(owner).Concat(elsewhere.SelectMany(answer => answer?.Body ?? [])));
    }

    /// <summary>What is handed out on one node and used on another is one session, of which the one that went further tells.</summary>
    public static IReadOnlyList<DesktopSummary> Merged(IEnumerable<DesktopSummary> all) =>
        [.. all.GroupBy(session => session.Id).Select(same => same.MaxBy(session => (session.Started is not null, session.State != "ended"))!).OrderByDescending(session => session.Made)];

    /// <summary>Those on this node, of one person or of all (null).</summary>
    public IReadOnlyList<DesktopSummary> Here(string? owner) => [.. sessions.All.Where(session => owner is null || session.Caller.Owner == owner).Select(Summarize)];

    /// <summary>Ends a person's own, wherever it is. False if there is none.</summary>
    public async Task<bool> EndAsync(string owner, string id) => await EndHereAsync(owner, id) | await ElsewhereAsync(DesktopRoutes.OneOf(owner, id));

    /// <summary>Ends anybody's, for an administrator. False if there is none.</summary>
    public async Task<bool> OrderAsync(Caller caller, string id) => await OrderHereAsync(caller, id) | await ElsewhereAsync(DesktopRoutes.Ordered(caller, id));

    /// <summary>Ends a person's own on this node. False if there is none.</summary>
    public async Task<bool> EndHereAsync(string owner, string id)
    {
        if (sessions.Find(id) is not { } session || session.Caller.Owner != owner) return false;
        await EndAsync(session, "its person ended it");
        return true;
    }

    /// <summary>Ends anybody's on this node. False if there is none.</summary>
    public async Task<bool> OrderHereAsync(Caller caller, string id)
    {
        if (sessions.Find(id) is not { State: not DesktopState.Ended } session) return false;
        audit.Write(AuditEntry.By(caller, AuditEvent.TerminalEndOrdered).About(session.Remote) with { Target = session.Caller.Owner, Reason = "desktop session" });
        await EndAsync(session, "an administrator ended it");
        return true;
    }

    /// <summary>A session as it is shown.</summary>
    internal DesktopSummary Summarize(DesktopSession session) => new(
        session.Id, session.OverHttps ? "https" : "port", session.Remote.Method.Name, session.Remote.User, session.Remote.Target.Device ?? "", destinations.PlaceOf(session.Remote.Target), session.Port ?? 0,
        session.State.ToString().ToLowerInvariant(), session.State == DesktopState.Ended ? session.Reason : "", session.Made, session.Expires, session.Started, session.Sent, session.Received,
        session.Caller.Person?.DisplayName ?? "", session.Caller.Owner, session.Caller.Address, session.Rule, nodes.ShownName);

    private async Task EndAsync(DesktopSession session, string reason)
    {
        bool waits = session.State == DesktopState.Waiting;
        // Before anything else: a ticket is good at other nodes too, and what could not be taken back has to stay in the list.
        if (waits && session.Ticket is { } ticket) await records.RemoveAsync(RecordKind.DesktopTicket, ticket);
        session.End(reason);
        if (waits && session.OverHttps) session.Close(reason);
    }

    private async Task<bool> ElsewhereAsync(string path)
    {
        var answers = await Task.WhenAll(nodes.Others.Where(node => node.State != NodeState.Lost).Select(node => connections.AskAsync<object>(node, HttpMethod.Delete, path)));
        return answers.Any(answer => answer?.Status == HttpStatusCode.NoContent);
    }
}
