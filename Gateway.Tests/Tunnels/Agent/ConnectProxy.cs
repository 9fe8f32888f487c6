using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.Tunnels.Agent;

/// <summary>An HTTP proxy that knows CONNECT (RFC 9110, 9.3.6) and can go deaf: connections stay, and nothing passes.</summary>
internal sealed class ConnectProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ConcurrentBag<Task> _tasks = [];
    private volatile TaskCompletionSource _deaf = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConnectProxy()
    {
        _listener.Start();
        _tasks.Add(ListenAsync());
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public EventLog<string> Asked { get; } = new();

    /// <summary>What passes now passes no more; what comes later does.</summary>
    public void GoDeaf() => Interlocked.Exchange(ref _deaf, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

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
            while (true) _tasks.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_ending.Token)));
        }
        catch (OperationCanceledException)
        {
            // It ends.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                var near = client.GetStream();
                string[] asked = (await HeadAsync(near)).Split(' ');
                Asked.Add($"{asked[0]} {asked[1]}");
                await server.ConnectAsync(IPEndPoint.Parse(asked[1]), _ending.Token);
                await near.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), _ending.Token);
                var (far, deaf) = (server.GetStream(), _deaf.Task);
                await Task.WhenAny(PassAsync(near, far, deaf), PassAsync(far, near, deaf));
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // One of them went.
            }
        }
    }

    private async Task<string> HeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _ending.Token) > 0) head.Append((char)one[0]);
        return head.ToString();
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to, Task deaf)
    {
        byte[] buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, _ending.Token) is var read and > 0)
        {
            if (deaf.IsCompleted) await Task.Delay(Timeout.Infinite, _ending.Token);
            await to.WriteAsync(buffer.AsMemory(0, read), _ending.Token);
        }
    }
}
