using System.Collections.Immutable;
using Gateway.Access.Audit;

namespace Gateway.Tunnels.Sshd;

/// <summary>Puts on record who was not let in, so that one who tries for ever fills no record: the same of a device once in <see cref="Again"/>, strangers at most <see cref="StrangersPerMinute"/> a minute.</summary>
internal sealed class SshdRefusals(TunnelHistory history, AuditLog audit, TimeProvider time)
{
    /// <summary>How long the same is not noted again.</summary>
    public static readonly TimeSpan Again = TimeSpan.FromMinutes(10);

    /// <summary>How many strangers are noted a minute.</summary>
    public const int StrangersPerMinute = 10;

    private const int Most = 1000;

    private readonly Lock _lock = new();
    private ImmutableDictionary<(string Device, Member Member, string Reason), DateTimeOffset> _noted = ImmutableDictionary<(string, Member, string), DateTimeOffset>.Empty;
    private long _minute;
    private int _strangers;

    /// <summary>A device, or somebody with its key, was refused something.</summary>
    public void Note(string device, Member member, string from, string reason)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (_noted.TryGetValue((device, member, reason), out var before) && now - before < Again) return;
            if (_noted.Count >= Most) _noted = _noted.RemoveRange(_noted.Where(one => now - one.Value >= Again || _noted.Count >= 2 * Most).Select(one => one.Key));
            if (_noted.Count < 2 * Most) _noted = _noted.SetItem((device, member, reason), now);
        }
        history.Note(device, TunnelEvent.Refused, member, Road.Ssh, from, reason);
        audit.Write(new AuditEntry(AuditEvent.TunnelRefused) { Target = device, Device = device, Address = from, Reason = reason });
    }

    /// <summary>Somebody whom nobody knows was refused.</summary>
    /// <returns>Whether it is worth a line in the log.</returns>
    public bool NoteStranger(string from, string reason)
    {
        lock (_lock)
        {
            long minute = time.GetUtcNow().Ticks / TimeSpan.TicksPerMinute;
            if (minute != _minute) (_minute, _strangers) = (minute, 0);
            if (++_strangers > StrangersPerMinute) return false;
        }
        audit.Write(new AuditEntry(AuditEvent.TunnelRefused) { Address = from, Reason = reason });
        return true;
    }
}
