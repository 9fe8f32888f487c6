using System.Net.Sockets;
using System.Security.Cryptography;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Tunnels.Agent;

/// <summary>A service of the device: sends what it has to, reads to the end, and then answers with the hash of what it read.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    private readonly byte[] _bytes;
    private readonly TcpService _service;
    private long _sent;

    public LocalServer(byte[] bytes)
    {
        _bytes = bytes;
        _service = new TcpService(ServeAsync);
    }

    public string Address => $"127.0.0.1:{_service.Port}";

    /// <summary>How many bytes the system has taken from it.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private async Task ServeAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var sending = SendAsync(stream.Socket, cancellation);
        byte[] hash = await SHA256.HashDataAsync(stream, cancellation);
        await sending;
        await stream.WriteAsync(hash, cancellation);
        stream.Socket.Shutdown(SocketShutdown.Send);
    }

    private async Task SendAsync(Socket socket, CancellationToken cancellation)
    {
        for (int at = 0; at < _bytes.Length;)
        {
            int sent = await socket.SendAsync(_bytes.AsMemory(at, Math.Min(64 * 1024, _bytes.Length - at)), cancellation);
            Interlocked.Add(ref _sent, sent);
            at += sent;
        }
    }
}
