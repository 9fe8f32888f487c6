using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;

namespace Gateway.Agent.Protocol;

/// <summary>Messages of the agents' protocol over a WebSocket. For one reader and one writer at a time.</summary>
/// <param name="socket">The WebSocket.</param>
/// <param name="abort">Ends the connection below it at once, whatever is under way.</param>
internal sealed class AgentSocket(WebSocket socket, Action abort)
{
    private const int FirstBuffer = 2 * 1024;

    /// <summary>Waits for a message; null when the other end has closed the connection. Holds no memory while there is none.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="InvalidDataException">Something else is spoken; the message says what.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<AgentMessage?> ReceiveAsync(CancellationToken cancellation)
    {
        byte[] buffer = [];
        int length = 0;
        try
        {
            while (true)
            {
                var got = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation);
                if (got.MessageType == WebSocketMessageType.Close) return null;
                if (got.MessageType != WebSocketMessageType.Text) throw new InvalidDataException("bytes came where messages are spoken");
                length += got.Count;
                if (length > AgentWire.LargestMessage) throw new InvalidDataException("a message is too long");
                if (got.EndOfMessage) return Read(buffer.AsSpan(0, length));
                if (length == buffer.Length) buffer = Grown(buffer);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            throw new IOException(exception.Message, exception);
        }
        finally
        {
            if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer, clearArray: true); // a token may have been in it
        }
    }

    /// <summary>Sends a message; completes when the network has taken it.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">It was given up, and the connection with it.</exception>
    public async Task SendAsync(AgentMessage message, CancellationToken cancellation)
    {
        try
        {
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message, AgentJson.Default.AgentMessage), WebSocketMessageType.Text, true, cancellation);
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    /// <summary>Says that no more comes.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    /// <exception cref="OperationCanceledException">It was given up, and the connection with it.</exception>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    /// <summary>Ends the connection at once.</summary>
    public void Abort()
    {
        abort();
        socket.Abort();
    }

    private static byte[] Grown(byte[] buffer)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(buffer.Length == 0 ? FirstBuffer : buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return larger;
    }

    private static AgentMessage Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, AgentJson.Default.AgentMessage) ?? throw new InvalidDataException("a message says nothing");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new InvalidDataException("a message could not be read", exception);
        }
    }
}
