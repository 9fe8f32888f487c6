using Gateway.Access;
using Gateway.Tunnels;
using Gateway.Tunnels.Roads;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web.Tunnels;

/// <summary>Tells pages that watch the devices when something is new about those that dial in. What it is they ask for.</summary>
public sealed class TunnelNews : IHostedService
{
    // Many devices coming back at once are one piece of news.
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(200);

    private readonly HubConnections _connections;
    private readonly DialInBook _book;
    private readonly LiveRoads _roads;
    private readonly TunnelHistory _history;
    private readonly Authorizer _authorizer;
    private readonly IHubContext<TerminalHub, ITerminalClient> _hub;
    private readonly NoticeLanes<HubConnection, bool> _lanes;

    /// <summary>Makes it.</summary>
    public TunnelNews(HubConnections connections, DialInBook book, LiveRoads roads, TunnelHistory history, Authorizer authorizer, IHubContext<TerminalHub, ITerminalClient> hub, ILogger<TunnelNews> logger)
    {
        (_connections, _book, _roads, _history, _authorizer, _hub) = (connections, book, roads, history, authorizer, hub);
        _lanes = new NoticeLanes<HubConnection, bool>(TellAsync, (_, _) => true, logger);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _book.Changed += Tell;
        _roads.Changed += TellDevices;
        _history.Added += TellLine;
        _history.Merged += TellDevice;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _book.Changed -= Tell;
        _roads.Changed -= TellDevices;
        _history.Added -= TellLine;
        _history.Merged -= TellDevice;
        return Task.CompletedTask;
    }

    private void TellDevices(IReadOnlyCollection<string> devices) => Tell();

    private void TellDevice(string device) => Tell();

    private void TellLine(string device, TunnelEntry entry) => Tell();

    private void Tell()
    {
        foreach (var connection in _connections.All)
            if (connection.WatchesDevices) _lanes.Post(connection, true);
    }

    private async Task TellAsync(HubConnection connection, bool news)
    {
        if (connection.Acting is not { } caller || !_authorizer.Decide(caller, new AccessRequest(AccessAction.SeeTunnels)).IsAllowed) return;
        await _hub.Clients.Client(connection.Id).TunnelsChanged();
        await Task.Delay(Settle);
    }
}
