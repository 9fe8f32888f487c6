using System.Net;
using System.Net.Sockets;
using Gateway.Agent.Protocol;

namespace Gateway.Tunnels.Roads;

/// <summary>A port of the domain that is open on this node and leads into a tunnel, with the connections that came in by it.</summary>
internal sealed class PublishedPort : IAsyncDisposable
{
    private const int Backlog = 128;

    // A device that took the connection and does not open it is given up; the tunnel itself is less patient.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener;
    private readonly LiveRoads _roads;
    private readonly ConnectionCount _count;
    private readonly TimeProvider _time;
    private readonly Action<DialInPort, string> _failed;
    private readonly Lock _lock = new();
    private readonly HashSet<Connection> _connections = [];
    private readonly CancellationTokenSource _closing = new();
    private Task _ended = Task.CompletedTask;
    private int _closed;

    /// <summary>Listens.</summary>
    /// <exception cref="SocketException">The port is not to be had.</exception>
    public PublishedPort(DialInPort leads, IPAddress address, LiveRoads roads, ConnectionCount count, TimeProvider time, Action<DialInPort, string> failed)
    {
        (Leads, _roads, _count, _time, _failed) = (leads, roads, count, time, failed);
        if (address.Equals(IPAddress.IPv6Any) && !Socket.OSSupportsIPv6) address = IPAddress.Any;
        _listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.Equals(IPAddress.IPv6Any)) _listener.DualMode = true;
            _listener.Bind(new IPEndPoint(address, leads.Port));
            _listener.Listen(Backlog);
        }
        catch
        {
            _listener.Dispose();
            throw;
        }
        Running = AcceptAsync();
    }

    /// <summary>What it leads to.</summary>
    public DialInPort Leads { get; }

    /// <summary>Completes when it is closed and the last connection is over.</summary>
    public Task Running { get; }

    /// <summary>Closes the port, at once: whoever wants it next has it when this returns. Connections go on while their road is up.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0) return;
        try
        {
            // A child that is just being started holds it open for a moment more; shut down, it listens no more all the same.
            _listener.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // It is closed all the same.
        }
        _listener.Dispose();
    }

    /// <summary>Ends the connections whose road is gone.</summary>
    public void Sweep()
    {
        Connection[] gone;
        lock (_lock) gone = [.. _connections.Where(connection => connection.Road is { } road && !_roads.IsUp(road))];
        foreach (var connection in gone) connection.End();
    }

    /// <summary>Closes the port and ends its connections, without waiting for that.</summary>
    public void End()
    {
        Close();
        // Whatever comes of it, not on the thread of somebody who holds a lock.
        lock (_lock)
            if (!_closing.IsCancellationRequested) _ended = _closing.CancelAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        End();
        await Running;
        await _ended;
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> served = [];
        while (Volatile.Read(ref _closed) == 0)
        {
            try
            {
                var client = await _listener.AcceptAsync(_closing.Token);
                served.RemoveAll(one => one.IsCompleted);
                served.Add(ServeAsync(client));
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException || Volatile.Read(ref _closed) != 0)
            {
                break;
            }
            catch (SocketException)
            {
                // One that went before it was taken, or there is no descriptor left for it now.
                await Task.Delay(AfterFault, _time);
            }
        }
        await Task.WhenAll(served);
    }

    private async Task ServeAsync(Socket client)
    {
        await Task.Yield(); // the next one is accepted meanwhile
        await using var connection = new Connection(CancellationTokenSource.CreateLinkedTokenSource(_closing.Token));
        bool whole = false;
        try
        {
            lock (_lock)
            {
                if (_connections.Count >= ConnectionCount.PerPort || !_count.TryEnter())
                {
                    _failed(Leads, "too many connections");
                    return;
                }
                _connections.Add(connection);
            }
            try
            {
                whole = await CarryAsync(client, connection);
            }
            finally
            {
                lock (_lock) _connections.Remove(connection);
                _count.Leave();
            }
        }
        catch (TunnelException exception)
        {
            _failed(Leads, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One end has gone, or the road.
        }
        finally
        {
            // What was cut off is not to look as if it were complete.
            if (!whole) client.LingerState = new LingerOption(true, 0);
            client.Dispose();
        }
    }

    private async Task<bool> CarryAsync(Socket client, Connection connection)
    {
        client.NoDelay = true;
        // Who was silent and vanished gives its place back within two minutes.
        client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        client.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 60);
        client.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 15);
        client.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 4);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(connection.Ending);
        patience.CancelAfter(Patience);
        var (stream, road) = await _roads.OpenAsync(Leads.Device.Name, Leads.Member, Leads.Service, patience.Token);
        await using (stream)
        {
            lock (_lock) connection.Road = road;
            if (!_roads.IsUp(road)) return false; // it went meanwhile, and nobody has seen this connection
            await using var network = new NetworkStream(client, ownsSocket: false);
            await Duplex.CarryAsync(network, stream, connection.Ending);
        }
        return true;
    }

    private sealed class Connection(CancellationTokenSource ending) : IAsyncDisposable
    {
        private readonly Lock _ending = new();
        private Task _ended = Task.CompletedTask;
        private bool _disposed;

        public RoadUp? Road { get; set; }

        public CancellationToken Ending { get; } = ending.Token;

        public void End()
        {
            lock (_ending)
                if (!_disposed && !Ending.IsCancellationRequested) _ended = ending.CancelAsync();
        }

        public async ValueTask DisposeAsync()
        {
            lock (_ending) _disposed = true;
            await _ended;
            ending.Dispose();
        }
    }
}

/// <summary>How many connections come in by published ports, all of this node.</summary>
internal sealed class ConnectionCount
{
    /// <summary>Most of one port.</summary>
    public const int PerPort = 100;

    /// <summary>Most of a node.</summary>
    public const int PerNode = 2000;

    private int _now;

    /// <summary>They now.</summary>
    public int Now => Volatile.Read(ref _now);

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _now) <= PerNode) return true;
        Interlocked.Decrement(ref _now);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _now);
}
