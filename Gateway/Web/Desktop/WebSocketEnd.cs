using System.Net.WebSockets;

namespace Gateway.Web.Desktop;

/// <summary>The person's program behind a WebSocket (RFC 6455). Binary messages are pieces of one stream; the closing handshake ends it, one way after the other.</summary>
internal sealed class WebSocketEnd(WebSocket socket) : IDesktopEnd
{
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var message = await socket.ReceiveAsync(buffer, cancellation);
                if (message.MessageType == WebSocketMessageType.Close) return 0;
                if (message.MessageType == WebSocketMessageType.Text) throw new IOException("Text came where bytes are spoken.");
                if (message.Count > 0) return message.Count;
            }
        }
        catch (WebSocketException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, cancellation);
        }
        catch (WebSocketException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    public async ValueTask FinishAsync(CancellationToken cancellation)
    {
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
        }
        catch (WebSocketException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    public void Dispose()
    {
        if (socket.State is not (WebSocketState.Closed or WebSocketState.Aborted)) socket.Abort();
        socket.Dispose();
    }
}
