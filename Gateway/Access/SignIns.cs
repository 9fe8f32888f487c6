using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Access.Identity;
using Gateway.Access.Records;

namespace Gateway.Access;

/// <summary>Who is signed in where. A browser holds a key; what is stored is found by its hash only, so that a copy of the store lets nobody in.</summary>
public sealed class SignIns(IRecords records, KnownPeople people, SignInOptions options, TimeProvider time)
{
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    /// <summary>Begins a sign-in.</summary>
    /// <param name="person">Who.</param>
    /// <param name="address">From where.</param>
    /// <param name="agent">The browser's User-Agent header.</param>
    /// <param name="replaces">The sign-in of the same person in the same browser that it takes the place of; null for none.</param>
    /// <returns>The sign-in, and the key that proves it.</returns>
    /// <exception cref="RecordsUnavailableException">It can be kept nowhere.</exception>
    public async Task<(SignIn SignIn, string Key)> BeginAsync(Person person, string address, string agent, string? replaces = null)
    {
        string key = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        var now = time.GetUtcNow();
        var signIn = new SignIn { Id = IdOf(key), Person = person, Since = now, Seen = now, Expires = now + options.Lifetime, Address = address, Agent = Shown(agent), Replaces = replaces };
        await records.WriteAsync(RecordKind.SignIn, Record(signIn));
        return (signIn, key);
    }

    /// <summary>The sign-in that a key proves; null if it has ended or never was.</summary>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    public Task<SignIn?> FindAsync(string key) => GetAsync(IdOf(key));

    /// <summary>A sign-in by its name; null if it has ended or never was.</summary>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    public async Task<SignIn?> GetAsync(string id) => await records.ReadAsync(RecordKind.SignIn, id) is { } record ? Read(record) : null;

    /// <summary>Those of these names that have not ended.</summary>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    public async Task<IReadOnlyList<SignIn>> GetManyAsync(IReadOnlyCollection<string> ids) =>
        [.. (await records.ReadManyAsync(RecordKind.SignIn, ids)).Values.Select(Read).OfType<SignIn>()];

    /// <summary>Those of a person, or of everybody (null), the last used first.</summary>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    public async Task<IReadOnlyList<SignIn>> ListAsync(string? person) =>
        [.. (await records.ListAsync(RecordKind.SignIn, person)).Select(Read).OfType<SignIn>().OrderByDescending(signIn => signIn.Seen)];

    /// <summary>Notes that a sign-in is used, at most once a minute. Where that cannot be kept now it is left out: whoever is known goes on.</summary>
    public async Task TouchAsync(SignIn signIn, string address, string agent)
    {
        var now = time.GetUtcNow();
        if (now - signIn.Seen < SeenEvery && signIn.Address == address) return;
        var next = signIn with { Seen = now, Address = address, Agent = Shown(agent) };
        try
        {
            // Not over a removal that came first.
            if (await records.ReadAsync(RecordKind.SignIn, signIn.Id) is { } before) await records.TryWriteAsync(RecordKind.SignIn, Record(next), before);
        }
        catch (RecordsUnavailableException)
        {
            // The next request tries again.
        }
    }

    /// <summary>Ends a sign-in. False if there was none.</summary>
    /// <exception cref="RecordsUnavailableException">It can be kept nowhere.</exception>
    public Task<bool> RevokeAsync(string id) => records.RemoveAsync(RecordKind.SignIn, id);

    /// <summary>Ends every sign-in of a person, and gives their names.</summary>
    /// <exception cref="RecordsUnavailableException">It can be kept nowhere.</exception>
    public async Task<IReadOnlyList<string>> RevokeAllAsync(string person)
    {
        List<string> ended = [];
        foreach (var signIn in await ListAsync(person))
            if (await RevokeAsync(signIn.Id)) ended.Add(signIn.Id);
        return ended;
    }

    private StoredRecord Record(SignIn signIn)
    {
        var idle = signIn.Seen + options.IdleTimeout;
        return new StoredRecord(signIn.Id, signIn.Person.Id, JsonSerializer.Serialize(signIn, AccessJson.Default.SignIn), idle < signIn.Expires ? idle : signIn.Expires);
    }

    private SignIn? Read(StoredRecord record)
    {
        var signIn = AccessJson.Read(record.Json, AccessJson.Default.SignIn);
        var now = time.GetUtcNow();
        return signIn is not null && signIn.Expires > now && record.Expires > now ? people.Now(signIn) : null;
    }

    private static string IdOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32];

    private static string Shown(string agent) => new([.. agent.Where(letter => !char.IsControl(letter)).Take(200)]);
}
