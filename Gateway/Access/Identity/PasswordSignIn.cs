namespace Gateway.Access.Identity;

/// <summary>What came of a name and a password.</summary>
/// <param name="Person">Who it is; null for a wrong name, password or code, all alike.</param>
/// <param name="RetryAfter">How long to wait before the next attempt is looked at; zero if this one was.</param>
/// <param name="Unavailable">Whether it cannot be found out now.</param>
public sealed record PasswordOutcome(Person? Person, TimeSpan RetryAfter, bool Unavailable);

/// <summary>Looks at a name and a password.</summary>
public sealed class PasswordSignIn
{
    /// <summary>Tries them.</summary>
    /// <param name="name">The name as it was typed.</param>
    /// <param name="password">The password.</param>
    /// <param name="code">The one-time code; empty for none.</param>
    /// <param name="address">Where from.</param>
    public Task<PasswordOutcome> TryAsync(string name, string password, string code, string address) => Task.FromResult(new PasswordOutcome(null, TimeSpan.Zero, Unavailable: false));
}
