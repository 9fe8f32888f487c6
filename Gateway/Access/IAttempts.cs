namespace Gateway.Access;

/// <summary>Slows those who guess, per person and per address, over all nodes.</summary>
public interface IAttempts
{
    /// <summary>Counts one attempt to sign in, before it is looked at: whoever tries many at once gains nothing.</summary>
    /// <param name="name">The name that was given, as it will be looked up; whether there is such a person must make no difference.</param>
    /// <param name="address">The address as limits count it (<see cref="ClientAddress.CountedAs"/>).</param>
    /// <returns>Zero if the attempt may be looked at; else how long to wait before the next one is.</returns>
    Task<TimeSpan> EnterAsync(string name, string address);

    /// <summary>
    /// The attempt was good: the person's count begins anew. From the address's only this attempt is taken off again: many
    /// may share it, and its owner must not reset it with an account of his own.
    /// </summary>
    Task SucceededAsync(string name, string address);

    /// <summary>Counts something else that somebody may not do in a loop, by a rule of its own.</summary>
    /// <param name="what">What, and who: a name that nothing else is counted under.</param>
    /// <param name="rule">How it is slowed.</param>
    /// <returns>Zero if it may be done; else how long to wait.</returns>
    Task<TimeSpan> EnterAsync(string what, AttemptRule rule);
}
