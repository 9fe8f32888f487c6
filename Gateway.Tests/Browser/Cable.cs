using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Browser;

/// <summary>The network between browser and gateway, or between nodes: it can be cut or stalled, and mended. Nobody is told.</summary>
internal sealed class Cable : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly CancellationTokenSource _over = new();
    private volatile TaskCompletionSource _flowing = Completed();
    private TcpListener? _listener;
    private int _far;

    private Cable(int port) => Port = port;

    public int Port { get; }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public static Cable Lay() => new(Ports.Free());

    /// <summary>Leads to a port of 127.0.0.1.</summary>
    public Cable To(Uri gateway) => To(gateway.Port);

    /// <summary>Leads to a port of 127.0.0.1.</summary>
    public Cable To(int port)
    {
        _far = port;
        Plug();
        return this;
    }

    /// <summary>New connections get through again.</summary>
    public void Plug()
    {
        var listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        _listener = listener;
        _ = AcceptAsync(listener);
    }

    /// <summary>Aborts every connection, in the middle of whatever it carries.</summary>
    public void Cut()
    {
        foreach (var socket in _open.Keys)
        {
            // Closed without having been read to the end: that is a reset, not a goodbye.
            socket.Close(0);
        }
    }

    /// <summary>Takes connections and bytes, and passes nothing on.</summary>
    public void Stall() => _flowing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Passes on what has been held back, and all that comes.</summary>
    public void Resume() => _flowing.TrySetResult();

    /// <summary>Aborts every connection and refuses new ones.</summary>
    public void Unplug()
    {
        if (Interlocked.Exchange(ref _listener, null) is { } listener)
        {
            // Closing alone leaves the port taken as long as a program that is just being started still holds its copy.
            listener.Server.Shutdown(SocketShutdown.Both);
            listener.Stop();
        }
        Cut();
    }

    public ValueTask DisposeAsync()
    {
        _over.Cancel();
        Unplug();
        _over.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true) _ = CarryAsync(listener, await listener.AcceptSocketAsync(_over.Token));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task CarryAsync(TcpListener listener, Socket near)
    {
        using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (near)
        {
            near.NoDelay = true;
            (_open[near], _open[far]) = (true, true);
            try
            {
                if (Volatile.Read(ref _listener) != listener) return; // it came in while the cable was pulled
                await far.ConnectAsync(IPAddress.Loopback, _far, _over.Token);
                await Task.WhenAny(CopyAsync(near, far), CopyAsync(far, near));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
            }
            finally
            {
                _open.TryRemove(near, out _);
                _open.TryRemove(far, out _);
            }
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _over.Token) is > 0 and var count)
            {
                await _flowing.Task.WaitAsync(_over.Token);
                await to.SendAsync(buffer.AsMemory(0, count), _over.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private static TaskCompletionSource Completed()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}
