using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Demo;

/// <summary>The web page of a demo device, on a port of 127.0.0.1: the plainest device's server there is, one request a connection.</summary>
public sealed class DemoPages : IAsyncDisposable
{
    private const int LongestRequest = 16 * 1024;

    // Nothing is asked for from elsewhere, and no script runs.
    private const string Page = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>NAME</title>
        <style>
          :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
          body { max-width: 40rem; margin: 10vh auto; padding: 0 1.5rem; }
          dl { display: grid; grid-template-columns: auto 1fr; gap: .4rem 1.5rem; }
          dt { opacity: .7; } dd { margin: 0; }
        </style>
        <h1>NAME</h1>
        <p>These are the device’s own pages. It has no address that anybody could reach: it dialed in to the gateway.</p>
        <dl><dt>Model</dt><dd>Make-believe PBX</dd><dt>Lines in use</dt><dd>3 of 30</dd><dt>Firmware</dt><dd>DemoOS 4.2</dd></dl>
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly byte[] _answer;
    private readonly Task _serving;

    private DemoPages(string name)
    {
        byte[] page = Encoding.UTF8.GetBytes(Page.Replace("NAME", WebUtility.HtmlEncode(name), StringComparison.Ordinal));
        _answer = [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {page.Length}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"), .. page];
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The port of 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Serves the page of a device of that name.</summary>
    public static DemoPages Start(string name) => new(name);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _serving;
        _listener.Dispose();
        _ending.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_ending.Token);
                await AnswerAsync(client.GetStream());
            }
            catch (OperationCanceledException) when (_ending.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // That one has gone, or is too slow; the next one is served.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        patience.CancelAfter(Patience);
        byte[] request = new byte[LongestRequest];
        int length = 0;
        while (request.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
        {
            int read = length == request.Length ? 0 : await stream.ReadAsync(request.AsMemory(length), patience.Token);
            if (read == 0) return;
            length += read;
        }
        await stream.WriteAsync(_answer, patience.Token);
    }
}
