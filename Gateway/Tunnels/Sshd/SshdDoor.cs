using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Gateway.Access;
using Gateway.Terminals;

namespace Gateway.Tunnels.Sshd;

/// <summary>
/// Where devices dial in with plain OpenSSH: listens, and starts an sshd of the system's for each connection, which has
/// that connection, the gateway's configuration, and a log that is read here.
/// </summary>
public sealed partial class SshdDoor : BackgroundService
{
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(1);

    private readonly TunnelOptions _options;
    private readonly DialInBook _book;
    private readonly SshdRoad _road;
    private readonly SshdFiles _files;
    private readonly SshdMarks _marks;
    private readonly SshdGate _gate = new();
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _writing = new();
    private Socket? _listener;

    /// <summary>Makes it.</summary>
    public SshdDoor(TunnelOptions options, DialInBook book, LiveTunnels live, TunnelHistory history, Access.Audit.AuditLog audit, TimeProvider time, ILogger<SshdDoor> logger)
    {
        (_options, _book, _logger) = (options, book, logger);
        _files = new SshdFiles(options);
        _marks = new SshdMarks(_files.Running);
        _road = new SshdRoad(live, history, audit, time, logger);
    }

    /// <summary>Whether connections can be served.</summary>
    public bool IsReady { get; private set; }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_options.IsOn || _options.UsesSystemSshd) return;
        if (_options.SshListen is null && !File.Exists(_options.SshdPath)) return;
        await _files.PrepareAsync(cancellationToken);
        if (_marks.EndAll() is > 0 and var ended) LogOrphans(ended);
        Apply();
        _book.Changed += Apply;
        IsReady = true;
        if (_options.SshListen is { } place)
        {
            _listener = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (place.Address.Equals(IPAddress.IPv6Any)) _listener.DualMode = true;
            _listener.Bind(place);
            _listener.Listen(512);
            LogListens(place);
        }
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Serves a connection that came another way, such as through a WebSocket, until one of the two ends.</summary>
    /// <param name="stream">Its bytes, those of ssh(1).</param>
    /// <param name="from">The address it came from.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IOException">No sshd can be started now.</exception>
    public async Task ServeAsync(Stream stream, string from, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!IsReady) throw new IOException("Nobody dials in with ssh here.");
        using var turn = await _gate.EnterAsync(CountedFrom(from), cancellation) ?? throw new IOException("Too many connections wait to sign in.");
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _stopping.Token);
        var (ours, childs) = ChildProcess.Pair();
        using var sshd = new NetworkStream(ours, ownsSocket: true);
        var traffic = new SshdTraffic(null);
        SshdConnection connection;
        using (childs) connection = SshdConnection.Start(_options, _files, _marks, childs, traffic, from);
        var serving = Keep(_road.ServeAsync(connection, turn));
        await traffic.CarryAsync(stream, sshd, either.Token);
        connection.Cut(_stopping.IsCancellationRequested ? Stopping : Lost);
        await serving;
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _book.Changed -= Apply;
        IsReady = false;
        await _stopping.CancelAsync();
        _listener?.Dispose();
        await base.StopAsync(cancellationToken);
        _road.CutAll(Stopping);
        await Task.WhenAll(_running.Keys);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _listener?.Dispose();
        _stopping.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_listener is null) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptAsync(stoppingToken);
                _ = Keep(TakeAsync(socket, stoppingToken));
            }
            catch (Exception exception) when (exception is SocketException or IOException)
            {
                // Out of descriptors, mostly, which passes.
                LogNotAccepted(exception.Message);
                await Task.Delay(AfterTrouble, stoppingToken);
            }
        }
    }

    private const string Stopping = "the gateway is stopping";
    private const string Lost = "the connection was lost";

    private async Task TakeAsync(Socket socket, CancellationToken stopping)
    {
        await Task.Yield();
        using (socket)
        {
            string from = socket.RemoteEndPoint is IPEndPoint far ? (far.Address.IsIPv4MappedToIPv6 ? far.Address.MapToIPv4() : far.Address).ToString() : "";
            try
            {
                using var turn = await _gate.EnterAsync(CountedFrom(from), stopping);
                if (turn is null) return;
                // Devices may send no byte for minutes, and middleboxes forget them.
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
                await _road.ServeAsync(SshdConnection.Start(_options, _files, _marks, socket, new SshdTraffic(socket), from), turn);
            }
            catch (IOException exception)
            {
                LogNotServed(from, exception.Message);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // It was waiting for its turn.
            }
        }
    }

    private Task Keep(Task task)
    {
        _running[task] = true;
        _ = task.ContinueWith(done => _running.TryRemove(done, out _), TaskScheduler.Default);
        return task;
    }

    private void Apply()
    {
        lock (_writing)
        {
            var devices = _book.Current;
            try
            {
                _files.WriteKeys(devices);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogNotWritten(exception.Message);
            }
            // Also if the file is an old one: who is in it and may not is cut as soon as he has signed in.
            _road.Know(devices);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Devices dial in with ssh at {Place}")]
    private partial void LogListens(IPEndPoint place);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ended {Count} processes of sshd that a gateway before this one had left with the ports of devices")]
    private partial void LogOrphans(int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "The keys that may dial in could not be written: {Reason}")]
    private partial void LogNotWritten(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "No connection of a device could be accepted: {Reason}")]
    private partial void LogNotAccepted(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "sshd could not be started for {From}: {Reason}")]
    private partial void LogNotServed(string from, string reason);

    // Who has a network of IPv6 has more addresses than there are turns.
    private static string CountedFrom(string from) => IPAddress.TryParse(from, out var address) ? ClientAddress.CountedAs(address) : from;
}
