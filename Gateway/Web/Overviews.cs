using System.Net;
using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Policies;
using Gateway.Access.Records;
using Gateway.Cluster;
using Gateway.HostKeys;
using Gateway.Methods;
using Gateway.Terminals;
using Gateway.Web.Desktop;
using Gateway.Web.Devices;
using Gateway.Web.Recordings;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web;

/// <summary>What administrators see and do, on all nodes. Each node asks for itself whether the one who asks may.</summary>
public sealed class Overviews(
    TerminalTable terminals, Grants grants, TerminalRecordings recordings, DesktopLists desktops, HostKeyBook hostKeys, Destinations destinations, Authorizer authorizer, PolicyInForce policy, AuditLog audit, IDirectory directory,
    NodeTable nodes, NodeReport report, NodeConnections connections, IHubContext<TerminalHub, ITerminalClient> hub, TimeProvider time)
{
    /// <summary>Longest message, in characters.</summary>
    public const int LongestMessage = 500;

    private static readonly TimeSpan ToEnd = TimeSpan.FromSeconds(4);

    /// <summary>Everybody's terminals and all nodes, for an administrator; null for anybody else.</summary>
    public async Task<Overview?> AllAsync(Caller? caller)
    {
        if (Denied(caller, AccessAction.Administer, "") is not null) return null;
        var others = nodes.Others;
        var answers = await Task.WhenAll(others.Select(node => connections.AskAsync<NodeOverview>(node, HttpMethod.Get, NodeRoutes.Overview(caller!))));
        var here = Here();
        return new Overview(
            [.. here.Terminals.Concat(answers.SelectMany(answer => answer?.Body?.Terminals ?? [])).OrderBy(terminal => terminal.Started)],
            [Shown(report.Make(), NodeState.Up), .. others.Select(node => Shown(node.Record, node.State))],
            [.. others.Zip(answers).Where(pair => pair.Second?.Body is null).Select(pair => pair.First.Name)],
            policy.Refused ?? "",
            here.Audit && answers.All(answer => answer?.Body?.Audit ?? true),
            DesktopLists.Merged(here.Desktops.Concat(answers.SelectMany(answer => answer?.Body?.Desktops ?? []))),
            await ChangedKeysAsync());
    }

    /// <summary>Ends somebody's terminal, wherever it runs. Null when done.</summary>
    public async Task<Refusal?> EndAsync(Caller? caller, string? terminal)
    {
        if (Denied(caller, AccessAction.EndTerminal, terminal) is { } denied) return denied;
        return await EndHereAsync(caller!, terminal!) ? null : await ElsewhereAsync(terminal!, HttpMethod.Delete, NodeRoutes.Ordered(caller!, terminal!));
    }

    /// <summary>Shows a text to the people on a terminal, wherever it runs. Null when done.</summary>
    public async Task<Refusal?> SendAsync(Caller? caller, string? terminal, string? text)
    {
        if (Denied(caller, AccessAction.SendMessage, terminal) is { } denied) return denied;
        text = new string([.. (text ?? "").Where(letter => letter == '\n' || !char.IsControl(letter))]).Trim();
        if (text.Length is 0 or > LongestMessage) return Refusals.NoMessage;
        return SendHere(caller!, terminal!, text) ? null : await ElsewhereAsync(terminal!, HttpMethod.Post, NodeRoutes.MessageTo(caller!, terminal!, text));
    }

    /// <summary>What this node tells another one that asks for an administrator.</summary>
    internal NodeOverview Here() => new([.. terminals.All().Where(terminal => terminal.End is null).Select(Shown)], audit.IsWell, desktops.Here(null));

    /// <summary>Ends a terminal of this node. False if there is none.</summary>
    internal async Task<bool> EndHereAsync(Caller caller, string id)
    {
        if (terminals.Get(id) is not { End: null } terminal) return false;
        audit.Write(HubConnections.OnTerminal(caller, AuditEvent.TerminalEndOrdered, terminal));
        await terminal.EndAsync(new Outcome(EndReason.Ordered, $"{caller.Person?.DisplayName ?? "An administrator"}, an administrator, ended this terminal.", ""));
        return true;
    }

    /// <summary>Shows a text on a terminal of this node. False if there is none.</summary>
    internal bool SendHere(Caller caller, string id, string text)
    {
        if (terminals.Get(id) is not { End: null } terminal) return false;
        audit.Write(HubConnections.OnTerminal(caller, AuditEvent.MessageSent, terminal));
        recordings.Notice(terminal, $"{caller.Person?.DisplayName ?? "an administrator"}, an administrator, wrote to the people on this terminal");
        _ = hub.Clients.Group(HubGroups.Typists(id)).MessageReceived(new Message(caller.Person?.DisplayName ?? "", text, time.GetUtcNow()));
        return true;
    }

    // What cannot be read now is said where they are listed; everything else is shown meanwhile.
    private async Task<int> ChangedKeysAsync()
    {
        try
        {
            return (await hostKeys.ChangesAsync()).Count;
        }
        catch (RecordsUnavailableException)
        {
            return 0;
        }
    }

    private Refusal? Denied(Caller? caller, AccessAction action, string? terminal)
    {
        var decision = authorizer.Decide(caller, new AccessRequest(action));
        if (decision.IsAllowed) return terminal is null ? Refusals.Missing : null;
        if (caller is not null) audit.Write(AuditEntry.By(caller, AuditEvent.Refused) with { Rule = decision.Rule, Reason = $"{action}: {decision.Denial}" });
        return caller is null ? Refusals.Nobody(authorizer) : Refusals.Of(decision);
    }

    private async Task<Refusal?> ElsewhereAsync(string terminal, HttpMethod method, string path)
    {
        var (places, isSure) = await directory.FindAsync(terminal);
        Node?[] asked = places is [var place, ..] ? [place.Record is { } record ? new Node(record, NodeState.Up) : nodes.Find(place.Node)] : isSure ? [] : [.. nodes.Others];
        var answers = await Task.WhenAll(asked.OfType<Node>().Select(async node => (node.Name, (await connections.AskAsync<object>(node, method, path, ToEnd))?.Status)));
        return answers.Any(answer => answer.Status == HttpStatusCode.NoContent) ? null
            : answers.FirstOrDefault(answer => answer.Status is null).Name is { } silent ? Refusals.Unreachable(silent)
            : Refusals.Missing;
    }

    private AdminTerminal Shown(Terminal terminal)
    {
        var grant = grants.Of(terminal);
        return new AdminTerminal(
            terminal.Id, grant?.Caller.Person?.DisplayName ?? "", terminal.Owner, grant?.Caller.Address ?? "", terminal.Request.Method.Name, terminal.Request.User, terminal.Request.Target.IsOfDomain ? terminal.Request.Port : 0,
            nodes.SelfName, terminal.Started, (long)terminal.IdleTime.TotalSeconds, terminal.ViewerCount, Watching.All(terminal), terminal.BytesReceived, terminal.BytesTyped,
            grant?.Rule ?? "", null, terminal.Request.Target.Device ?? "", destinations.PlaceOf(terminal.Request.Target));
    }

    private static AdminNode Shown(NodeRecord node, NodeState state) => new(
        node.Name, state == NodeState.Lost ? "lost" : node.Draining ? "draining" : "up", node.Version, node.Started, node.Terminals, node.Viewers, node.Limit, node.Load, node.Memory);
}

/// <summary>One node's part of what administrators see.</summary>
/// <param name="Terminals">Everybody's terminals there.</param>
/// <param name="Audit">Whether that node can put decisions on record.</param>
/// <param name="Desktops">Everybody's desktop sessions there.</param>
internal sealed record NodeOverview(IReadOnlyList<AdminTerminal> Terminals, bool Audit, IReadOnlyList<DesktopSummary> Desktops);
