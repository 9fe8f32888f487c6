using System.Globalization;
using Gateway.Tunnels;

namespace Gateway.Web.Tunnels;

using Member = Gateway.Tunnels.Member;

/// <summary>Everything about one device that dials in, for administrators.</summary>
public sealed class TunnelDetails(DialInBook book, TunnelRows rows, TunnelHistory history, PublishedPorts published, TunnelOptions options)
{
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
        string holder = PortHolders.Find(port.Port)?.Words ?? "nobody: it is not there, so the port is closed";
        var problem = published.Problems.FirstOrDefault(one => one.Port.Port == port.Port);
        return new TunnelPort(port.Port, leads, holder, problem is null ? "" : $"It could not be opened: {problem.Reason}");
    }

    private IEnumerable<TunnelSetup> Setups(DialIn device, Member which, string url)
    {
        string member = TunnelRows.Spell(which);
        if (DialInCommands.Ssh(device, which, options) is { } ssh) yield return new TunnelSetup(member, "ssh", ssh, SshUnit(device, ssh));
        string enrol = DialInCommands.Enrol(device, which, url);
        yield return new TunnelSetup(member, "websocket", $"{enrol}\ngateway agent run", AgentUnit(device));
    }

    // The key is the service's own, made once: ssh-keygen -t ed25519 -f /etc/gateway-tunnel/key.
    private static string SshUnit(DialIn device, string command) => string.Create(CultureInfo.InvariantCulture, $"""
        # /etc/systemd/system/gateway-tunnel.service
        [Unit]
        Description=Tunnel of {device.Name} to the gateway
        Wants=network-online.target
        After=network-online.target

        [Service]
        ExecStart=/usr/bin/{command.Replace("ssh -N", "ssh -N -i /etc/gateway-tunnel/key -o UserKnownHostsFile=/etc/gateway-tunnel/known_hosts -o BatchMode=yes", StringComparison.Ordinal)}
        Restart=always
        RestartSec=5

        [Install]
        WantedBy=multi-user.target

        """);

    private static string AgentUnit(DialIn device) => $"""
        # /etc/systemd/system/gateway-agent.service; "gateway agent enrol" is run once before
        [Unit]
        Description=Agent of {device.Name} for the gateway
        Wants=network-online.target
        After=network-online.target

        [Service]
        ExecStart=/usr/local/bin/gateway-agent run
        StateDirectory=gateway-agent
        Restart=always
        RestartSec=5
        NoNewPrivileges=yes
        ProtectSystem=strict
        ProtectHome=yes
        PrivateTmp=yes

        [Install]
        WantedBy=multi-user.target

        """;
}
