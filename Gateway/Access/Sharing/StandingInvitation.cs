using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Gateway.Access.Policies;

namespace Gateway.Access.Sharing;

/// <summary>An invitation to one terminal. Made by <see cref="InvitationBook.Add"/>; the secret itself is not kept.</summary>
public sealed class StandingInvitation
{
    private readonly byte[] _hash;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, bool> _barred = new();
    private volatile bool _revoked;
    private int _used;

    internal StandingInvitation(string secret, TerminalRight may, string? person, DateTimeOffset expires, TimeProvider time) =>
        (_hash, May, Person, Expires, _time) = (Hash(secret), may, person, expires, time);

    /// <summary>Its name, which is no secret.</summary>
    public string Id { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>What it lets do.</summary>
    public TerminalRight May { get; }

    /// <summary>The one person it is for, written as policies do; null for anybody.</summary>
    public string? Person { get; }

    /// <summary>When it ends, also for those who came in by it.</summary>
    public DateTimeOffset Expires { get; }

    /// <summary>How often somebody came in by it.</summary>
    public int Used => Volatile.Read(ref _used);

    /// <summary>Whether the owner ended it.</summary>
    public bool IsRevoked => _revoked;

    /// <summary>What it offers now: nothing once it has ended.</summary>
    public TerminalRight Offers => _revoked || _time.GetUtcNow() >= Expires ? TerminalRight.None : May;

    /// <summary>Counts one who came in.</summary>
    public void Count() => Interlocked.Increment(ref _used);

    /// <summary>What it offers somebody now: nothing also to whom the owner has sent away.</summary>
    /// <param name="owner">Whom, as his own terminals are marked.</param>
    public TerminalRight OffersTo(string owner) => _barred.ContainsKey(owner) ? TerminalRight.None : Offers;

    internal void Bar(string owner) => _barred.TryAdd(owner, true);

    internal void Revoke() => _revoked = true;

    // Takes the same time for whatever is shown.
    internal bool Fits(string secret) => CryptographicOperations.FixedTimeEquals(_hash, Hash(secret));

    internal bool IsFor(Person? person) => Person is null || person is not null && RuleFit.Names([], [Person], person);

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
