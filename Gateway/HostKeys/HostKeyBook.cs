using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Records;
using Gateway.Methods;

namespace Gateway.HostKeys;

/// <summary>What became of an approval.</summary>
public enum ApprovalOutcome
{
    /// <summary>The new key counts from now on.</summary>
    Accepted,

    /// <summary>Another administrator has to accept it too.</summary>
    OneMore,

    /// <summary>This person has accepted it already; another one has to.</summary>
    SamePerson,

    /// <summary>The place shows yet another key, or the change was settled meanwhile.</summary>
    Gone,
}

/// <summary>Changed host keys, and what was decided about them, over all nodes.</summary>
public sealed partial class HostKeyBook(
    KnownHosts known, HostKeyLook look, HostKeyApplied applied, IRecords records, AuditLog audit, HostKeyOptions options, TimeProvider time, ILogger<HostKeyBook> logger)
{
    // Long enough for holidays; a key that is still shown then is noted anew.
    private static readonly TimeSpan Life = TimeSpan.FromDays(30);

    // A node that was away for longer meets the changed key itself.
    private static readonly TimeSpan DecisionLife = TimeSpan.FromDays(90);

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, long> _looked = new();

    /// <summary>How many administrators have to accept a changed key.</summary>
    public int Approvals => options.Approvals;

    /// <summary>Notes that a terminal was stopped by a changed key, and looks which one it is.</summary>
    /// <param name="request">What was opened.</param>
    /// <param name="domain">The domain.</param>
    public async Task NoteAsync(RemoteRequest request, string domain)
    {
        string name = SshMethod.HostKeyName(domain, request.Target);
        if (_looked.TryGetValue(name, out long before) && time.GetElapsedTime(before) < LookAgain) return;
        if (_looked.Count > 10_000) _looked.Clear();
        _looked[name] = time.GetTimestamp();
        try
        {
            var old = known.Of(name);
            // With none on record it is a first key that is not accepted by itself.
            if (await look.AtAsync(request) is not { } shown || shown.Name != name || old.Any(key => key.Key == shown.Key)) return;
            string id = IdOf(name);
            var now = time.GetUtcNow();
            var record = await records.ReadAsync(RecordKind.HostKeyChange, id);
            var change = record is not null && Read<HostKeyChange>(record) is { } noted && noted.New == shown ? noted with { Last = now }
                : new HostKeyChange { Id = id, Name = name, Device = request.Target.Device ?? "", Old = [.. old], New = shown, First = now, Last = now };
            // Another node, or an approval, was faster: what that says is newer.
            if (!await records.TryWriteAsync(RecordKind.HostKeyChange, Stored(change), record)) return;
            if (change.First == now) audit.Write(new AuditEntry(AuditEvent.HostKeyChanged) { Target = name, Reason = shown.Fingerprint }.About(request));
        }
        catch (Exception exception) when (exception is RecordsUnavailableException or IOException or UnauthorizedAccessException)
        {
            NotNoted(name, exception.Message);
        }
    }

    /// <summary>The changes that wait for somebody, the last seen first.</summary>
    /// <exception cref="RecordsUnavailableException">They cannot be read now.</exception>
    public async Task<IReadOnlyList<HostKeyChange>> ChangesAsync() =>
        [.. (await records.ListAsync(RecordKind.HostKeyChange, null)).Select(Read<HostKeyChange>).OfType<HostKeyChange>().OrderByDescending(change => change.Last)];

    /// <summary>The keys on record at this node.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be read.</exception>
    public IReadOnlyList<HostKey> Known() => known.All();

    /// <summary>An administrator says that a new key is right.</summary>
    /// <param name="by">Who.</param>
    /// <param name="id">The change.</param>
    /// <param name="fingerprint">The new key that he saw, so that he does not accept one that came meanwhile.</param>
    /// <exception cref="RecordsUnavailableException">It cannot be found out or kept now.</exception>
    public async Task<ApprovalOutcome> ApproveAsync(Caller by, string id, string fingerprint)
    {
        if (await records.ReadAsync(RecordKind.HostKeyChange, id) is not { } record || Read<HostKeyChange>(record) is not { } change || change.New.Fingerprint != fingerprint) return ApprovalOutcome.Gone;
        if (!change.Approvals.Any(approval => IsSame(approval, by)))
        {
            change = change with { Approvals = change.Approvals.Add(new HostKeyApproval(by.Owner, by.Person?.DisplayName ?? by.Owner, time.GetUtcNow())) };
            if (!await records.TryWriteAsync(RecordKind.HostKeyChange, Stored(change), record)) return ApprovalOutcome.Gone;
            audit.Write(AuditEntry.By(by, AuditEvent.HostKeyApproved) with { Target = change.Name, Reason = fingerprint, Device = change.Device.Length > 0 ? change.Device : null });
            if (change.Approvals.Length < options.Approvals) return ApprovalOutcome.OneMore;
        }
        // With enough of them it was not carried out, as the store went away in between.
        else if (change.Approvals.Length < options.Approvals) return ApprovalOutcome.SamePerson;
        await DecideAsync(new HostKeyDecision(change.Name, [change.New], time.GetUtcNow()));
        await records.RemoveAsync(RecordKind.HostKeyChange, id);
        return ApprovalOutcome.Accepted;
    }

    /// <summary>An administrator says that a change is not to be accepted; it is noted anew when the place is opened again. False if there is none.</summary>
    /// <exception cref="RecordsUnavailableException">It cannot be kept now.</exception>
    public async Task<bool> DismissAsync(Caller by, string id)
    {
        var change = await records.ReadAsync(RecordKind.HostKeyChange, id) is { } record ? Read<HostKeyChange>(record) : null;
        if (change is null || !await records.RemoveAsync(RecordKind.HostKeyChange, id)) return false;
        audit.Write(AuditEntry.By(by, AuditEvent.HostKeyDismissed) with { Target = change.Name, Reason = change.New.Fingerprint });
        return true;
    }

    /// <summary>Adds keys from a scan on all nodes; those that differ from what is on record are not taken.</summary>
    /// <returns>How many were new, how many were there already, and those that differ.</returns>
    /// <exception cref="RecordsUnavailableException">It cannot be kept now.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public async Task<(int Added, int Known, IReadOnlyList<HostKey> Different)> ImportAsync(Caller by, IReadOnlyCollection<HostKey> keys)
    {
        var before = known.All().Select(key => key.Name).ToHashSet(StringComparer.Ordinal);
        var result = known.Import(keys);
        foreach (var place in keys.Where(key => !before.Contains(key.Name)).GroupBy(key => key.Name))
            await DecideAsync(new HostKeyDecision(place.Key, [.. place.Distinct()], time.GetUtcNow(), IsFirst: true));
        audit.Write(AuditEntry.By(by, AuditEvent.HostKeysImported) with { Reason = $"{result.Added} new, {result.Known} known, {result.Different.Count} different" });
        return result;
    }

    /// <summary>Does on this node what was decided on any. Called at the start, and when a record changed.</summary>
    public async Task ApplyAsync(string? id = null)
    {
        try
        {
            IReadOnlyList<StoredRecord> decided = id is null ? await records.ListAsync(RecordKind.HostKey, null)
                : await records.ReadAsync(RecordKind.HostKey, id) is { } one ? [one] : [];
            foreach (var decision in decided.Select(Read<HostKeyDecision>).OfType<HostKeyDecision>().Where(decision => !applied.Has(decision)))
            {
                // Each node judges by its own record whether a key is a first one.
                if (!(decision.IsFirst && known.Of(decision.Name).Count > 0) && known.Replace(decision.Name, decision.Keys)) Applied(decision.Name, decision.Keys.Length);
                applied.Add(decision);
            }
        }
        catch (Exception exception) when (exception is RecordsUnavailableException or IOException or UnauthorizedAccessException)
        {
            NotApplied(exception.Message);
        }
    }

    private async Task DecideAsync(HostKeyDecision decision)
    {
        string id = IdOf(decision.Name);
        await records.WriteAsync(RecordKind.HostKey, new StoredRecord(id, "", JsonSerializer.Serialize(decision), time.GetUtcNow() + DecisionLife));
        await ApplyAsync(id);
    }

    // Who signs in in two ways is one person still.
    private static bool IsSame(HostKeyApproval approval, Caller by) =>
        approval.Person == by.Owner || by.Person is { } person && string.Equals(approval.Person[(approval.Person.IndexOf(':', StringComparison.Ordinal) + 1)..], person.Name, StringComparison.OrdinalIgnoreCase);

    private StoredRecord Stored(HostKeyChange change) => new(change.Id, "", JsonSerializer.Serialize(change), time.GetUtcNow() + Life);

    private T? Read<T>(StoredRecord record) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(record.Json);
        }
        catch (JsonException exception)
        {
            Unreadable(exception); // of another version, perhaps
            return null;
        }
    }

    private static string IdOf(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));

    [LoggerMessage(1, LogLevel.Warning, "The changed host key of {Place} could not be noted: {Error}")]
    private partial void NotNoted(string place, string error);

    [LoggerMessage(2, LogLevel.Information, "The host keys of {Place} were replaced as administrators decided: {Count} now")]
    private partial void Applied(string place, int count);

    [LoggerMessage(3, LogLevel.Error, "Host keys that administrators accepted could not be put on record here: {Error}")]
    private partial void NotApplied(string error);

    [LoggerMessage(4, LogLevel.Warning, "A record about host keys cannot be read")]
    private partial void Unreadable(Exception exception);
}
