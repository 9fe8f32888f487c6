using Gateway.Access;
using Gateway.Access.Audit;
using Gateway.Access.Identity;
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
    private readonly ApiTokens _tokens;
    private readonly KnownPeople _people;
    private readonly AuditLog _audit;
    private readonly TimeProvider _time;
    // What each was when it was last asked about; null: it is gone.
    private Dictionary<string, SignIn?> _known = [];
    private long _asked;
    private volatile bool _changed = true;

    public StandingSignIns(IRecords records, SignIns signIns, ApiTokens tokens, KnownPeople people, AuditLog audit, TimeProvider time)
    {
        (_records, _signIns, _tokens, _people, _audit, _time) = (records, signIns, tokens, people, audit, time);
        records.Changed += Hear;
    }

    /// <summary>A sign-in as it stands now, as far as is known; null if it is not good any more. One that was never asked about was read a moment ago.</summary>
    public SignIn? Now(SignIn signIn)
    {
        var known = _known.GetValueOrDefault(signIn.Id, signIn);
        return known is not null && known.Expires > _time.GetUtcNow() ? _people.Now(known) : null;
    }

    /// <summary>Asks about these, if it is time to.</summary>
    public async Task RefreshAsync(IEnumerable<SignIn> used)
    {
        var all = used.DistinctBy(signIn => signIn.Id).ToList();
        bool due = _changed || _time.GetElapsedTime(_asked) >= AskEvery || all.Any(signIn => !_known.ContainsKey(signIn.Id));
        if (!due) return;
        _changed = false;
        _asked = _time.GetTimestamp();
        var now = _time.GetUtcNow();
        foreach (var signIn in all.Where(signIn => signIn.Expires <= now && _known.GetValueOrDefault(signIn.Id) is not null))
            _audit.Write(new AuditEntry(AuditEvent.SignInExpired) { Person = signIn.Person.Id, SignIn = signIn.Id });
        try
        {
            var browsers = await _signIns.GetManyAsync([.. all.Where(signIn => signIn.Scopes is null).Select(signIn => signIn.Id)]);
            var scripts = await _tokens.GetManyAsync([.. all.Where(signIn => signIn.Scopes is not null).Select(signIn => signIn.Id)]);
            var found = browsers.Concat(scripts).ToDictionary(signIn => signIn.Id);
            Dictionary<string, SignIn?> known = [];
            foreach (var signIn in all) known[signIn.Id] = found.GetValueOrDefault(signIn.Id) ?? await SuccessorAsync(signIn);
            _known = known;
        }
        catch (RecordsUnavailableException)
        {
            _changed = true; // what was known goes on; it is asked again soon
        }
    }

    public void Dispose() => _records.Changed -= Hear;

    // Who signs in again in the same browser keeps what he has open there.
    private async Task<SignIn?> SuccessorAsync(SignIn signIn) =>
        signIn.Scopes is null ? (await _signIns.ListAsync(signIn.Person.Id)).FirstOrDefault(other => other.Replaces == signIn.Id) : null;

    private void Hear(RecordKind kind, string id)
    {
        if (kind is RecordKind.SignIn or RecordKind.Token) _changed = true;
    }
}
