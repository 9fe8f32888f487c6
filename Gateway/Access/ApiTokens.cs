using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Access.Audit;
using Gateway.Access.Identity;
using Gateway.Access.Records;

namespace Gateway.Access;

/// <summary>Tokens that people make for their scripts. A token is shown once and stored as a hash.</summary>
public sealed class ApiTokens(IRecords records, KnownPeople people, SignInOptions options, AuditLog audit, TimeProvider time) : IDisposable
{
    /// <summary>What every token begins with, so that scanners of source code know one.</summary>
    public const string Prefix = "gwt_";

    /// <summary>Longest name of a token, in characters.</summary>
    public const int LongestName = 64;

    private const int Bytes = 32;
    private const int Letters = 43; // base64url of 32 bytes (RFC 4648, 5), without padding
    private const TokenScopes AllScopes = TokenScopes.Terminals | TokenScopes.Watch | TokenScopes.Read | TokenScopes.Administer | TokenScopes.Recordings;

    private static readonly TimeSpan UsedEvery = TimeSpan.FromMinutes(1);

    private readonly WrongGuesses _wrong = new();
    // When each was last put on record while that could not be kept with the token.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _unkept = new();

    /// <summary>The longest that a token may be valid, in whole days.</summary>
    public int LongestDays => (int)Math.Ceiling(options.TokenLifetime.TotalDays);

    /// <summary>The sign-in that a token stands for; null if it has ended or never was. Notes its use.</summary>
    /// <param name="token">The token as it was sent.</param>
    /// <param name="address">Where from.</param>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    public async Task<SignIn?> FindAsync(string token, string address)
    {
        string counted = IPAddress.TryParse(address, out var from) ? ClientAddress.CountedAs(from) : address;
        string? hash = IsToken(token) && _wrong.MayTry(counted) ? HashOf(token) : null;
        if (hash is null || await records.ReadAsync(RecordKind.Token, hash[..32]) is not { } record || Read(record) is not { } found || !IsSame(found.Hash, hash))
        {
            if (_wrong.Count(counted)) audit.Write(new AuditEntry(AuditEvent.Refused) { Address = address, Reason = "an API token that is not valid" });
            return null;
        }
        if (SignInOf(found, address) is not { } signIn) return null;
        await NoteUseAsync(found, record, address);
        return signIn;
    }

    /// <summary>What the tokens of these ids stand for, of those that have not ended. Their use is not noted.</summary>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    public async Task<IReadOnlyList<SignIn>> GetManyAsync(IReadOnlyCollection<string> ids) =>
        [.. (await records.ReadManyAsync(RecordKind.Token, ids)).Values.Select(Read).OfType<ApiToken>().Select(token => SignInOf(token, token.Address)).OfType<SignIn>()];

    /// <summary>Makes a token for whoever asks.</summary>
    /// <param name="caller">A person in a browser.</param>
    /// <param name="name">Its name for people.</param>
    /// <param name="scopes">What for.</param>
    /// <param name="days">How long, 1 to <see cref="LongestDays"/>.</param>
    /// <returns>The token, to be shown this once, and what is kept of it; or why there is none.</returns>
    /// <exception cref="RecordsUnavailableException">It cannot be kept now.</exception>
    /// <exception cref="InvalidOperationException">The caller is no person in a browser.</exception>
    public async Task<(string Token, ApiToken Kept, TokenFailure? Failure)> CreateAsync(Caller caller, string? name, TokenScopes scopes, int days)
    {
        if (caller.SignIn is not { Scopes: null } signIn) throw new InvalidOperationException("Only a person in a browser makes tokens.");
        if (!IsShown(name)) return ("", null!, TokenFailure.Name);
        if (scopes == TokenScopes.None || (scopes & ~AllScopes) != 0) return ("", null!, TokenFailure.Scopes);
        if (days < 1 || days > LongestDays) return ("", null!, TokenFailure.Days);
        string token = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        string hash = HashOf(token);
        var (now, life) = (time.GetUtcNow(), TimeSpan.FromDays(days));
        var kept = new ApiToken
        {
            Id = hash[..32], Hash = hash, Name = name!, Person = signIn.Person, Scopes = scopes, Created = now, Expires = now + (life < options.TokenLifetime ? life : options.TokenLifetime),
        };
        if (!await records.TryWriteAsync(RecordKind.Token, Record(kept), null)) return ("", null!, TokenFailure.TooMany);
        audit.Write(AuditEntry.By(caller, AuditEvent.TokenCreated) with { Target = kept.Id, Reason = $"{scopes}, {days} days" });
        return (token, kept, null);
    }

