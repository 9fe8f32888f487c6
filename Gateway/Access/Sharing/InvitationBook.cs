using System.Security.Cryptography;

namespace Gateway.Access.Sharing;

/// <summary>The invitations to one terminal. They live in memory with it and end with it.</summary>
public sealed class InvitationBook(TimeProvider time)
{
    /// <summary>Most that stand at once.</summary>
    public const int Most = 50;

    /// <summary>Length of a secret: 128 bits in hexadecimal digits.</summary>
    public const int SecretLength = 32;

    private readonly List<StandingInvitation> _all = [];
    private StandingInvitation? _shared;

    /// <summary>What lets everybody in to type who opens the same place and shares it with all; null if that is not so, or not any more.</summary>
    public StandingInvitation? Shared
    {
        get { lock (_all) return _shared is { Offers: not TerminalRight.None } shared ? shared : null; }
    }

    /// <summary>Those that stand, oldest first.</summary>
    public IReadOnlyList<StandingInvitation> Standing
    {
        get
        {
            lock (_all)
            {
                Prune();
                return [.. _all];
            }
        }
    }

    /// <summary>Makes one. Null if there are as many as there may be.</summary>
    /// <param name="may">What it lets do.</param>
    /// <param name="person">The one person it is for; null for anybody.</param>
    /// <param name="lifetime">How long it lasts.</param>
    /// <param name="secret">What whoever is invited has to show: given out here, and kept nowhere.</param>
    public StandingInvitation? Add(TerminalRight may, string? person, TimeSpan lifetime, out string secret)
    {
        secret = RandomNumberGenerator.GetHexString(SecretLength, lowercase: true);
        lock (_all)
        {
            Prune();
            if (_all.Count >= Most) return null;
            var added = new StandingInvitation(secret, may, person, time.GetUtcNow() + lifetime, time);
            _all.Add(added);
            return added;
        }
    }

    /// <summary>Lets everybody in who opens the same place so, from now on until the terminal ends. It is in no list, and nobody knows its secret.</summary>
    public StandingInvitation ShareWithAll()
    {
        lock (_all) return _shared ??= new StandingInvitation(RandomNumberGenerator.GetHexString(SecretLength), TerminalRight.Type, null, DateTimeOffset.MaxValue, time);
    }

    /// <summary>The one with this secret that stands and is for this person; null for any other, whatever is wrong with it.</summary>
    /// <param name="secret">What somebody shows.</param>
    /// <param name="owner">Who shows it, as his own terminals are marked.</param>
    /// <param name="person">Who that is; null where nobody signs in.</param>
    public StandingInvitation? Find(string? secret, string owner, Person? person)
    {
        if (secret is not { Length: SecretLength }) return null;
        StandingInvitation? found = null;
        foreach (var one in Standing)
            if (one.Fits(secret)) found = one;
        return found is not null && found.IsFor(person) && found.OffersTo(owner) != TerminalRight.None ? found : null;
    }

    /// <summary>Ends one. Null if there is none of that name.</summary>
    public StandingInvitation? Revoke(string? id)
    {
        lock (_all)
        {
            if ((_all.Find(one => one.Id == id) ?? (_shared?.Id == id ? Shared : null)) is not { } found) return null;
            found.Revoke();
            _all.Remove(found);
            return found;
        }
    }

    /// <summary>Lets somebody in by none of those that stand; by one that is made later he may come again.</summary>
    public void Bar(string owner)
    {
        foreach (var one in Standing) one.Bar(owner);
        Shared?.Bar(owner);
    }

    private void Prune() => _all.RemoveAll(one => one.Offers == TerminalRight.None);
}
