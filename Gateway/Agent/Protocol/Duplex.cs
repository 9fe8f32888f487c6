using System.Buffers;
using System.Net.Sockets;

namespace Gateway.Agent.Protocol;

/// <summary>Joins two streams, each way by itself: the end of one direction is handed on, and the other one goes on.</summary>
public static class Duplex
{
    // Large, so that a fast transfer costs few calls; nobody who is silent holds one.
    private const int BufferSize = 64 * 1024;

    /// <summary>Carries bytes both ways until both have ended. Whoever does not read holds up whoever writes to him; nothing is kept beyond one buffer each way.</summary>
    /// <param name="one">One stream. Closing is for the caller.</param>
    /// <param name="other">The other one.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IOException">One of them broke.</exception>
    /// <exception cref="OperationCanceledException">It was to end.</exception>
    public static async Task CarryAsync(Stream one, Stream other, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAll(PassAsync(one, other, ending), PassAsync(other, one, ending));
    }

    /// <summary>Tells the other end of a stream that no more comes in this direction.</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    public static ValueTask EndAsync(Stream stream, CancellationToken cancellation)
    {
        switch (stream)
        {
            case SocketStream socket:
                return socket.EndAsync(cancellation);
            case NetworkStream network:
                try
                {
                    network.Socket.Shutdown(SocketShutdown.Send);
                }
                catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
                {
                    throw new IOException(exception.Message, exception);
                }
                break;
        }
        return ValueTask.CompletedTask;
    }

    /// <summary>Carries bytes one way until that direction has ended, and hands the end on. If it breaks, the other way is ended too.</summary>
    /// <param name="from">Where they come from.</param>
    /// <param name="to">Where they go.</param>
    /// <param name="ending">Cancelled when it breaks; ends it.</param>
    /// <exception cref="IOException">One of them broke.</exception>
    /// <exception cref="OperationCanceledException">It was to end.</exception>
    public static async Task PassAsync(Stream from, Stream to, CancellationTokenSource ending)
    {
        try
        {
            while (await PassSomeAsync(from, to, ending.Token))
            {
            }
            await EndAsync(to, ending.Token);
        }
        catch
        {
            await ending.CancelAsync();
            throw;
        }
    }

    private static async ValueTask<bool> PassSomeAsync(Stream from, Stream to, CancellationToken cancellation)
    {
        // Waits without a buffer: a stream that is able to says so when there is something.
        _ = await from.ReadAsync(Memory<byte>.Empty, cancellation);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            do
            {
                read = await from.ReadAsync(buffer, cancellation);
                if (read == 0) return false;
                await to.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }
            while (read == buffer.Length);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
