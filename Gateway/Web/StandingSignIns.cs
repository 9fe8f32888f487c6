using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Records;

namespace Gateway.Web;

/// <summary>
/// Which of the sign-ins that something rests on here are still good. The store is asked now and then, and at once when it
/// says that one changed; while it cannot be asked, what was known goes on until it would have ended.
/// </summary>
internal sealed class StandingSignIns : IDisposable
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(10);

    private readonly IRecords _records;
    private readonly SignIns _signIns;
    private readonly AuditLog _audit;
    private readonly TimeProvider _time;
    private Dictionary<string, bool> _good = [];
    private long _asked;
    private volatile bool _changed = true;

    public StandingSignIns(IRecords records, SignIns signIns, AuditLog audit, TimeProvider time)
    {
        (_records, _signIns, _audit, _time) = (records, signIns, audit, time);
        records.Changed += Hear;
    }

    /// <summary>Whether a sign-in is good, as far as is known. One that was never asked about is: it was read a moment ago.</summary>
    public bool IsGood(SignIn signIn) => signIn.Expires > _time.GetUtcNow() && _good.GetValueOrDefault(signIn.Id, true);

    /// <summary>Asks about these, if it is time to.</summary>
    public async Task RefreshAsync(IEnumerable<SignIn> used)
    {
        var all = used.DistinctBy(signIn => signIn.Id).ToList();
        bool due = _changed || _time.GetElapsedTime(_asked) >= AskEvery || all.Any(signIn => !_good.ContainsKey(signIn.Id));
        if (!due) return;
        _changed = false;
        _asked = _time.GetTimestamp();
        Dictionary<string, bool> good = [];
        foreach (var signIn in all) good[signIn.Id] = await AskAsync(signIn);
        foreach (var signIn in all.Where(signIn => !good[signIn.Id] && _good.GetValueOrDefault(signIn.Id, true) && signIn.Expires <= _time.GetUtcNow()))
            _audit.Write(new AuditEntry(AuditEvent.SignInExpired) { Person = signIn.Person.Id, SignIn = signIn.Id });
        _good = good;
    }

    public void Dispose() => _records.Changed -= Hear;

    private async Task<bool> AskAsync(SignIn signIn)
    {
        try
        {
            return await _signIns.GetAsync(signIn.Id) is not null;
        }
        catch (RecordsUnavailableException)
        {
            return _good.GetValueOrDefault(signIn.Id, true);
        }
    }

    private void Hear(RecordKind kind, string id)
    {
        if (kind is RecordKind.SignIn or RecordKind.Token) _changed = true;
    }
}
