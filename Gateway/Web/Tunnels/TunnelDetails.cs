using System.Globalization;
using Gateway.Tunnels;
using Gateway.Tunnels.Roads;

namespace Gateway.Web.Tunnels;

using Member = Gateway.Tunnels.Member;

/// <summary>Everything about one device that dials in, for administrators.</summary>
public sealed class TunnelDetails(DialInBook book, LiveRoads roads, TunnelRows rows, TunnelHistory history, PublishedPorts published, TunnelOptions options)
{
    private const string Key = "/etc/gateway-tunnel/key";
    private const string KnownHosts = "/etc/gateway-tunnel/known_hosts";

    // It may be what the device is repaired by: it never gives up.
    private const string Unit = """
        # /etc/systemd/system/gateway-tunnel.service
        [Unit]
        Description=Tunnel of NAME to the gateway
        Wants=network-online.target
        After=network-online.target
        StartLimitIntervalSec=0

        [Service]
        ExecStart=/usr/bin/COMMAND
        Restart=always
        RestartSec=5

        [Install]
        WantedBy=multi-user.target

        """;

    private static readonly Lazy<string> AgentUnit = new(() =>
    {
        using var reader = new StreamReader(typeof(TunnelDetails).Assembly.GetManifestResourceStream("Gateway.Web.Tunnels.gateway-agent.service")!);
        return reader.ReadToEnd();
    });

    /// <summary>It; null if there is none of that name.</summary>
    /// <param name="name">The device.</param>
    /// <param name="url">Address of the gateway as devices dial it, without a trailing slash.</param>
    public TunnelDetail? Of(string name, string url)
    {
        if (book.Current.Find(name) is not { } device || rows.Of(name) is not { } row) return null;
        return new TunnelDetail(row, [.. history.Of(name).Reverse().Select(TunnelRows.Line)], [.. device.Ports().Select(Port)], [.. device.Members().SelectMany(one => Setups(device, one.Which, url))]);
    }

    private TunnelPort Port(DialInPort port)
    {
        string leads = port.Member is { } member ? port.Device.CloneMember is null ? $"its {TunnelRows.Spell(port.Service)}" : $"{TunnelRows.Spell(port.Service)} of the {TunnelRows.Spell(member)}" : "ssh of whichever is live";
        string holder = PortHolders.Find(port.Port) is { } found ? found.Pid == Environment.ProcessId ? "this gateway" : found.Words
            : (roads.To(port.Device, port.Member, port.Service).FirstOrDefault() is { } road ? $"nobody on this node; it is connected to {(road.NodeName.Length > 0 ? road.NodeName : "this gateway")}" : "nobody: it is not there, so the port is closed");
        var problem = published.Problems.FirstOrDefault(one => one.Port.Port == port.Port);
        return new TunnelPort(port.Port, leads, holder, problem is null ? "" : $"It could not be opened: {problem.Reason}");
    }

    private IEnumerable<TunnelSetup> Setups(DialIn device, Member which, string url)
    {
        string member = TunnelRows.Spell(which);
        if (DialInCommands.Ssh(device, which, options) is { } ssh)
        {
            string line = ssh.Replace("ssh -N", $"ssh -N -i {Key} -o IdentitiesOnly=yes -o UserKnownHostsFile={KnownHosts}", StringComparison.Ordinal);
            yield return new TunnelSetup(member, "ssh", $"{Prepare()}{line}", Unit.Replace("NAME", device.Name, StringComparison.Ordinal).Replace("COMMAND", line.Replace("ssh -N", "ssh -N -o BatchMode=yes", StringComparison.Ordinal), StringComparison.Ordinal));
        }
        yield return new TunnelSetup(member, "websocket", $"{DialInCommands.Enrol(device, which, url)}\ngateway-agent run", AgentUnit.Value);
    }

    // Once, as root: a key of the device's own, and the gateway's host key, so that nobody else can pass for the gateway.
    private string Prepare()
    {
        string host = options.SshListen is { Port: not 22 } listen ? string.Create(CultureInfo.InvariantCulture, $"[{options.SshHost}]:{listen.Port}") : options.SshHost;
        string known = HostKey() is { } key ? $"echo '{host} {key}' > {KnownHosts}\n" : "";
        return $"mkdir -p /etc/gateway-tunnel\nssh-keygen -q -t ed25519 -N '' -f {Key}\n{known}cat {Key}.pub   # enrol this key\n\n";
    }

    private string? HostKey()
    {
        try
        {
            return File.ReadAllText(options.SshHostKey + ".pub").Split(' ') is [var type, var key, ..] ? $"{type} {key.Trim()}" : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // the system's sshd has its own
        }
    }
}