    /// <summary>Those of a person, or of everybody, the newest first.</summary>
    /// <param name="person">The person's id; null for everybody.</param>
    /// <exception cref="RecordsUnavailableException">It cannot be found out now.</exception>
    public async Task<IReadOnlyList<ApiToken>> ListAsync(string? person) =>
        [.. (await records.ListAsync(RecordKind.Token, person)).Select(Read).OfType<ApiToken>().OrderByDescending(token => token.Created)];

    /// <summary>Ends a token of a person. False if he has none of that id.</summary>
    /// <param name="caller">Whose it has to be.</param>
    /// <param name="id">The token's id.</param>
    /// <exception cref="RecordsUnavailableException">It can be kept nowhere.</exception>
    public async Task<bool> RevokeAsync(Caller caller, string id) =>
        await records.ReadAsync(RecordKind.Token, id) is { } record && record.Owner == caller.Owner && await RevokeAnysAsync(caller, id);

    /// <summary>Ends anybody's token, for a caller who was asked about. False if there is none of that id.</summary>
    /// <param name="caller">Who does it.</param>
    /// <param name="id">The token's id.</param>
    /// <exception cref="RecordsUnavailableException">It can be kept nowhere.</exception>
    public async Task<bool> RevokeAnysAsync(Caller caller, string id)
    {
        if (!await records.RemoveAsync(RecordKind.Token, id)) return false;
        audit.Write(AuditEntry.By(caller, AuditEvent.TokenRevoked) with { Target = id });
        return true;
    }

    /// <summary>Takes over what is known of a person who has just signed in: his tokens are in the groups that he is in.</summary>
    public async Task RefreshAsync(Person person)
    {
        try
        {
            foreach (var record in await records.ListAsync(RecordKind.Token, person.Id))
            {
                if (Read(record) is not { } token || token.Person.DisplayName == person.DisplayName && token.Person.Groups.SequenceEqual(person.Groups)) continue;
                await records.TryWriteAsync(RecordKind.Token, Record(token with { Person = person }), record);
            }
        }
        catch (RecordsUnavailableException)
        {
            // The next sign-in does it.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _wrong.Dispose();

    private async Task NoteUseAsync(ApiToken found, StoredRecord record, string address)
    {
        var now = time.GetUtcNow();
        if (now - found.Used < UsedEvery) return;
        try
        {
            // Of several nodes that notice at once one notes it, and none over a removal.
            if (!await records.TryWriteAsync(RecordKind.Token, Record(found with { Used = now, Address = address }), record)) return;
            _unkept.TryRemove(found.Id, out _);
        }
        catch (RecordsUnavailableException)
        {
            if (_unkept.TryGetValue(found.Id, out var last) && now - last < UsedEvery) return;
            _unkept[found.Id] = now;
        }
        audit.Write(new AuditEntry(AuditEvent.TokenUsed) { Person = found.Person.Id, SignIn = found.Id, Address = address, Target = found.Id });
    }

    private SignIn? SignInOf(ApiToken token, string address) => people.Now(new SignIn
    {
        Id = token.Id, Person = token.Person, Since = token.Created, Expires = token.Expires, Seen = token.Used ?? token.Created, Address = address, Scopes = token.Scopes,
    });

    private ApiToken? Read(StoredRecord record)
    {
        var token = AccessJson.Read(record.Json, AccessJson.Default.ApiToken);
        return token is not null && token.Expires > time.GetUtcNow() ? token : null;
    }

    private static StoredRecord Record(ApiToken token) => new(token.Id, token.Person.Id, JsonSerializer.Serialize(token, AccessJson.Default.ApiToken), token.Expires);

    private static bool IsToken(string token) => token.Length == Prefix.Length + Letters && token.StartsWith(Prefix, StringComparison.Ordinal) && Base64Url.IsValid(token.AsSpan(Prefix.Length));

    // What would reorder or hide letters cannot be told apart by who looks through his tokens.
    private static bool IsShown(string? name) => name is { Length: > 0 and <= LongestName } && name.Trim() == name && name.EnumerateRunes().All(letter =>
        Rune.GetUnicodeCategory(letter) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned));

    private static bool IsSame(string hash, string other) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(other));

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
