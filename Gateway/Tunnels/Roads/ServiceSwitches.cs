using System.Collections.Concurrent;
using Gateway.Access.Audit;

namespace Gateway.Tunnels.Roads;

/// <summary>Puts on record when the service port of a pair comes to lead to the other one. Of several nodes the one does that whose tunnel it leads to.</summary>
public sealed class ServiceSwitches(DialInBook book, LiveRoads roads, TunnelHistory history, AuditLog audit) : IHostedService
{
    private readonly ConcurrentDictionary<string, Member> _leading = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        roads.Changed += Look;
        book.Changed += LookAtAll;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        roads.Changed -= Look;
        book.Changed -= LookAtAll;
        return Task.CompletedTask;
    }

    private void LookAtAll()
    {
        var current = book.Current;
        foreach (string gone in _leading.Keys.Where(device => current.Find(device) is null)) _leading.TryRemove(gone, out _);
        Look([.. current.ByName.Keys]); // another one may be preferred now
    }

    private void Look(IReadOnlyCollection<string> devices)
    {
        // One at a time: what is noted is what it comes to.
        lock (_lock)
        {
            foreach (string name in devices)
            {
                if (book.Current.Find(name) is not { ServicePort: { } port } device || roads.Leading(device) is not { } now) continue;
                bool known = _leading.TryGetValue(name, out var before);
                _leading[name] = now;
                if (!known || before == now) continue;
                var there = roads.To(device, now, Service.Ssh).OrderBy(road => road.Node, StringComparer.Ordinal).FirstOrDefault();
                if (there?.Tunnel is null) continue;
                string reason = roads.To(device, before, Service.Ssh).Any() ? $"{Spell(now)} is preferred, and is back" : $"{Spell(before)} is not connected";
                history.Note(name, TunnelEvent.Switched, now, there.Road, there.From, reason);
                audit.Write(new AuditEntry(AuditEvent.TunnelSwitched) { Device = name, Port = port, Target = Spell(now), Reason = reason });
            }
        }
    }

    private static string Spell(Member member) => member == Member.Master ? "master" : "clone";
}
