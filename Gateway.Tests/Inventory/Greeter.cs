using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.Inventory;

/// <summary>A server that says one thing to whoever comes, and counts them.</summary>
internal sealed class Greeter : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<int> _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string? _greeting;
    private readonly Task _serving;
    private int _visits;

    /// <summary>Begins; the greeting's letters are its bytes. Empty closes at once, null says nothing.</summary>
    public Greeter(string? greeting)
    {
        _greeting = greeting;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many have come.</summary>
    public int Visits => Volatile.Read(ref _visits);

    /// <summary>How many bytes the first one said before he went.</summary>
    public Task<int> Heard => _heard.Task;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> talks = [];
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _visits);
                talks.Add(TalkAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(Socket client)
    {
        using (client)
        {
            try
            {
                if (_greeting == "") client.Shutdown(SocketShutdown.Send);
                else if (_greeting is not null) await client.SendAsync(Encoding.Latin1.GetBytes(_greeting), _stop.Token);
                byte[] buffer = new byte[1024];
                int heard = 0;
                while (await client.ReceiveAsync(buffer, _stop.Token) is > 0 and var read) heard += read;
                _heard.TrySetResult(heard);
            }
            catch (SocketException exception)
            {
                _heard.TrySetException(exception);
            }
            catch (OperationCanceledException)
            {
                _heard.TrySetCanceled();
            }
        }
    }
}
