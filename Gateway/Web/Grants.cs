using System.Collections.Concurrent;
using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Terminals;

namespace Gateway.Web;

/// <summary>What each terminal of this node rests on, from its opening to its end, which is put on record here.</summary>
public sealed class Grants(AuditLog audit)
{
    private readonly ConcurrentDictionary<string, TerminalGrant> _all = new();

    /// <summary>All grants.</summary>
    internal IEnumerable<TerminalGrant> All => _all.Values;

    /// <summary>What a terminal rests on.</summary>
    internal TerminalGrant? Of(Terminal terminal) => _all.GetValueOrDefault(terminal.Id);

    /// <summary>A terminal was opened. Completes when that is on record; false if it cannot be put there and must not run without.</summary>
    public async Task<bool> BeginAsync(Terminal terminal, Caller caller, string rule)
    {
        _all[terminal.Id] = new TerminalGrant(terminal, caller, rule);
        _ = EndAsync(terminal);
        return await audit.WriteAsync(HubConnections.OnTerminal(caller, AuditEvent.TerminalOpened, terminal) with { Rule = rule }) || audit.LetsOpen;
    }

    private async Task EndAsync(Terminal terminal)
    {
        var end = await terminal.Ended;
        if (!_all.TryRemove(terminal.Id, out var grant)) return;
        audit.Write(HubConnections.OnTerminal(grant.Caller, AuditEvent.TerminalEnded, terminal) with { Rule = grant.Rule, Reason = end.Outcome.Reason.ToString().ToLowerInvariant() });
    }
}
