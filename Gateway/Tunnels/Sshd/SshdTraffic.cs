using System.Net.Sockets;

namespace Gateway.Tunnels.Sshd;

/// <summary>What goes over a connection to sshd: asked of the kernel where it is the device's own, and counted where it came through a WebSocket.</summary>
internal sealed class SshdTraffic(Socket? socket)
{
    private long _in, _out;
    private (TimeSpan RoundTrip, long In, long Out)? _last;

    /// <summary>Time to the device and back; null if that is not known.</summary>
    public TimeSpan? RoundTrip => Look()?.RoundTrip;

    /// <summary>Bytes from the device and to it.</summary>
    public (long In, long Out) Bytes => Look() is { } known ? (known.In, known.Out) : (Volatile.Read(ref _in), Volatile.Read(ref _out));

    /// <summary>Carries bytes between a stream and sshd until one of them ends.</summary>
    public async Task CarryAsync(Stream device, Stream sshd, CancellationToken cancellation)
    {
        using var one = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] both = [CopyAsync(device, sshd, true, one.Token), CopyAsync(sshd, device, false, one.Token)];
        await Task.WhenAny(both);
        await one.CancelAsync();
        await Task.WhenAll(both);
    }

    private async Task CopyAsync(Stream from, Stream to, bool isIn, CancellationToken cancellation)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, cancellation) is > 0 and var count)
            {
                await to.WriteAsync(buffer.AsMemory(0, count), cancellation);
                if (isIn) Interlocked.Add(ref _in, count);
                else Interlocked.Add(ref _out, count);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException or System.Net.WebSockets.WebSocketException)
        {
            // One of the two is gone, which ends the other.
        }
    }

    // A connection that is just closed says what it said last.
    private (TimeSpan RoundTrip, long In, long Out)? Look() => socket is null ? null : _last = TcpInfo.Of(socket) ?? _last;
}
