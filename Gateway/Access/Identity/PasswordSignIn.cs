using System.Net;
using Gateway.Access.Records;

namespace Gateway.Access.Identity;

/// <summary>What came of a name and a password.</summary>
/// <param name="Person">Who signed in; null if the attempt was not good, whatever was wrong with it.</param>
/// <param name="RetryAfter">How long to wait before the next attempt is looked at; zero if this one was.</param>
/// <param name="Unavailable">Whether it cannot be found out now.</param>
public sealed record PasswordOutcome(Person? Person, TimeSpan RetryAfter, bool Unavailable)
{
    /// <summary>What else keeps somebody out whose password is right; null for nothing.</summary>
    public SignInTrouble? Trouble { get; init; }
}

/// <summary>
/// Sign-in with a name and a password: of the gateway's own people and, for names that are not among them, of the
/// directory. What was wrong is told neither by the answer nor by the time it takes.
/// </summary>
public sealed partial class PasswordSignIn(
    PeopleFile people, LdapDirectory directory, PasswordHashing hashing, OneTimeCodes codes, IAttempts attempts, TimeProvider time, ILogger<PasswordSignIn> logger)
{
    private const int LongestName = 64;

    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(2);

    /// <summary>The id of a local person by the name that was typed; null for any other. For the record only: nothing that is answered may depend on it.</summary>
    public string? KnownId(string name) => people.Find(Typed(name))?.Person.Id;

    /// <summary>Looks at one attempt.</summary>
    /// <param name="name">The name as it was typed.</param>
    /// <param name="password">The password as it was typed.</param>
    /// <param name="code">The one-time code; empty for none.</param>
    /// <param name="address">Where from.</param>
    public async Task<PasswordOutcome> TryAsync(string name, string password, string code, string address)
    {
        name = Typed(name);
        string counted = IPAddress.TryParse(address, out var parsed) ? ClientAddress.CountedAs(parsed) : address;
        // A name that cannot be anybody's is counted and looked for all the same.
        string known = IsName(name) ? name : "";
        var wait = await attempts.EnterAsync(known, counted);
        if (wait > TimeSpan.Zero) return new(null, wait, false);
        long begun = time.GetTimestamp();
        if (password.Length > PasswordHashing.Longest) password = "";
        var outcome = people.Find(known) is null && directory.IsOn && known.Length > 0 ? await InDirectoryAsync(known, password) : await HereAsync(known, password, code);
        if (outcome.Person is not null)
        {
            await attempts.SucceededAsync(known, counted);
            return outcome;
        }
        if (directory.Refusal - time.GetElapsedTime(begun) is var left && left > TimeSpan.Zero) await Task.Delay(left, time);
        // While the directory is away its people are told so; if local ones were not, everybody could tell who is one.
        return outcome.RetryAfter == TimeSpan.Zero && outcome.Trouble is null && directory.IsDown ? outcome with { Unavailable = true } : outcome;
    }

    private async Task<PasswordOutcome> HereAsync(string name, string password, string code)
    {
        var found = people.Find(name) is { Disabled: false } person ? person : null;
        bool? fits = await hashing.FitsAsync(password, found?.Password);
        if (fits is null) return new(null, Busy, false);
        long step = 0;
        if (found?.Totp is { } secret)
        {
            if (codes.StepOf(secret, code) is not { } good) fits = false;
            else step = good;
        }
        if (fits is false || found is null) return new(null, TimeSpan.Zero, false);
        try
        {
            // Only now: nobody uses up the codes of somebody whose password he does not know.
            bool isNew = found.Totp is null || await codes.TakeAsync(found.Person.Id, step);
            return new(isNew ? found.Person : null, TimeSpan.Zero, false);
        }
        catch (RecordsUnavailableException exception)
        {
            CodesUnavailable(exception.Message);
            return new(null, TimeSpan.Zero, true);
        }
    }

    private async Task<PasswordOutcome> InDirectoryAsync(string name, string password)
    {
        try
        {
            var (person, unavailable) = await directory.TryAsync(name, password);
            return new(person, TimeSpan.Zero, unavailable);
        }
        catch (SignInTroubleException exception)
        {
            return new(null, TimeSpan.Zero, false) { Trouble = exception.Trouble };
        }
    }

    private static string Typed(string name) => name.Trim().ToLowerInvariant();

    // A directory takes many spellings for one (RFC 4518); what is allowed here has but one in small letters.
    private static bool IsName(string name) => name.Length is > 0 and <= LongestName && name.All(letter => letter is > ' ' and <= '~');

    [LoggerMessage(1, LogLevel.Error, "Nobody with one-time codes can sign in: whether a code was used before cannot be found out: {Reason}")]
    private partial void CodesUnavailable(string reason);
}
