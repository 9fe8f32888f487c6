using System.Collections.Concurrent;
using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Terminals;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web;

/// <summary>All hub connections of this node.</summary>
public sealed class HubConnections(ConnectionLimit limit, AuditLog audit, IHubContext<TerminalHub, ITerminalClient> hub, TimeProvider time)
{
    private static readonly object Key = new();

    private readonly ConcurrentDictionary<string, HubConnection> _all = new();

    /// <summary>Every connection.</summary>
    public IEnumerable<HubConnection> All => _all.Values;

    /// <summary>The connection behind a call.</summary>
    public static HubConnection? Of(HubCallerContext context) => context.Items.TryGetValue(Key, out object? found) ? (HubConnection?)found : null;

    /// <summary>Those that watch a terminal.</summary>
    public IReadOnlyList<HubConnection> WatchersOf(Terminal terminal) => [.. _all.Values.Where(connection => connection.Viewer is { Watches: true } viewer && viewer.Terminal == terminal).OrderBy(connection => connection.Since)];

    /// <summary>Learns who a new connection is. One of nobody known stays, but may do nothing.</summary>
    public async Task EnterAsync(HubCallerContext context)
    {
        var connection = new HubConnection(context.ConnectionId, Callers.KeptIn(context.GetHttpContext()), context.Abort, context.ConnectionAborted) { Since = time.GetUtcNow() };
        context.Items[Key] = connection;
        if (connection.Caller is not { } caller) return;
        if (limit.TryEnter(caller.Owner) is not { } place)
        {
            context.Abort();
            return;
        }
        connection.Place = place;
        _all[connection.Id] = connection;
        await hub.Groups.AddToGroupAsync(connection.Id, HubGroups.Visitor(caller.Owner));
    }

    /// <summary>Leaves the terminal running and the viewer's place free for a while. Gives the viewer that was there.</summary>
    public Viewer? Leave(HubCallerContext context)
    {
        if (Of(context) is not { } connection) return null;
        _all.TryRemove(connection.Id, out _);
        connection.Place?.Dispose();
        return Detach(connection);
    }

    /// <summary>Takes a connection off its terminal. Gives the viewer that was there.</summary>
    public Viewer? Detach(HubConnection connection)
    {
        if (connection.Viewer is not { } viewer) return null;
        connection.Viewer = null;
        viewer.Dispose();
        audit.Write(OnTerminal(connection.Caller, AuditEvent.TerminalLeft, viewer.Terminal) with { Reason = viewer.Watches ? "watching" : null });
        return viewer;
    }

    /// <summary>An entry for the record about a terminal.</summary>
    internal static AuditEntry OnTerminal(Caller? caller, AuditEvent happened, Terminal terminal) => AuditEntry.By(caller, happened).About(terminal.Request) with
    {
        Terminal = terminal.Id,
        Target = caller?.Owner == terminal.Owner ? null : terminal.Owner,
    };
}
