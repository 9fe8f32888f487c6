using System.Net.WebSockets;

namespace Gateway.Tunnels.Agents;

/// <summary>A stream's WebSocket whose bytes are counted, and that can be ended at once from anywhere.</summary>
/// <param name="inner">The WebSocket.</param>
/// <param name="countIn">Told how many bytes came.</param>
/// <param name="countOut">Told how many bytes went.</param>
/// <param name="abort">Ends the connection below it at once, whatever is under way.</param>
internal sealed class CountedSocket(WebSocket inner, Action<int> countIn, Action<int> countOut, Action abort) : WebSocket
{
    // What is sent is copied once on its way.
    private const int LargestPiece = 64 * 1024;

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _left;

    /// <summary>Completes when it was ended at once.</summary>
    public Task Aborted => _aborted.Task;

    public override WebSocketCloseStatus? CloseStatus => inner.CloseStatus;

    public override string? CloseStatusDescription => inner.CloseStatusDescription;

    public override WebSocketState State => inner.State;

    public override string? SubProtocol => inner.SubProtocol;

    // The WebSocket alone would wait for whoever does not read; the connection alone takes what is written to it and drops it.
    public override void Abort()
    {
        lock (_lock)
            if (!_left) abort();
        inner.Abort();
        _aborted.TrySetResult();
    }

    /// <summary>The request that brought it ends: the connection below it is another one's from now on, or nobody's.</summary>
    public void Leave()
    {
        lock (_lock) _left = true;
    }

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => inner.CloseAsync(closeStatus, statusDescription, cancellationToken);

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => inner.CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override void Dispose() => inner.Dispose();

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        var got = await ReceiveAsync(buffer.AsMemory(), cancellationToken);
        return new WebSocketReceiveResult(got.Count, got.MessageType, got.EndOfMessage, CloseStatus, CloseStatusDescription);
    }

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            var got = await inner.ReceiveAsync(buffer, cancellationToken);
            countIn(got.Count);
            return got;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Broken(exception);
        }
    }

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        SendAsync(buffer.AsMemory(), messageType, endOfMessage, cancellationToken).AsTask();

    public override async ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        try
        {
            do
            {
                var piece = buffer[..Math.Min(buffer.Length, LargestPiece)];
                buffer = buffer[piece.Length..];
                await inner.SendAsync(piece, messageType, endOfMessage && buffer.IsEmpty, cancellationToken);
                countOut(piece.Length);
            }
            while (!buffer.IsEmpty);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw Broken(exception);
        }
    }

    // The server says of a connection that was aborted that it was given up, which nobody has done who reads or writes.
    private static WebSocketException Broken(Exception exception) => new(WebSocketError.ConnectionClosedPrematurely, exception.Message, exception);
}
