using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using Gateway.Access;
using Gateway.Access.Records;
using Gateway.Cluster;
using Gateway.Tunnels;

namespace Gateway.Web.DevicePages;

using Member = Gateway.Tunnels.Member;

/// <summary>The browsers that are at devices' hosts through this node.</summary>
internal sealed class WebVisits : IDisposable
{
    /// <summary>Requests of one person to one host at once; more wait.</summary>
    public const int AtOnce = 32;

    // A page with many pictures asks for all of them at once.
    private const int Waiting = 256;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, WebVisit> _all = new();
    private readonly PartitionedRateLimiter<string> _limits = PartitionedRateLimiter.Create<string, string>(who =>
        RateLimitPartition.GetConcurrencyLimiter(who, _ => new ConcurrencyLimiterOptions { PermitLimit = AtOnce, QueueLimit = Waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst }));
    private readonly WebSessions _sessions;
    private readonly WebHosts _hosts;
    private readonly WebRoads _roads;
    private readonly IRecords _records;
    private readonly TimeProvider _time;

    public WebVisits(WebSessions sessions, WebHosts hosts, WebRoads roads, IRecords records, TimeProvider time)
    {
        (_sessions, _hosts, _roads, _records, _time) = (sessions, hosts, roads, records, time);
        records.Changed += Hear;
    }

    /// <summary>All of them.</summary>
    public IEnumerable<WebVisit> All => _all.Values;

    /// <summary>The visit that a cookie stands for, entered; null if it is for nothing, or nothing any more. Who it is was asked a few seconds ago at most.</summary>
    /// <param name="secret">The cookie's value.</param>
    /// <param name="label">The host's first label.</param>
    /// <param name="address">Where the browser comes from.</param>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    public async Task<WebVisit?> EnterAsync(string secret, string label, string address)
    {
        if (!WebTickets.IsSecret(secret)) return null;
        string hash = WebTickets.HashOf(secret);
        while (true)
        {
            if (_all.TryGetValue(hash, out var known) && known.Session.Label == label && IsFresh(known, address)) known.Used = _time.GetTimestamp();
            else
            {
                // Before it is asked: what changes meanwhile is not known.
                long asked = _time.GetTimestamp();
                if (await _sessions.FindAsync(hash) is not { } session || session.Label != label || await _sessions.CallerAsync(session.Owner, session.SignIn, address) is not { } caller) return null;
                if (known is null && !_all.TryAdd(hash, known = Make(session, caller))) known.Dispose();
                if (!_all.TryGetValue(hash, out known)) continue;
                (known.Caller, known.Asked, known.Used) = (caller, asked, asked);
            }
            if (known.TryEnter()) return known;
        }
    }

    /// <summary>A place among what one person has under way at one host, once there is one; not acquired if too many wait.</summary>
    public ValueTask<RateLimitLease> PlaceAsync(WebVisit visit, CancellationToken cancellation) => _limits.AcquireAsync($"{visit.Session.Label} {visit.Session.Owner}", 1, cancellation);

    /// <summary>Forgets one that has not been here for long. What is not forgotten would keep connections to a device.</summary>
    public void Look(WebVisit visit)
    {
        if (_time.GetElapsedTime(visit.Used) < Idle || !visit.TryClose()) return;
        foreach (var one in _all.Where(one => one.Value == visit)) _all.TryRemove(one);
        visit.Dispose();
    }

    public void Dispose()
    {
        _records.Changed -= Hear;
        foreach (var visit in _all.Values) visit.Dispose();
        _limits.Dispose();
    }

    private bool IsFresh(WebVisit visit, string address) => visit.Asked is not 0 and var asked && _time.GetElapsedTime(asked) < Fresh && visit.Caller.Address == address;

    private WebVisit Make(WebSession session, Caller caller) => new(session, caller, new DeviceLine((part, cancellation) => ConnectAsync(session.Label, part, cancellation), AtOnce));

    // Asked anew each time: a host name may come to mean another device.
    private Task<Stream> ConnectAsync(string label, string part, CancellationToken cancellation) => _hosts.Find(label) is { } found
        ? _roads.Connect(found.Device.Name, WebTarget.MemberOf(part), cancellation) : throw new TunnelException("There is no such device any more.");

    private void Hear(RecordKind kind, string id)
    {
        if (kind != RecordKind.SignIn) return;
        foreach (var visit in _all.Values) visit.Asked = 0;
    }
}
