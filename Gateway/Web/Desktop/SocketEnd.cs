using System.Net.Sockets;

namespace Gateway.Web.Desktop;

/// <summary>A TCP connection: the device, or the person's program at a port.</summary>
internal sealed class SocketEnd(Socket socket) : IDesktopEnd
{
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            return await socket.ReceiveAsync(buffer, cancellation);
        }
        catch (SocketException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes, cancellation)..];
        }
        catch (SocketException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    public ValueTask FinishAsync(CancellationToken cancellation)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
            return ValueTask.CompletedTask;
        }
        catch (SocketException exception)
        {
            return ValueTask.FromException(new IOException(exception.Message, exception));
        }
    }

    public void Dispose() => socket.Dispose();
}
