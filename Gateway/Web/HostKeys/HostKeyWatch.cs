using Gateway.Cluster;
using Gateway.HostKeys;
using Gateway.Methods;
using Gateway.Terminals;

namespace Gateway.Web.HostKeys;

/// <summary>Has a changed host key noted when it stops a terminal, and administrators look.</summary>
public sealed class HostKeyWatch(HostKeyBook book, MethodCatalog methods, IClusterEvents events)
{
    /// <summary>Looks at how a terminal ends. Does not wait.</summary>
    public void Watch(Terminal terminal) => _ = NoteAsync(terminal);

    private async Task NoteAsync(Terminal terminal)
    {
        var end = await terminal.Ended;
        if (end.Outcome.Reason != EndReason.HostKey) return;
        await book.NoteAsync(terminal.Request, methods.Options.Domain);
        events.Publish(new ClusterEvent(ClusterEventKind.TerminalsChanged)); // to administrators only
    }
}
