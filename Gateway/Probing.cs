using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Gateway.Cluster;
using Gateway.Configuration;
using Gateway.Inventory;
using Gateway.Inventory.States;
using Gateway.Web.Devices;

namespace Gateway;

/// <summary>
/// Looks at the ports of this node's share of the devices, tells the other nodes what it has found, and hears what they
/// have. One look at a time over all nodes, since each device is one living node's.
/// </summary>
internal sealed partial class Probing : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Exchange = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WriteAgain = TimeSpan.FromMinutes(10);

    private readonly GatewayConfiguration _configuration;
    private readonly InventoryInForce _inventory;
    private readonly DeviceStates _states;
    private readonly NodeTable _nodes;
    private readonly IStateBoard _board;
    private readonly IClusterEvents _events;
    private readonly DestinationOptions _roads;
    private readonly ProbeMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<Probing> _log;
    private readonly ProbeSchedule _schedule;
    private readonly Lock _lock = new();
    private readonly Dictionary<ProbeTarget, Task> _looks = [];
    private readonly HashSet<(string Device, string Protocol)> _unsaid = [];
    private readonly HashSet<(string Device, string Protocol)> _gone = [];
    private IReadOnlyList<ProbeTarget> _targets = [];
    private HashSet<string> _mine = new(StringComparer.Ordinal);
    private string _followed = "";
    private volatile bool _news = true;
    private DateTimeOffset _exchangeAt;
    private DateTimeOffset _writeAgainAt;

    public Probing(
        GatewayConfiguration configuration, InventoryInForce inventory, DeviceStates states, NodeTable nodes, IStateBoard board, IClusterEvents events, DestinationOptions roads, ProbeMetrics metrics, TimeProvider time, ILogger<Probing> log)
    {
        (_configuration, _inventory, _states, _nodes, _board, _events, _roads, _metrics, _time, _log) = (configuration, inventory, states, nodes, board, events, roads, metrics, time, log);
        var probe = configuration.Probe;
        _schedule = new ProbeSchedule(new ProbeOptions { Interval = probe.Interval, Timeout = probe.Timeout, PerSecond = probe.PerSecond }, time, new Random());
        _writeAgainAt = time.GetUtcNow() + WriteAgain;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_configuration.Probe.Enabled) return;
        _events.Happened += Hear;
        using var timer = new PeriodicTimer(Tick, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await ExchangeAsync();
                    Follow();
                    foreach (var target in _schedule.Take()) Begin(target, stoppingToken);
                    foreach (var target in Ended()) _looks.Remove(target);
                }
                catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
                {
                    LogRoundFailed(exception); // the next one is tried: an exception would end the gateway
                }
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(_looks.Values);
        }
        finally
        {
            _events.Happened -= Hear;
        }
    }

    private void Hear(ClusterEvent happened)
    {
        if (happened.Kind == ClusterEventKind.DeviceStatesChanged) _news = true;
    }

    // A node that drains still lives; one that is lost does not.
    private void Follow()
    {
        string[] others = [.. _nodes.Others.Where(node => node.State != NodeState.Lost).Select(node => node.Id).Order(StringComparer.Ordinal)];
        var inventory = _inventory.Current;
        string now = $"{inventory.Version} {string.Join(' ', others)}";
        if (now == _followed) return;
        bool isOther = !_followed.StartsWith(inventory.Version, StringComparison.Ordinal);
        _followed = now;
        if (isOther)
        {
            HashSet<(string Device, string Protocol)> gone = [.. _targets.Select(target => (target.Device, target.Protocol))];
            _targets = [.. Targets(inventory)];
            HashSet<(string Device, string Protocol)> ports = [.. _targets.Select(target => (target.Device, target.Protocol))];
            _states.Keep(ports.Concat(ProbeTarget.Of(inventory).Where(target => IsDialIn(inventory, target)).Select(target => (target.Device, target.Protocol))).ToHashSet());
            lock (_lock) _unsaid.IntersectWith(ports);
            // Only what this node has known: another one may have a newer inventory, with devices that are not in this one yet.
            _gone.UnionWith(gone);
            _gone.ExceptWith(ports);
            _news = true; // about devices that were not asked for before
        }
        _mine = [.. inventory.Devices.Select(device => device.Name).Where(name => ProbeShare.IsMine(name, _nodes.SelfId, others))];
        _schedule.Follow(_targets.Where(target => _mine.Contains(target.Device)), others.Length + 1, target => _states.Of(target.Device, target.Protocol).Word != PortWord.Unknown);
    }

    // A port of the domain that is not allowed is nobody's to reach, whatever the inventory says.
    private IEnumerable<ProbeTarget> Targets(DeviceInventory inventory) => ProbeTarget.Of(inventory).Where(target => !IsDialIn(inventory, target) && (target.Address is not null || _configuration.AllowsPort(target.Port)));

    // How those are, their tunnels say.
    private static bool IsDialIn(DeviceInventory inventory, ProbeTarget target) => target.Address is null && inventory.DialInPorts.Contains(target.Port);

    private void Begin(ProbeTarget target, CancellationToken cancellation) => _looks[target] = LookAsync(target, cancellation);

    private List<ProbeTarget> Ended()
    {
        List<ProbeTarget> ended = [];
        foreach (var (target, look) in _looks)
        {
            if (!look.IsCompleted) continue;
            ended.Add(target);
            _schedule.Done(target, _states.Of(target.Device, target.Protocol).Word);
        }
        return ended;
    }

    private async Task LookAsync(ProbeTarget target, CancellationToken cancellation)
    {
        try
        {
            var found = await FindAsync(target, cancellation) is { } address
                ? await PortProbe.LookAsync(address, target.Port, target.Protocol, _configuration.Probe.Timeout, PortProbe.ToGreet, cancellation) : PortWord.Down;
            _metrics.Count(found);
            if (_states.Found(target.Device, target.Protocol, found) is null) return;
            lock (_lock) _unsaid.Add((target.Device, target.Protocol));
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
        catch (Exception exception)
        {
            LogFailed(exception, target.Device, target.Protocol);
        }
    }

    // A device's name that leads to the gateway itself, or to what is nobody's device, is not followed.
    private async Task<IPAddress?> FindAsync(ProbeTarget target, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_configuration.Probe.Timeout);
        try
        {
            var found = await Dns.GetHostAddressesAsync(target.Address ?? _configuration.Domain, patience.Token);
            if (found.Length == 0) return null;
            if (target.Address is null || _roads.ReachesItself) return found[0];
            var own = AddressGuard.Own();
            return found.All(one => AddressGuard.Allows(one, own)) ? found[0] : null;
        }
        catch (SocketException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task ExchangeAsync()
    {
        var now = _time.GetUtcNow();
        if (now < _exchangeAt) return;
        _exchangeAt = now + Exchange;
        if (_news) await ReadAsync();
        List<(string Device, string Protocol)> said;
        lock (_lock) said = [.. _unsaid];
        // Redis may have lost them meanwhile.
        bool all = now >= _writeAgainAt;
        if (all) said = [.. _targets.Where(target => _mine.Contains(target.Device)).Select(target => (target.Device, target.Protocol)).Where(port => _states.Of(port.Device, port.Protocol).Word != PortWord.Unknown)];
        string[] gone = [.. _gone.Select(Name)];
        if (said.Count + gone.Length == 0 || !await _board.WriteAsync(said.ToDictionary(Name, port => Written(_states.Of(port.Device, port.Protocol))), gone)) return;
        _gone.Clear();
        lock (_lock) _unsaid.ExceptWith(said);
        if (all) _writeAgainAt = now + WriteAgain;
        else if (said.Count > 0) _events.Publish(new ClusterEvent(ClusterEventKind.DeviceStatesChanged));
    }

    private async Task ReadAsync()
    {
        _news = false;
        if (await _board.ReadAsync() is not { } written)
        {
            _news = true;
            return;
        }
        bool first = _followed.Length == 0;
        var ports = _targets.Count > 0 || !first ? _targets : [.. Targets(_inventory.Current)];
        List<(string Device, string Protocol)> unsaid;
        lock (_lock) unsaid = [.. _unsaid];
        // Of its own a node knows better, but as it begins, and of those that it takes over.
        _states.Take(ports.Select(target => (target.Device, target.Protocol)).Except(unsaid)
            .Where(port => !_mine.Contains(port.Device) || _states.Of(port.Device, port.Protocol).Word == PortWord.Unknown)
            .Select(port => written.TryGetValue(Name(port), out string? text) && Read(text) is { } state ? new DeviceChange(port.Device, port.Protocol, state) : null)
            .OfType<DeviceChange>());
    }

    private static string Name((string Device, string Protocol) port) => $"{port.Device}:{port.Protocol}";

    private static string Written(PortState state) => string.Create(CultureInfo.InvariantCulture, $"{state.Word} {state.Since.ToUnixTimeSeconds()}");

    private static PortState? Read(string text) =>
        text.Split(' ') is [var word, var since] && Enum.TryParse(word, out PortWord known) && long.TryParse(since, CultureInfo.InvariantCulture, out long seconds) && seconds is >= 0 and < 253_402_300_800
            ? new PortState(known, DateTimeOffset.FromUnixTimeSeconds(seconds)) : null;

    [LoggerMessage(1, LogLevel.Warning, "The port of {Device} for {Protocol} could not be looked at")]
    private partial void LogFailed(Exception exception, string device, string protocol);

    [LoggerMessage(2, LogLevel.Error, "A round of looks at devices' ports failed; the next one is tried")]
    private partial void LogRoundFailed(Exception exception);
}
