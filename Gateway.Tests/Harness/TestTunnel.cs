using System.Net;
using System.Net.Sockets;
using Gateway.Tunnels;

namespace Gateway.Tests.Harness;

/// <summary>A tunnel without a device: each connection goes to a port of 127.0.0.1, where a real service listens.</summary>
internal sealed class TestTunnel(string device, Member member, Road road, int port) : ITunnel
{
    public string Device => device;

    public Member Member => member;

    public Road Road => road;

    public DateTimeOffset Since { get; } = DateTimeOffset.UtcNow;

    public string From => "192.0.2.7";

    public IReadOnlyCollection<Service> Services { get; init; } = [Service.Ssh, Service.Http, Service.App];

    public TimeSpan? RoundTrip => TimeSpan.FromMilliseconds(12);

    public (long In, long Out) Bytes => (1, 2);

    /// <summary>What happens before a connection is opened.</summary>
    public Func<CancellationToken, Task>? Connecting { get; init; }

    /// <summary>Why it was cut; null while it was not.</summary>
    public string? CutFor { get; private set; }

    public async Task<Stream> ConnectAsync(Service service, CancellationToken cancellation)
    {
        if (Connecting is not null) await Connecting(cancellation);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new TunnelException("the device did not open it", exception);
        }
    }

    public void Cut(string reason) => CutFor = reason;
}
