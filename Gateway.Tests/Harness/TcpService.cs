using System.Net;
using System.Net.Sockets;

namespace Gateway.Tests.Harness;

/// <summary>A real TCP service on 127.0.0.1 that does with each connection what a test says.</summary>
internal sealed class TcpService : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly Task _running;

    public TcpService(Func<NetworkStream, CancellationToken, Task> serve)
    {
        _listener.Start();
        _running = AcceptAsync(serve);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Says a word to whoever comes, and then gives back what it gets.</summary>
    public static TcpService Echo(string word) => new(async (stream, cancellation) =>
    {
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(word), cancellation);
        await stream.CopyToAsync(stream, cancellation);
    });

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _running;
        _over.Dispose();
    }

    private async Task AcceptAsync(Func<NetworkStream, CancellationToken, Task> serve)
    {
        List<Task> served = [];
        try
        {
            while (true) served.Add(ServeAsync(await _listener.AcceptSocketAsync(_over.Token), serve));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(Socket socket, Func<NetworkStream, CancellationToken, Task> serve)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            await serve(stream, _over.Token);
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other end has gone, or the test.
        }
    }
}
