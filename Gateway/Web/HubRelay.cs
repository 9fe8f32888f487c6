using Gateway.Cluster;
using Gateway.Terminals;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web;

/// <summary>Passes what changes about terminals on: to their viewers, to the directory, and to whoever has a list of them on any node.</summary>
internal sealed class HubRelay : BackgroundService
{
    private readonly TerminalTable _terminals;
    private readonly IDirectory _directory;
    private readonly IClusterEvents _events;
    private readonly Companies _companies;
    private readonly IHubContext<TerminalHub, ITerminalClient> _hub;
    private readonly NoticeLanes<Terminal, TerminalEvents> _viewers;
    private readonly NoticeLanes<(string Group, ClusterEventKind Kind), bool> _lists;

    public HubRelay(TerminalTable terminals, IDirectory directory, IClusterEvents events, Companies companies, IHubContext<TerminalHub, ITerminalClient> hub, ILogger<HubRelay> logger)
    {
        (_terminals, _directory, _events, _companies, _hub) = (terminals, directory, events, companies, hub);
        _viewers = new NoticeLanes<Terminal, TerminalEvents>(TellViewersAsync, (before, now) => before | now, logger);
        _lists = new NoticeLanes<(string Group, ClusterEventKind Kind), bool>((news, _) => TellAsync(hub.Clients.Group(news.Group), news.Kind), (_, _) => true, logger);
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _events.Happened += Hear;
        return base.StartAsync(cancellationToken);
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _events.Happened -= Hear;
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (terminal, changes) in _terminals.EventsAsync(stoppingToken))
        {
            if ((changes & ~(TerminalEvents.Listed | TerminalEvents.Unseen)) != TerminalEvents.None) _viewers.Post(terminal, changes);
            if ((changes & (TerminalEvents.Listed | TerminalEvents.Resized)) != TerminalEvents.None) _directory.Note(terminal);
            if (changes.HasFlag(TerminalEvents.Listed)) _events.Publish(new ClusterEvent(ClusterEventKind.TerminalsChanged, terminal.Owner));
            else if (changes.HasFlag(TerminalEvents.Unseen)) _events.Publish(new ClusterEvent(ClusterEventKind.TerminalsChanged)); // to administrators only
        }
    }

    // Whichever node it comes from: the groups are of the connections to this one.
    private void Hear(ClusterEvent happened)
    {
        if (happened.Visitor is { } visitor) _lists.Post((HubGroups.Visitor(visitor), happened.Kind), true);
        _lists.Post((HubGroups.Administrators, happened.Kind), true);
    }

    private Task TellViewersAsync(Terminal terminal, TerminalEvents changes)
    {
        var viewers = _hub.Clients.Group(HubGroups.Terminal(terminal.Id));
        return Task.WhenAll(
            changes.HasFlag(TerminalEvents.Resized) ? viewers.Resized(terminal.Size.Columns, terminal.Size.Rows) : Task.CompletedTask,
            changes.HasFlag(TerminalEvents.Company) ? viewers.CompanyChanged(_companies.Of(terminal)) : Task.CompletedTask,
            changes.HasFlag(TerminalEvents.Idle) ? viewers.Idle((int)Math.Ceiling(terminal.ClosesIn.TotalSeconds)) : Task.CompletedTask);
    }

    private static Task TellAsync(ITerminalClient group, ClusterEventKind kind) => kind switch
    {
        ClusterEventKind.TerminalsChanged => group.TerminalsChanged(),
        ClusterEventKind.NodesChanged => group.NodesChanged(),
        _ => Task.CompletedTask, // from a newer node
    };
}
