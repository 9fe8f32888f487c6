using System.Net;

namespace Gateway.Access;

/// <summary>Who can sign in, and how long that lasts.</summary>
public sealed record SignInOptions
{
    /// <summary>Whether anybody has to sign in. If not, a visitor is a browser and the policy is not asked.</summary>
    public bool IsOn => PeopleFile is not null || Oidc is not null || Ldap is not null || Proxy is not null || Certificates is not null;

    /// <summary>How long a sign-in lasts at most.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How long one lasts that is not used.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How long before the end of a right the page is told.</summary>
    public TimeSpan Warning { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the terminals of a right that was taken away are still shown, without taking input.</summary>
    public TimeSpan RevokeGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts per name and <see cref="AttemptWindow"/> that are not slowed.</summary>
    public int AttemptsPerPerson { get; init; } = 5;

    /// <summary>Attempts per address and <see cref="AttemptWindow"/> that are not slowed.</summary>
    public int AttemptsPerAddress { get; init; } = 50;

    /// <summary>How long an attempt counts.</summary>
    public TimeSpan AttemptWindow { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Longest validity of an API token.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromDays(365);

    /// <summary>The file of local people; null for none.</summary>
    public string? PeopleFile { get; init; }

    /// <summary>The OpenID Connect provider; null for none.</summary>
    public OidcOptions? Oidc { get; init; }

    /// <summary>The directory; null for none.</summary>
    public LdapOptions? Ldap { get; init; }

    /// <summary>The proxy that signs people in; null for none.</summary>
    public ProxyOptions? Proxy { get; init; }

    /// <summary>Client certificates; null for none.</summary>
    public CertificateOptions? Certificates { get; init; }
}

/// <summary>An OpenID Connect provider (OpenID Connect Core 1.0, code flow with PKCE, RFC 7636).</summary>
/// <param name="Authority">The issuer; its metadata are at <c>.well-known/openid-configuration</c> below it.</param>
/// <param name="ClientId">The name that the provider knows the gateway by.</param>
/// <param name="ClientSecret">Reads the secret that goes with it; null for a public client.</param>
/// <param name="Scopes">Scopes that are asked for; <c>openid</c> among them.</param>
/// <param name="NameClaim">The claim that is the person's name; one that people cannot choose for themselves.</param>
/// <param name="GroupsClaim">The claim that holds the groups.</param>
/// <param name="Label">What the button says.</param>
/// <param name="CertificateAuthority">PEM file of the authorities that may have signed the provider's certificate; null: those that the system trusts.</param>
public sealed record OidcOptions(
    Uri Authority, string ClientId, Func<string>? ClientSecret, IReadOnlyList<string> Scopes, string NameClaim, string GroupsClaim, string Label, string? CertificateAuthority);

/// <summary>An LDAP directory (RFC 4511).</summary>
public sealed record LdapOptions
{
    /// <summary>Where it is: <c>ldap://host[:port]</c> or <c>ldaps://host[:port]</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>Whether an <c>ldap://</c> connection is encrypted before anything is said (RFC 4511, 4.14).</summary>
    public bool StartTls { get; init; }

    /// <summary>PEM file of the authorities that may have signed the server's certificate; null: those that the system trusts.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>The name to bind as, with <c>{user}</c> in it; null where the person is searched for.</summary>
    public string? UserDn { get; init; }

    /// <summary>Where people are searched for; null with a <see cref="UserDn"/> that is a distinguished name.</summary>
    public string? SearchBase { get; init; }

    /// <summary>How, with <c>{user}</c> in it (RFC 4515).</summary>
    public string SearchFilter { get; init; } = "(uid={user})";

    /// <summary>Who searches; null for anybody (anonymous).</summary>
    public string? BindDn { get; init; }

    /// <summary>Reads his password.</summary>
    public Func<string>? BindPassword { get; init; }

    /// <summary>The attribute that is the person's name.</summary>
    public string NameAttribute { get; init; } = "uid";

    /// <summary>Where groups are searched for; null for none.</summary>
    public string? GroupBase { get; init; }

    /// <summary>How, with <c>{dn}</c> and <c>{user}</c>.</summary>
    public string GroupFilter { get; init; } = "(member={dn})";

    /// <summary>The attribute that is a group's name.</summary>
    public string GroupName { get; init; } = "cn";

    /// <summary>How long the directory may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>A reverse proxy that signs people in.</summary>
/// <param name="From">Where its requests come from; the header of anybody else is refused.</param>
/// <param name="UserHeader">The header with the name.</param>
/// <param name="GroupsHeader">The header with the groups, separated by commas; null for none.</param>
public sealed record ProxyOptions(IReadOnlyList<IPNetwork> From, string UserHeader, string? GroupsHeader);

/// <summary>Where a certificate has the person's name.</summary>
public enum CertificateName
{
    /// <summary>The subject's common name.</summary>
    CommonName,

    /// <summary>An e-mail address (rfc822Name of RFC 5280, 4.2.1.6).</summary>
    Email,

    /// <summary>A user principal name (otherName 1.3.6.1.4.1.311.20.2.3).</summary>
    PrincipalName,
}

/// <summary>Client certificates.</summary>
/// <param name="Authority">PEM file of the authorities that sign people's certificates. They are trusted for nothing else.</param>
/// <param name="Name">Where the name is.</param>
public sealed record CertificateOptions(string Authority, CertificateName Name);
