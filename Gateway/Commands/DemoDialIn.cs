using System.Net;
using System.Net.Sockets;
using Gateway.Agent;
using Gateway.Configuration;
using Gateway.Demo;
using Gateway.Tunnels;

namespace Gateway.Commands;

/// <summary>The demo's two devices that nobody can reach and that dial in: one by plain ssh, one by the gateway's agent.</summary>
internal sealed class DemoDialIn : IAsyncDisposable
{
    /// <summary>The device that dials in by plain ssh.</summary>
    public const string BySsh = "sop001";

    /// <summary>The device that dials in by the agent.</summary>
    public const string ByAgent = "sop002";

    private readonly IReadOnlyList<int> _ports;
    private readonly string _folder;
    private DemoPages? _pages;
    private DemoDialers? _dialers;

    /// <summary>Plans them.</summary>
    /// <param name="folder">The folder for their keys; made if missing.</param>
    /// <param name="ports">Four ports of 127.0.0.1: where ssh dials in, the ssh of either device, the web pages of the second.</param>
    public DemoDialIn(string folder, IReadOnlyList<int> ports)
    {
        (_folder, _ports) = (folder, ports);
        Hidden = [(BySsh, FreePort()), (ByAgent, FreePort())];
    }

    /// <summary>Their own ssh servers, which nobody is told of.</summary>
    public IReadOnlyList<(string Name, int Port)> Hidden { get; }

    /// <summary>The ports that they have on the domain.</summary>
    public IEnumerable<PortRange> Published => _ports.Skip(1).Select(port => new PortRange(port, port));

    /// <summary>The port that leads to the ssh of one of them.</summary>
    public int SshOf(string name) => name == BySsh ? _ports[1] : _ports[2];

    /// <summary>How they dial in.</summary>
    public TunnelSettings Settings => new()
    {
        Enabled = true,
        KeepAlive = TimeSpan.FromSeconds(5),
        WebHost = "web.localhost",
        Ssh = new TunnelSshSettings { Listen = new IPEndPoint(IPAddress.Loopback, _ports[0]) },
    };

    /// <summary>Announces both with keys of their own, and has them dial in.</summary>
    /// <param name="configuration">The demo's configuration.</param>
    /// <param name="url">Where the gateway will be.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="DialInException">They cannot be announced.</exception>
    public async Task StartAsync(GatewayConfiguration configuration, string url, CancellationToken cancellation)
    {
        Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string key = Path.Combine(_folder, "key"), state = Path.Combine(_folder, "agent");
        if (!File.Exists(key)) await DemoPrograms.RunAsync(DemoPrograms.Find("ssh-keygen", "openssh-client"), ["-q", "-t", "ed25519", "-N", "", "-C", BySsh, "-f", key], cancellation);
        _pages = DemoPages.Start(ByAgent);
        string agentKey = AgentSetup.Write(state, url, ByAgent, $"127.0.0.1:{Hidden[1].Port}", $"127.0.0.1:{_pages.Port}");
        await AnnounceAsync(configuration, await File.ReadAllTextAsync(key + ".pub", cancellation), agentKey);
        var ssh = DialInCommands.Ssh(Device(BySsh), Member.Master, TunnelRooms.OptionsOf(configuration))!.Split(' ');
        _dialers = DemoDialers.Start(_folder,
        [
            (BySsh, [DemoPrograms.Find("ssh", "openssh-client"), .. ssh[1..].Select(word => word.Replace("localhost:22", $"127.0.0.1:{Hidden[0].Port}", StringComparison.Ordinal)),
                "-F", "none", "-i", key, "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=accept-new", "-o", $"UserKnownHostsFile={Path.Combine(_folder, "known_hosts")}"]),
            (ByAgent, [.. DemoPrograms.Ourselves(), "agent", "run", "--state", state]),
        ]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_dialers is not null) await _dialers.DisposeAsync();
        if (_pages is not null) await _pages.DisposeAsync();
    }

    private async Task AnnounceAsync(GatewayConfiguration configuration, string sshKey, string agentKey)
    {
        await using var services = await TunnelRooms.OpenAsync(configuration);
        var (book, keeping) = (services.GetRequiredService<DialInBook>(), services.GetRequiredService<DialInKeeping>());
        await book.LoadAsync();
        foreach (var (name, key) in new[] { (BySsh, sshKey), (ByAgent, agentKey) })
        {
            var device = Device(name);
            // Another run may have had other ports.
            if (book.Current.Find(name) is { } before && !before.Ports().Select(port => port.Port).SequenceEqual(device.Ports().Select(port => port.Port))) await keeping.RemoveAsync(null, name);
            if (book.Current.Find(name) is null) await keeping.AddAsync(null, [device]);
            await keeping.EnrolKeyAsync(null, name, Member.Master, key);
        }
    }

    private DialIn Device(string name) => new() { Name = name, Master = new DialInMember { Ssh = SshOf(name), Http = name == ByAgent ? _ports[3] : null } };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
