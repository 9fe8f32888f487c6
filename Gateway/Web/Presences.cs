using Gateway.Access;
using Gateway.Cluster;
using Gateway.Methods;
using Gateway.Terminals;

namespace Gateway.Web;

/// <summary>Who is on a port, or at a device's own address, on all nodes.</summary>
public sealed class Presences(TerminalTable terminals, Grants grants, Authorizer authorizer, SignInOptions signIn, NodeTable nodes, NodeConnections connections)
{
    // Opening waits for this; a node that is slow to answer is not worth it.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    /// <summary>Everybody else on the port of a link that the caller may open; nobody where people do not sign in, and so are kept apart.</summary>
    public async Task<IReadOnlyList<Presence>> OnAsync(Caller caller, RemoteRequest remote)
    {
        if (!signIn.IsOn || !authorizer.Decide(caller, new AccessRequest(AccessAction.SeePresence, remote)).IsAllowed) return [];
        var asked = nodes.Others.Where(node => node.State != NodeState.Lost)
            .Select(node => connections.AskAsync<Presence[]>(node, HttpMethod.Get, NodeRoutes.PresenceAt(remote.Target.Key, caller.Owner), Patience));
        var elsewhere = await Task.WhenAll(asked);
        return [.. Here(remote.Target.Key, caller.Owner).Concat(elsewhere.SelectMany(answer => answer?.Body ?? [])).OrderBy(presence => presence.Since)];
    }

    /// <summary>Those on this node.</summary>
    /// <param name="key">The place, as <see cref="RemoteTarget.Key"/> has it: a number is of the domain, and of no device's own address.</param>
    /// <param name="but">Whose terminals are left out.</param>
    internal IReadOnlyList<Presence> Here(string key, string but) => [.. terminals.All()
        .Where(terminal => terminal.End is null && terminal.Request.Target.Key == key && terminal.Owner != but)
        .Select(terminal => new Presence(terminal.Id, NameOf(terminal), terminal.Started, terminal.Request.User, terminal.Request.Method.Name, (long)terminal.IdleTime.TotalSeconds, terminal.Request.Target.Device ?? ""))];

    /// <summary>The name to show of the person whose terminal it is.</summary>
    public string NameOf(Terminal terminal) => grants.Of(terminal)?.Caller.Person?.DisplayName ?? "";
}
