using System.Globalization;
using Gateway.Access.Audit;

namespace Gateway.Tunnels.Sshd;

/// <summary>Finds the tunnels at the system's sshd: a device is there while the account for tunnels listens on one of its ports.</summary>
internal sealed class SystemSshdWatch(TunnelOptions options, DialInBook book, LiveTunnels live, TunnelHistory history, AuditLog audit, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly Dictionary<(string Device, Member Member), SystemTunnel> _known = [];

    /// <summary>Takes in who listens now.</summary>
    /// <param name="listening">All ports that are listened on.</param>
    /// <param name="user">Number of the account for tunnels.</param>
    public void Look(IReadOnlyList<ListeningPort> listening, uint user)
    {
        var ports = listening.Where(one => one.User == user).Select(one => one.Port).ToHashSet();
        HashSet<(string, Member)> there = [];
        foreach (var device in book.Current.ByName.Values.Where(device => !device.Stopped))
            foreach (var (which, member) in device.Members())
            {
                var own = member.Ports().Where(one => ports.Contains(one.Port)).ToList();
                if (member.Key is null || own.Count == 0) continue;
                there.Add((device.Name, which));
                if (_known.TryGetValue((device.Name, which), out var before) && before.Has(own)) continue;
                if (before is null) Note(TunnelEvent.Up, AuditEvent.TunnelUp, device.Name, which, "at the system's sshd");
                else live.Remove(before);
                live.Add(_known[(device.Name, which)] = new SystemTunnel(device.Name, which, before?.Since ?? time.GetUtcNow(), own));
            }
        foreach (var (who, tunnel) in _known.Where(one => !there.Contains(one.Key)).ToList())
        {
            _known.Remove(who);
            live.Remove(tunnel);
            Note(TunnelEvent.Down, AuditEvent.TunnelDown, who.Device, who.Member, "nobody listens on its ports any more, or it is stopped");
        }
    }

    /// <summary>Number of the account for tunnels; null if there is none.</summary>
    internal static uint? UserOf(string name) =>
        SshAccount.Field("/etc/passwd", name, 2) is { } number && uint.TryParse(number, CultureInfo.InvariantCulture, out uint user) ? user : null;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            if (UserOf(options.SshUser) is { } user) Look(ListeningPorts.Read(), user);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Note(TunnelEvent what, AuditEvent happened, string device, Member member, string reason)
    {
        history.Note(device, what, member, Road.Ssh, "", reason);
        audit.Write(new AuditEntry(happened) { Target = device, Device = device, Reason = reason });
    }
}
