using Gateway.Inventory;
using Gateway.Inventory.States;
using Gateway.Tunnels;
using Gateway.Tunnels.Roads;

namespace Gateway;

/// <summary>Says how the ports of devices that dial in are: what is known of their tunnels tells it at once, and no probe has to.</summary>
internal sealed class RoadStates(InventoryInForce inventory, DeviceStates states, DialInBook book, LiveRoads roads, TunnelHistory history, TunnelOptions options) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.IsOn) return Task.CompletedTask;
        roads.Changed += Look;
        book.Changed += LookAtAll;
        inventory.Changed += LookAtAll;
        history.Merged += LookAtOne;
        history.Added += LookAtIt;
        LookAtAll();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        roads.Changed -= Look;
        book.Changed -= LookAtAll;
        inventory.Changed -= LookAtAll;
        history.Merged -= LookAtOne;
        history.Added -= LookAtIt;
        return Task.CompletedTask;
    }

    private void LookAtAll() => Look([.. book.Current.ByName.Keys]);

    private void LookAtOne(string device) => Look([device]);

    // Why and when it went is noted after that it went.
    private void LookAtIt(string device, TunnelEntry line) => Look([device]);

    private void Look(IReadOnlyCollection<string> devices)
    {
        var (devicesNow, known) = (inventory.Current, book.Current);
        states.Take(devices.Select(known.Find).OfType<DialIn>().SelectMany(device => device.Ports()).Where(port => port.Service == Service.Ssh)
            .Select(port => devicesNow.FindByPort("ssh", port.Port) is { } entry ? new DeviceChange(entry.Name, "ssh", StateOf(port)) : null)
            .OfType<DeviceChange>());
    }

    // Since when it is reached, it may be by another road than at first.
    private PortState StateOf(DialInPort port)
    {
        var up = roads.To(port.Device, port.Member, Service.Ssh).ToList();
        if (up.Count > 0) return State(PortWord.Up, up.Min(road => road.Since));
        return history.LastSeen(port.Device.Name, port.Member) is { } last ? State(PortWord.Down, last.At) : State(PortWord.NeverSeen, port.Device.Added);
    }

    private static PortState State(PortWord word, DateTimeOffset since) => new(word, DateTimeOffset.FromUnixTimeSeconds(Math.Max(0, since.ToUnixTimeSeconds())));
}
