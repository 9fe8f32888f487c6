using System.Collections.Immutable;
using Gateway.Access;
using Gateway.Inventory;
using Gateway.Inventory.States;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web.Devices;

/// <summary>
/// Tells pages that watch the devices what has changed about them: each of those that its person may open or watch when it
/// is told.
/// </summary>
public sealed class DeviceNews : IHostedService
{
    private readonly HubConnections _connections;
    private readonly InventoryInForce _inventory;
    private readonly DeviceStates _states;
    private readonly Destinations _destinations;
    private readonly Authorizer _authorizer;
    private readonly IHubContext<TerminalHub, ITerminalClient> _hub;
    private readonly NoticeLanes<HubConnection, News> _lanes;

    /// <summary>Makes it.</summary>
    public DeviceNews(HubConnections connections, InventoryInForce inventory, DeviceStates states, Destinations destinations, Authorizer authorizer, IHubContext<TerminalHub, ITerminalClient> hub, ILogger<DeviceNews> logger)
    {
        (_connections, _inventory, _states, _destinations, _authorizer, _hub) = (connections, inventory, states, destinations, authorizer, hub);
        _lanes = new NoticeLanes<HubConnection, News>(TellAsync, (before, now) => new News(before.Inventory || now.Inventory, before.States.SetItems(now.States)), logger);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _states.Changed += TellStates;
        _inventory.Changed += TellInventory;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _states.Changed -= TellStates;
        _inventory.Changed -= TellInventory;
        return Task.CompletedTask;
    }

    /// <summary>From now on a connection hears of the devices. Null when it does.</summary>
    internal Refusal? Watch(HubConnection connection)
    {
        if (connection.Acting is not { } caller) return Refusals.Nobody(_authorizer);
        var decision = _authorizer.Decide(caller, new AccessRequest(AccessAction.ListDevices));
        if (!decision.IsAllowed) return Refusals.Of(decision);
        connection.WatchesDevices = true;
        return null;
    }

    private void TellStates(IReadOnlyList<DeviceChange> changes) =>
        Post(new News(false, changes.ToImmutableDictionary(change => (change.Device, change.Protocol), change => change.State)));

    private void TellInventory() => Post(new News(true, ImmutableDictionary<(string, string), PortState>.Empty));

    private void Post(News news)
    {
        foreach (var connection in _connections.All)
            if (connection.WatchesDevices) _lanes.Post(connection, news);
    }

    private async Task TellAsync(HubConnection connection, News news)
    {
        if (connection.Acting is not { } caller || !_authorizer.Decide(caller, new AccessRequest(AccessAction.ListDevices)).IsAllowed) return;
        var page = _hub.Clients.Client(connection.Id);
        if (news.Inventory) await page.DevicesChanged();
        var inventory = _inventory.Current;
        var mayBeSeen = news.States.Keys.Select(port => port.Device).Distinct().Where(name => inventory.Find(name) is { } device && _destinations.MaySee(caller, device)).ToHashSet(StringComparer.Ordinal);
        DeviceStateChange[] shown = [.. news.States.Where(state => mayBeSeen.Contains(state.Key.Device)).Select(state => DeviceStateChange.Of(new DeviceChange(state.Key.Device, state.Key.Protocol, state.Value)))];
        if (shown.Length > 0) await page.DeviceStates(shown);
    }

    private sealed record News(bool Inventory, ImmutableDictionary<(string Device, string Protocol), PortState> States);
}
