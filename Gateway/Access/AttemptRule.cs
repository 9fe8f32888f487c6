namespace Gateway.Access;

/// <summary>
/// How those who guess are slowed. Each attempt adds one to a level that sinks evenly, by <paramref name="Free"/> in a
/// <paramref name="Window"/>; above <paramref name="Free"/> the next attempt has to wait for 1 s, 2 s, 4 s and so on.
/// </summary>
/// <param name="Free">Attempts that are not slowed.</param>
/// <param name="Window">Time in which so many are forgotten.</param>
/// <param name="Longest">Longest wait between two attempts.</param>
public sealed record AttemptRule(int Free, TimeSpan Window, TimeSpan Longest)
{
    /// <summary>How far the level rises above <see cref="Free"/>, so that it also sinks in good time: 2^10 s is longer than any wait.</summary>
    public const int Over = 10;

    /// <summary>How long somebody who has once signed in from an address is counted apart from strangers who use his name elsewhere.</summary>
    public static readonly TimeSpan KnownLife = TimeSpan.FromDays(30);

    /// <summary>For a person who adds or changes credentials of his own: each costs a seal, and a key the reading of it.</summary>
    public static readonly AttemptRule ForCredentials = new(30, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1));

    /// <summary>For a name. Short, or a stranger could lock somebody out by guessing badly.</summary>
    public static AttemptRule ForPerson(SignInOptions options) => new(options.AttemptsPerPerson, options.AttemptWindow, TimeSpan.FromMinutes(1));

    /// <summary>For an address.</summary>
    public static AttemptRule ForAddress(SignInOptions options) => new(options.AttemptsPerAddress, options.AttemptWindow, TimeSpan.FromMinutes(15));

    /// <summary>How long the next attempt has to wait; zero or less if it may be looked at.</summary>
    /// <param name="level">The level after the last counted attempt.</param>
    /// <param name="since">Time since that one.</param>
    public TimeSpan Wait(double level, TimeSpan since)
    {
        double over = Math.Ceiling(Sunk(level, since) - 1e-6) - Free;
        return over < 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(Math.Pow(2, over), Longest.TotalSeconds)) - since;
    }

    /// <summary>The level after one more attempt.</summary>
    public double Add(double level, TimeSpan since) => Math.Min(Sunk(level, since) + 1, Free + Over);

    /// <summary>How long a level has to be remembered.</summary>
    public TimeSpan Life(double level) => Window * (level / Free) + Longest;

    private double Sunk(double level, TimeSpan since) => Math.Max(level - Free * (since / Window), 0);
}
