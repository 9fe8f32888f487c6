using Gateway.Terminals;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web;

/// <summary>Passes what changes about terminals on to the groups of their viewers and visitors.</summary>
internal sealed partial class HubRelay(TerminalTable terminals, IHubContext<TerminalHub, ITerminalClient> hub, ILogger<HubRelay> logger) : BackgroundService
{
    // A group send waits for its slowest member. The others' news do not wait longer than this.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in terminals.EventsAsync(stoppingToken))
        {
            try
            {
                await SendAsync(change).WaitAsync(Patience, stoppingToken);
            }
            catch (TimeoutException)
            {
                Slow(change.Terminal.Id);
            }
        }
    }

    private async Task SendAsync(TerminalEvent change)
    {
        var (terminal, changes) = change;
        var viewers = hub.Clients.Group(HubGroups.Terminal(terminal.Id));
        if (changes.HasFlag(TerminalEvents.Resized)) await viewers.Resized(terminal.Size.Columns, terminal.Size.Rows);
        if (changes.HasFlag(TerminalEvents.Idle)) await viewers.Idle((int)Math.Ceiling(terminal.ClosesIn.TotalSeconds));
        if (changes.HasFlag(TerminalEvents.Listed)) await hub.Clients.Group(HubGroups.Visitor(terminal.Owner)).TerminalsChanged();
    }

    [LoggerMessage(1, LogLevel.Debug, "A viewer of terminal {Terminal} is slow to take its notices")]
    private partial void Slow(string terminal);
}
