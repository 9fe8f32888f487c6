using System.Net;
using System.Net.Sockets;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Terminals;

/// <summary>A TCP server on a free port of 127.0.0.1 that says one thing and keeps every byte that comes.</summary>
internal sealed class RecordingDevice : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public RecordingDevice() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async Task<Line> AcceptAsync(byte[] hello)
    {
        var line = new Line(await _listener.AcceptTcpClientAsync().WaitAsync(HubClient.Patience));
        await line.SayAsync(hello);
        return line;
    }

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>One connection.</summary>
    internal sealed class Line(TcpClient client) : IAsyncDisposable
    {
        private readonly MemoryStream _received = new();

        public async Task SayAsync(byte[] bytes) => await client.GetStream().WriteAsync(bytes);

        /// <summary>Reads until a byte has come; gives everything since the beginning. One call at a time.</summary>
        public async Task<byte[]> ReceiveAsync(byte last)
        {
            byte[] buffer = new byte[64 * 1024];
            using var patience = new CancellationTokenSource(HubClient.Patience);
            while (true)
            {
                int count = await client.GetStream().ReadAsync(buffer, patience.Token);
                if (count == 0) throw new EndOfStreamException($"After {_received.Length} bytes.");
                _received.Write(buffer, 0, count);
                if (buffer.AsSpan(0, count).Contains(last)) return _received.ToArray();
            }
        }

        /// <summary>Whether the other side ends it.</summary>
        public async Task<bool> HasEndedAsync()
        {
            byte[] buffer = new byte[1024];
            using var patience = new CancellationTokenSource(HubClient.Patience);
            while (await client.GetStream().ReadAsync(buffer, patience.Token) > 0) { }
            return true;
        }

        public ValueTask DisposeAsync()
        {
            client.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
