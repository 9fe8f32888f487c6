using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Tunnels.Sshd;

/// <summary>A device's reverse tunnel of plain OpenSSH: sshd itself listens on its ports, at loopback.</summary>
internal sealed class SshTunnel(SshdConnection connection, DialIn device, Member member, DateTimeOffset since, IEnumerable<(Service Service, int Port)> ports) : ITunnel
{
    private static readonly TimeSpan ToConnect = TimeSpan.FromSeconds(10);

    private readonly FrozenDictionary<Service, int> _ports = ports.ToFrozenDictionary(one => one.Service, one => one.Port);

    /// <inheritdoc/>
    public string Device => device.Name;

    /// <inheritdoc/>
    public Member Member => member;

    /// <inheritdoc/>
    public Road Road => Road.Ssh;

    /// <inheritdoc/>
    public DateTimeOffset Since => since;

    /// <inheritdoc/>
    public string From => connection.From;

    /// <inheritdoc/>
    public IReadOnlyCollection<Service> Services => _ports.Keys;

    /// <inheritdoc/>
    public TimeSpan? RoundTrip => connection.Traffic.RoundTrip;

    /// <inheritdoc/>
    public (long In, long Out) Bytes => connection.Traffic.Bytes;

    /// <inheritdoc/>
    public async Task<Stream> ConnectAsync(Service service, CancellationToken cancellation)
    {
        if (!_ports.TryGetValue(service, out int port)) throw new TunnelException($"{Device} does not carry {service} through its ssh tunnel.");
        return await ConnectAsync(Device, port, cancellation);
    }

    /// <summary>Connects to a port that sshd holds here for a device.</summary>
    /// <exception cref="TunnelException">Nobody listens there any more.</exception>
    public static async Task<Stream> ConnectAsync(string device, int port, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(ToConnect);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, patience.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            cancellation.ThrowIfCancellationRequested();
            throw new TunnelException($"The ssh tunnel of {device} is gone.", exception);
        }
    }

    /// <inheritdoc/>
    public void Cut(string reason) => connection.Cut(reason);
}
