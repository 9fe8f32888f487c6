namespace Gateway.Access;

/// <summary>How somebody proved who he is.</summary>
public enum SignInWay
{
    /// <summary>A name and a password of the gateway's own file.</summary>
    Local,

    /// <summary>An OpenID Connect provider.</summary>
    Oidc,

    /// <summary>A name and a password that a directory knows (LDAP).</summary>
    Ldap,

    /// <summary>A header of a reverse proxy that signs people in.</summary>
    Proxy,

    /// <summary>A client certificate.</summary>
    Certificate,
}

/// <summary>A person who has signed in.</summary>
/// <param name="Way">How.</param>
/// <param name="Name">The name within that way: 1 to 128 characters without control characters.</param>
/// <param name="DisplayName">The name for other people to read; never a proof of anything.</param>
/// <param name="Groups">The groups that this way knows the person to be in.</param>
public sealed record Person(SignInWay Way, string Name, string DisplayName, IReadOnlyList<string> Groups)
{
    /// <summary>Longest name, in characters.</summary>
    public const int LongestName = 128;

    /// <summary>
    /// What is kept apart from everybody else's: <c>local:alice</c> and <c>oidc:alice</c> are two people, since who may
    /// choose his name in one way must not become somebody of another.
    /// </summary>
    public string Id => $"{WayName(Way)}:{Name}";

    /// <summary>A way as it is written in settings, records and the audit file.</summary>
    public static string WayName(SignInWay way) => way.ToString().ToLowerInvariant();

    /// <summary>Whether a name is one that can be shown and stored.</summary>
    public static bool IsName(string? name) => name is { Length: > 0 and <= LongestName } && name.Trim() == name && !name.Any(char.IsControl);
}
