using System.Net.WebSockets;

namespace Gateway.Agent.Protocol;

/// <summary>
/// One stream of bytes over a WebSocket (RFC 6455): each binary message is a piece of it, and an empty one says that no more
/// comes in that direction, so that the other one may go on. For one reader and one writer at a time.
/// </summary>
/// <param name="socket">The WebSocket, which is this stream's from now on.</param>
public sealed class SocketStream(WebSocket socket) : Stream
{
    private static readonly TimeSpan ToClose = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _inMessage;
    private bool _readEnded;
    private bool _writeEnded;
    private int _disposed;

    /// <summary>Completes when the stream was disposed and the WebSocket is over: a request that brought it may end then.</summary>
    public Task Closed => _closed.Task;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads what has come; zero at the end of the direction. An empty buffer waits until there is something and takes nothing.</summary>
    /// <exception cref="IOException">The connection broke, or something else than a stream of bytes is spoken.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!_readEnded)
        {
            var got = await GuardAsync(socket.ReceiveAsync(buffer, cancellationToken));
            if (got.MessageType == WebSocketMessageType.Text) throw new IOException("Text came where bytes are spoken.");
            if (got.MessageType == WebSocketMessageType.Close)
            {
                if (socket.CloseStatus != WebSocketCloseStatus.NormalClosure) throw new IOException($"The other end has closed the connection: {socket.CloseStatus}.");
                _readEnded = true;
            }
            else if (got.Count == 0 && got.EndOfMessage && !_inMessage) _readEnded = true;
            else if (got.Count > 0 || got.EndOfMessage) _inMessage = !got.EndOfMessage;
            if (got.Count > 0 || buffer.IsEmpty) return got.Count;
        }
        return 0;
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The connection broke.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return; // which would be the end
        await GuardAsync(SendAsync(buffer, cancellationToken));
    }

    /// <summary>Says that no more comes in this direction. A second time says nothing.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask EndAsync(CancellationToken cancellation = default)
    {
        if (_writeEnded) return;
        await GuardAsync(SendAsync(ReadOnlyMemory<byte>.Empty, cancellation));
        _writeEnded = true;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read asynchronously.");

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is written asynchronously.");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Closes it: with a handshake where both directions have ended, so that nothing under way is lost, and else at once.</summary>
    public override async ValueTask DisposeAsync()
    {
        if (_readEnded && _writeEnded && Volatile.Read(ref _disposed) == 0 && socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            using var patience = new CancellationTokenSource(ToClose);
            try
            {
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
            }
            catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The other end was quicker, or has gone.
            }
        }
        Dispose();
        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            if (socket.State is not (WebSocketState.Closed or WebSocketState.Aborted)) socket.Abort();
            socket.Dispose();
            _closed.SetResult();
        }
        base.Dispose(disposing);
    }

    private async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, cancellation);
        return true;
    }

    private static async ValueTask<T> GuardAsync<T>(ValueTask<T> work)
    {
        try
        {
            return await work;
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            throw new IOException(exception.Message, exception);
        }
    }
}
