using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Gateway.Tunnels.Roads;

namespace Gateway.Tunnels;

/// <summary>A port of the domain that should be open on this node, and is not.</summary>
/// <param name="Port">What it would lead to.</param>
/// <param name="Reason">Why not, for people.</param>
/// <param name="Since">Since when.</param>
public sealed record PortProblem(DialInPort Port, string Reason, DateTimeOffset Since);

/// <summary>
/// Keeps the ports of devices that are connected, to whichever node, open on this one, and closed while they are not. Where
/// a reverse tunnel of OpenSSH ends on this node, its sshd holds the port itself.
/// </summary>
public sealed partial class PublishedPorts(DialInBook book, LiveTunnels tunnels, LiveRoads roads, TunnelOptions options, TimeProvider time, ILogger<PublishedPorts> logger) : BackgroundService
{
    // Who gave a port up may hold it for a moment yet; and sshd, for which ports were let go, may not come to take them.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ToTake = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(30);

    // Until it is known which.
    private const string Held = "another program holds it";
    private const int NamedAtOnce = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, PublishedPort> _open = [];
    private readonly HashSet<PublishedPort> _ending = [];
    private readonly Dictionary<(string, Member), long> _taken = [];
    private readonly ConcurrentDictionary<int, PortProblem> _problems = new();
    private readonly ConcurrentDictionary<int, long> _said = new();
    private readonly ConnectionCount _count = new();
    private bool _stopped;

    /// <summary>The ports that should be open and are not.</summary>
    public IReadOnlyCollection<PortProblem> Problems => [.. _problems.Values.OrderBy(problem => problem.Port.Port)];

    /// <summary>Connections that came in by them, now.</summary>
    public int Connections => _count.Now;

    /// <summary>Whether a port of this node leads to its device now, and to nothing else.</summary>
    public bool Leads(DialInPort port)
    {
        lock (_lock)
            if (_open.TryGetValue(port.Port, out var open) && IsSame(open.Leads, port)) return true;
        return IsHeld(port);
    }

