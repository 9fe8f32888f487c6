namespace Gateway.Access;

/// <summary>Who is behind a request or a hub connection.</summary>
/// <param name="Owner">What this caller's terminals are marked with: the visitor's random name, or the person's <see cref="Person.Id"/>.</param>
/// <param name="Address">The address he comes from, as it is shown and recorded; empty if it is not known.</param>
/// <param name="SignIn">The sign-in; null for a visitor of a gateway where nobody signs in.</param>
public sealed record Caller(string Owner, string Address, SignIn? SignIn)
{
    /// <summary>The person; null for a visitor who has not signed in.</summary>
    public Person? Person => SignIn?.Person;

    /// <summary>A caller who has signed in.</summary>
    public static Caller Of(SignIn signIn, string address) => new(signIn.Person.Id, address, signIn);
}
