using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Tunnels.Agent;

/// <summary>An HTTP proxy that knows CONNECT (RFC 9110, 9.3.6) and can go deaf: connections stay, and nothing passes.</summary>
internal sealed class ConnectProxy : IAsyncDisposable
{
    private readonly TcpService _service;
    private volatile TaskCompletionSource _deaf = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConnectProxy() => _service = new TcpService(ServeAsync);

    public string Url => $"http://127.0.0.1:{_service.Port}";

    public EventLog<string> Asked { get; } = new();

    /// <summary>What passes now passes no more; what comes later does.</summary>
    public void GoDeaf() => Interlocked.Exchange(ref _deaf, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private async Task ServeAsync(NetworkStream near, CancellationToken cancellation)
    {
        string[] asked = (await HeadAsync(near, cancellation)).Split(' ');
        Asked.Add($"{asked[0]} {asked[1]}");
        using var server = new TcpClient();
        await server.ConnectAsync(IPEndPoint.Parse(asked[1]), cancellation);
        await near.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), cancellation);
        var (far, deaf) = (server.GetStream(), _deaf.Task);
        await Task.WhenAny(PassAsync(near, far, deaf, cancellation), PassAsync(far, near, deaf, cancellation));
    }

    private static async Task<string> HeadAsync(NetworkStream stream, CancellationToken cancellation)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, cancellation) > 0) head.Append((char)one[0]);
        return head.ToString();
    }

    private static async Task PassAsync(NetworkStream from, NetworkStream to, Task deaf, CancellationToken cancellation)
    {
        byte[] buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            if (deaf.IsCompleted) await Task.Delay(Timeout.Infinite, cancellation);
            await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
    }
}