    /// <summary>Whether it was let go for sshd, which is about to open it.</summary>
    public bool IsChangingHands(DialInPort port)
    {
        lock (_lock) return IsTaken(port);
    }

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.IsOn) return Task.CompletedTask;
        book.Changed += Look;
        roads.Changed += LookAt;
        tunnels.Taking += LetGo;
        Look();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        book.Changed -= Look;
        roads.Changed -= LookAt;
        tunnels.Taking -= LetGo;
        await base.StopAsync(cancellationToken);
        PublishedPort[] all;
        lock (_lock)
        {
            _stopped = true;
            all = [.. _open.Values, .. _ending];
            _open.Clear();
            _ending.Clear();
        }
        foreach (var port in all) await port.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await SweepAsync();
    }

    private async Task SweepAsync()
    {
        PublishedPort[] over;
        bool waits;
        lock (_lock)
        {
            over = [.. _ending.Where(port => port.Running.IsCompleted)];
            _ending.ExceptWith(over);
            waits = _taken.Count > 0 || !_problems.IsEmpty;
        }
        foreach (var port in over) await port.DisposeAsync();
        if (waits) Look();
        foreach (var problem in _problems.Values.Where(problem => problem.Reason == Held).Take(NamedAtOnce))
        {
            // Looks through all processes, so once for each.
            if (PortHolders.Find(problem.Port.Port) is { } holder) _problems.TryUpdate(problem.Port.Port, problem with { Reason = $"{holder.Words} holds it" }, problem);
        }
    }

    private void Look()
    {
        lock (_lock)
        {
            var wanted = book.Current.ByName.Values.SelectMany(Wanted).Where(IsIts).ToDictionary(port => port.Port);
            foreach (var open in _open.Values.Where(open => !wanted.ContainsKey(open.Leads.Port)).ToList()) Close(open);
            foreach (var problem in _problems.Keys.Where(port => !wanted.ContainsKey(port))) _problems.TryRemove(problem, out _);
            foreach (var port in wanted.Values) Open(port);
        }
    }

    private void LookAt(IReadOnlyCollection<string> devices)
    {
        lock (_lock)
        {
            var names = devices.ToImmutableHashSet(StringComparer.Ordinal);
            foreach (var port in _open.Values.Concat(_ending).Where(port => names.Contains(port.Leads.Device.Name)).ToList()) port.Sweep();
            var known = devices.Select(name => book.Current.Find(name)).OfType<DialIn>().ToList();
            var wanted = known.SelectMany(Wanted).Where(IsIts).ToDictionary(port => port.Port);
            foreach (var open in _open.Values.Where(open => names.Contains(open.Leads.Device.Name) && !wanted.ContainsKey(open.Leads.Port)).ToList()) Close(open);
            foreach (var port in known.SelectMany(device => device.Ports()).Where(port => !wanted.ContainsKey(port.Port))) _problems.TryRemove(port.Port, out _);
            foreach (var port in wanted.Values) Open(port);
        }
    }

    // Before the port is asked for; nothing of this waits.
    private void LetGo(string device, Member member)
    {
        lock (_lock)
        {
            _taken[(device, member)] = time.GetTimestamp();
            foreach (var open in _open.Values.Where(open => open.Leads.Device.Name == device && open.Leads.Member == member).ToList()) Close(open);
        }
    }

    private IEnumerable<DialInPort> Wanted(DialIn device) => _stopped ? [] : device.Ports().Where(port => !IsTaken(port) && !IsHeld(port) && roads.To(device, port.Member, port.Service).Any());

    // Of two devices that were announced with one port in the same instant, one has it.
    private bool IsIts(DialInPort port) => book.Current.FindByPort(port.Port) is { } its && its.Device.Name == port.Device.Name && its.Member == port.Member && its.Service == port.Service;

    // By sshd, for a tunnel of this node: at 127.0.0.1, or everywhere where that is to be. At any other address this room is the one that listens.
    private bool IsHeld(DialInPort port) => port.Member is { } member && (options.IsPublishedEverywhere || options.Publish.Equals(IPAddress.Loopback)) && tunnels.Of(port.Device.Name, member).Any(tunnel => tunnel.Road == Road.Ssh && tunnel.Services.Contains(port.Service));

    private bool IsTaken(DialInPort port)
    {
        if (port.Member is not { } member || !_taken.TryGetValue((port.Device.Name, member), out long since)) return false;
        if (time.GetElapsedTime(since) < ToTake && !tunnels.Of(port.Device.Name, member).Any(tunnel => tunnel.Road == Road.Ssh)) return true;
        _taken.Remove((port.Device.Name, member)); // it has come, or will not
        return false;
    }

    private void Open(DialInPort port)
    {
        if (_open.TryGetValue(port.Port, out var open))
        {
            if (IsSame(open.Leads, port)) return;
            open.End();
            Close(open);
        }
        try
        {
            _open[port.Port] = new PublishedPort(port, options.Publish, roads, _count, time, Failed);
            _problems.TryRemove(port.Port, out _);
        }
        catch (SocketException exception)
        {
            if (_problems.ContainsKey(port.Port)) return; // it is known
            string reason = exception.SocketErrorCode == SocketError.AddressAlreadyInUse ? Held : exception.Message;
            _problems[port.Port] = new PortProblem(port, reason, time.GetUtcNow());
            LogNotOpened(port.Port, port.Device.Name, reason);
        }
    }

    // Connections go on where it is only sshd that takes the port, and end where there is no road any more.
    private void Close(PublishedPort port)
    {
        port.Close();
        if (!IsTaken(port.Leads) && !IsHeld(port.Leads)) port.End();
        _open.Remove(port.Leads.Port);
        _ending.Add(port);
    }

    private static bool IsSame(DialInPort one, DialInPort other) => (one.Device.Name, one.Member, one.Service, one.Port) == (other.Device.Name, other.Member, other.Service, other.Port);

    // A program that tries again and again does not fill the log.
    private void Failed(DialInPort port, string reason)
    {
        if (_said.TryGetValue(port.Port, out long last) && time.GetElapsedTime(last) < SayEvery) return;
        _said[port.Port] = time.GetTimestamp();
        LogFailed(port.Port, port.Device.Name, reason);
    }

    [LoggerMessage(1, LogLevel.Warning, "Port {Port} of {Device} could not be opened: {Reason}. It is tried again")]
    private partial void LogNotOpened(int port, string device, string reason);

    [LoggerMessage(2, LogLevel.Information, "A connection to port {Port} of {Device} was not served: {Reason}")]
    private partial void LogFailed(int port, string device, string reason);
}
