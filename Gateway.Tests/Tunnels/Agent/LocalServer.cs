using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Gateway.Tests.Tunnels.Agent;

/// <summary>A service of the device: sends what it has to, reads to the end, and then answers with the hash of what it read.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentBag<Task> _tasks = [];
    private readonly byte[] _bytes;
    private long _sent;

    public LocalServer(byte[] bytes)
    {
        _bytes = bytes;
        _listener.Start();
        _tasks.Add(ListenAsync());
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>How many bytes the system has taken from it.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        await Task.WhenAll(_tasks);
        _ending.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true) _tasks.Add(ServeAsync(await _listener.AcceptSocketAsync(_ending.Token)));
        }
        catch (OperationCanceledException)
        {
            // It ends.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                var sending = SendAsync(socket);
                byte[] hash = await SHA256.HashDataAsync(new NetworkStream(socket), _ending.Token);
                await sending;
                await socket.SendAsync(hash, _ending.Token);
                socket.Shutdown(SocketShutdown.Send);
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // The other end went.
            }
        }
    }

    private async Task SendAsync(Socket socket)
    {
        for (int at = 0; at < _bytes.Length;)
        {
            int sent = await socket.SendAsync(_bytes.AsMemory(at, Math.Min(64 * 1024, _bytes.Length - at)), _ending.Token);
            Interlocked.Add(ref _sent, sent);
            at += sent;
        }
    }
}
