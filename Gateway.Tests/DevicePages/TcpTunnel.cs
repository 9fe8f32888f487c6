using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Gateway.Tunnels;

namespace Gateway.Tests.DevicePages;

/// <summary>A device's tunnel that leads to a port of this machine.</summary>
internal sealed class TcpTunnel(string device, Member member, int port) : ITunnel
{
    private readonly ConcurrentQueue<NetworkStream> _streams = new();

    public string Device => device;

    public Member Member => member;

    public Road Road => Road.WebSocket;

    public DateTimeOffset Since { get; } = DateTimeOffset.UtcNow;

    public string From => "192.0.2.7";

    public IReadOnlyCollection<Service> Services { get; } = [Service.Ssh, Service.Http];

    public TimeSpan? RoundTrip => null;

    public (long In, long Out) Bytes => default;

    public async Task<Stream> ConnectAsync(Service service, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        var stream = new NetworkStream(socket, ownsSocket: true);
        _streams.Enqueue(stream);
        return stream;
    }

    public void Cut(string reason)
    {
        while (_streams.TryDequeue(out var stream)) stream.Dispose();
    }
}
