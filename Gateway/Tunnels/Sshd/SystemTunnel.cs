using System.Collections.Frozen;

namespace Gateway.Tunnels.Sshd;

/// <summary>A tunnel at the system's sshd, as far as it can be seen: by the ports that are listened on. Neither its address nor its bytes are known.</summary>
internal sealed class SystemTunnel(string device, Member member, DateTimeOffset since, IEnumerable<(Service Service, int Port)> ports) : ITunnel
{
    private readonly FrozenDictionary<Service, int> _ports = ports.ToFrozenDictionary(one => one.Service, one => one.Port);

    /// <inheritdoc/>
    public string Device => device;

    /// <inheritdoc/>
    public Member Member => member;

    /// <inheritdoc/>
    public Road Road => Road.Ssh;

    /// <inheritdoc/>
    public DateTimeOffset Since => since;

    /// <inheritdoc/>
    public string From => "";

    /// <inheritdoc/>
    public IReadOnlyCollection<Service> Services => _ports.Keys;

    /// <inheritdoc/>
    public TimeSpan? RoundTrip => null;

    /// <inheritdoc/>
    public (long In, long Out) Bytes => (0, 0);

    /// <summary>Whether these are its ports.</summary>
    public bool Has(IEnumerable<(Service Service, int Port)> ports) => _ports.Select(one => (one.Key, one.Value)).Order().SequenceEqual(ports.Order());

    /// <inheritdoc/>
    public Task<Stream> ConnectAsync(Service service, CancellationToken cancellation) =>
        _ports.TryGetValue(service, out int port) ? SshTunnel.ConnectAsync(device, port, cancellation) : throw new TunnelException($"{device} does not carry {service} through its ssh tunnel.");

    /// <summary>Does nothing: it is another account's process. Who has lost his right is not let in again.</summary>
    public void Cut(string reason)
    {
    }
}
