namespace Gateway.Access.Identity;

/// <summary>Whether somebody who signed in is still one whom the gateway knows, and which groups he is in now.</summary>
public sealed class KnownPeople(SignInOptions options, PeopleFile people)
{
    /// <summary>
    /// The sign-in as it stands now; null if its way is switched off, or the person was removed or disabled or has another
    /// password since. Of people whom somebody else knows the groups are those of the moment they signed in.
    /// </summary>
    public SignIn? Now(SignIn signIn)
    {
        bool isOn = signIn.Person.Way switch
        {
            SignInWay.Local => options.PeopleFile is not null,
            SignInWay.Oidc => options.Oidc is not null,
            SignInWay.Ldap => options.Ldap is not null,
            SignInWay.Proxy => options.Proxy is not null,
            SignInWay.Certificate => options.Certificates is not null,
            _ => false,
        };
        if (!isOn) return null;
        if (signIn.Person.Way != SignInWay.Local) return signIn;
        // A token is no password: it outlives a new one, but not the person.
        return people.Current(signIn.Person.Name) is { } current && (signIn.Scopes is not null || signIn.Since >= current.Changed) ? signIn with { Person = current.Person } : null;
    }
}
