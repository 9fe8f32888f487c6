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

    public override WebSocketCloseStatus? CloseStatus => inner.CloseStatus;

    public override string? CloseStatusDescription => inner.CloseStatusDescription;

    public override WebSocketState State => inner.State;

    public override string? SubProtocol => inner.SubProtocol;

    // The WebSocket alone would wait for whoever does not read.
    public override void Abort() => abort();

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => inner.CloseAsync(closeStatus, statusDescription, cancellationToken);

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => inner.CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override void Dispose() => inner.Dispose();

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        var got = await inner.ReceiveAsync(buffer, cancellationToken);
        countIn(got.Count);
        return got;
    }

    public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var got = await inner.ReceiveAsync(buffer, cancellationToken);
        countIn(got.Count);
        return got;
    }

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
        SendAsync(buffer.AsMemory(), messageType, endOfMessage, cancellationToken).AsTask();

    public override async ValueTask SendAsync(ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
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
}
