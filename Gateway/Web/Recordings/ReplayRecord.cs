using Gateway.Access;
using Gateway.Access.Audit;

namespace Gateway.Web.Recordings;

/// <summary>Puts on record who replays what: once in ten minutes, since a player asks for many pieces and leaps about.</summary>
internal sealed partial class ReplayRecord(AuditLog audit, TimeProvider time, ILogger<ReplayRecord> logger)
{
    private const int Most = 10_000;

    private static readonly TimeSpan Again = TimeSpan.FromMinutes(10);

    private readonly Dictionary<(string Owner, string? SignIn, string Recording), DateTimeOffset> _told = [];
    private readonly Lock _lock = new();

    /// <summary>Somebody was given a piece of a recording.</summary>
    public void Replayed(Caller caller, string id)
    {
        var (key, now) = ((caller.Owner, caller.SignIn?.Id, id), time.GetUtcNow());
        lock (_lock)
        {
            if (_told.TryGetValue(key, out var last) && now - last < Again) return;
            // Told once more is better than not at all.
            if (_told.Count >= Most) _told.Clear();
            _told[key] = now;
        }
        audit.Write(AuditEntry.By(caller, AuditEvent.RecordingReplayed) with { Target = id });
    }

    [LoggerMessage(1, LogLevel.Error, "Recording {Recording} could not be read")]
    public partial void Unread(Exception exception, string recording);
}
