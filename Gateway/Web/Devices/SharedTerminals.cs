using Gateway.Access;
using Gateway.Cluster;
using Gateway.Methods;
using Gateway.Terminals;

namespace Gateway.Web.Devices;

/// <summary>A terminal that is shared with all who open the same place so.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Since">When it was opened.</param>
/// <param name="Owner">The name to show of the person whose it is; empty where nobody signs in, null where it is the caller's own.</param>
public sealed record SharedTerminal(string Id, DateTimeOffset Since, string? Owner);

/// <summary>Finds the terminal, on whichever node, that somebody comes into who opens what is open already and shared with all.</summary>
public sealed class SharedTerminals(TerminalTable terminals, Guests guests, Presences presences, NodeTable nodes, NodeConnections connections)
{
    // Opening waits for this; a node that is slow to answer is not worth it.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    /// <summary>The oldest one that the caller has not been sent away from; null for none. Whether the policy lets him in is asked where it is.</summary>
    public async Task<SharedTerminal?> FindAsync(Caller caller, RemoteRequest remote)
    {
        string path = NodeRoutes.SharedAt(remote.Target.Key, remote.Method.Name, remote.User, caller.Owner);
        var asked = nodes.Others.Where(node => node.State != NodeState.Lost).Select(node => connections.AskAsync<SharedTerminal[]>(node, HttpMethod.Get, path, Patience));
        var elsewhere = await Task.WhenAll(asked);
        return Here(remote.Target.Key, remote.Method.Name, remote.User, caller.Owner).Concat(elsewhere.SelectMany(answer => answer?.Body ?? [])).MinBy(one => one.Since);
    }

    /// <summary>Those on this node.</summary>
    internal IReadOnlyList<SharedTerminal> Here(string key, string method, string user, string by) => [.. terminals.All()
        .Where(terminal => terminal.End is null && terminal.Request.Target.Key == key && terminal.Request.Method.Name == method && terminal.Request.User == user && guests.SharedWith(terminal, by) is not null)
        .Select(terminal => new SharedTerminal(terminal.Id, terminal.Started, terminal.Owner == by ? null : presences.NameOf(terminal)))];
}
