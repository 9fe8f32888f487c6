using Gateway.Terminals;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web;

/// <summary>Passes what changes about terminals on to the groups of their viewers and visitors.</summary>
internal sealed partial class HubRelay(TerminalTable terminals, IHubContext<TerminalHub, ITerminalClient> hub, ILogger<HubRelay> logger) : BackgroundService
{
    // A group send waits for its slowest member. The others' news of that terminal do not wait longer than this.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Terminals with a send under way, and what has changed since. Other terminals, which may be other people's, never wait.
    private readonly Dictionary<Terminal, TerminalEvents> _sending = [];
    private readonly Lock _lock = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (terminal, changes) in terminals.EventsAsync(stoppingToken))
        {
            lock (_lock)
            {
                if (!_sending.TryAdd(terminal, TerminalEvents.None))
                {
                    _sending[terminal] |= changes;
                    continue;
                }
            }
            _ = RelayAsync(terminal, changes);
        }
    }

    private async Task RelayAsync(Terminal terminal, TerminalEvents changes)
    {
        do
        {
            try
            {
                await SendAsync(terminal, changes).WaitAsync(Patience);
            }
            catch (TimeoutException)
            {
                Slow(terminal.Id);
            }
            catch (Exception exception)
            {
                Failed(terminal.Id, exception); // the next change is news again
            }
            lock (_lock)
            {
                changes = _sending[terminal];
                if (changes == TerminalEvents.None) _sending.Remove(terminal);
                else _sending[terminal] = TerminalEvents.None;
            }
        }
        while (changes != TerminalEvents.None);
    }

    // All at once: the visitor's other pages do not wait for a viewer that is slow to hear of a new size.
    private Task SendAsync(Terminal terminal, TerminalEvents changes)
    {
        var viewers = hub.Clients.Group(HubGroups.Terminal(terminal.Id));
        return Task.WhenAll(
            changes.HasFlag(TerminalEvents.Resized) ? viewers.Resized(terminal.Size.Columns, terminal.Size.Rows) : Task.CompletedTask,
            changes.HasFlag(TerminalEvents.Idle) ? viewers.Idle((int)Math.Ceiling(terminal.ClosesIn.TotalSeconds)) : Task.CompletedTask,
            changes.HasFlag(TerminalEvents.Listed) ? hub.Clients.Group(HubGroups.Visitor(terminal.Owner)).TerminalsChanged() : Task.CompletedTask);
    }

    [LoggerMessage(1, LogLevel.Debug, "A viewer of terminal {Terminal} is slow to take its notices")]
    private partial void Slow(string terminal);

    [LoggerMessage(2, LogLevel.Warning, "Notices about terminal {Terminal} could not be sent")]
    private partial void Failed(string terminal, Exception exception);
}
