namespace Gateway.Configuration;

/// <summary>Who can sign in, and how long that lasts.</summary>
public sealed record SignInSettings
{
    /// <summary>Absolute path of the file of local people; null for none.</summary>
    public string? People { get; init; }

    /// <summary>The OpenID Connect provider.</summary>
    public OidcSettings Oidc { get; init; } = new();

    /// <summary>The LDAP directory.</summary>
    public LdapSettings Ldap { get; init; } = new();

    /// <summary>The reverse proxy that signs people in.</summary>
    public ProxySignInSettings Proxy { get; init; } = new();

    /// <summary>Client certificates.</summary>
    public CertificateSignInSettings Certificates { get; init; } = new();

    /// <summary>How long a sign-in lasts at most, 5 minutes to 30 days.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How long a sign-in lasts that is not used, 5 minutes to 30 days.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How long before the end of a sign-in, of a rule's hours or of its longest time the page says so, up to 1 hour.</summary>
    public TimeSpan Warning { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the terminals of a right that was taken away are still shown, without taking input, up to 5 minutes.</summary>
    public TimeSpan RevokeGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Attempts with one name in <see cref="AttemptWindow"/> that are not slowed, 1 to 1,000.</summary>
    public int AttemptsPerPerson { get; init; } = 5;

    /// <summary>Attempts from one address in <see cref="AttemptWindow"/> that are not slowed, 1 to 100,000.</summary>
    public int AttemptsPerAddress { get; init; } = 50;

    /// <summary>How long an attempt counts, 1 minute to 1 day.</summary>
    public TimeSpan AttemptWindow { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Longest validity of an API token, 1 hour to 3,650 days.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Whether anybody has to sign in.</summary>
    public bool IsOn => People is not null || Oidc.Authority is not null || Ldap.Url is not null || Proxy.From.Count > 0 || Certificates.Authority is not null;
}

/// <summary>An OpenID Connect provider.</summary>
public sealed record OidcSettings
{
    /// <summary>The issuer, https or on loopback; null for none.</summary>
    public Uri? Authority { get; init; }

    /// <summary>The name that the provider knows the gateway by.</summary>
    public string? ClientId { get; init; }

    /// <summary>Absolute path of the file with the client secret; null for a public client.</summary>
    public string? ClientSecretFile { get; init; }

    /// <summary>Scopes that are asked for.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = ["openid", "profile"];

    /// <summary>The claim that is the person's name.</summary>
    public string NameClaim { get; init; } = "preferred_username";

    /// <summary>The claim that holds the groups.</summary>
    public string GroupsClaim { get; init; } = "groups";

    /// <summary>What the button says.</summary>
    public string Label { get; init; } = "Single sign-on";

    /// <summary>PEM file of the authorities that may have signed the provider's certificate; null: those that the system trusts.</summary>
    public string? CertificateAuthority { get; init; }
}

/// <summary>An LDAP directory.</summary>
public sealed record LdapSettings
{
    /// <summary>Where it is; null for none.</summary>
    public Uri? Url { get; init; }

    /// <summary>Whether an ldap:// connection is encrypted with StartTLS.</summary>
    public bool StartTls { get; init; }

    /// <summary>PEM file of the authorities that may have signed the server's certificate; null: those that the system trusts.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>The name to bind as, with {user} in it; null where the person is searched for.</summary>
    public string? UserDn { get; init; }

    /// <summary>Where people are searched for.</summary>
    public string? SearchBase { get; init; }

    /// <summary>How people are searched for.</summary>
    public string SearchFilter { get; init; } = "(uid={user})";

    /// <summary>Who searches; null for anybody.</summary>
    public string? BindDn { get; init; }

    /// <summary>Absolute path of the file with his password.</summary>
    public string? BindPasswordFile { get; init; }

    /// <summary>The attribute that is the person's name.</summary>
    public string NameAttribute { get; init; } = "uid";

    /// <summary>Where groups are searched for; null for none.</summary>
    public string? GroupBase { get; init; }

    /// <summary>How groups are searched for.</summary>
    public string GroupFilter { get; init; } = "(member={dn})";

    /// <summary>The attribute that is a group's name.</summary>
    public string GroupName { get; init; } = "cn";

    /// <summary>How long the directory may take, 1 to 30 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);
}

/// <summary>A reverse proxy that signs people in.</summary>
public sealed record ProxySignInSettings
{
    /// <summary>Networks that its requests come from; empty for none.</summary>
    public IReadOnlyList<System.Net.IPNetwork> From { get; init; } = [];

    /// <summary>The header with the name.</summary>
    public string UserHeader { get; init; } = "X-Forwarded-User";

    /// <summary>The header with the groups, separated by commas; null for none.</summary>
    public string? GroupsHeader { get; init; }
}

/// <summary>Where a certificate has the person's name.</summary>
public enum CertificateNamePlace
{
    /// <summary>The subject's common name.</summary>
    CommonName,

    /// <summary>An e-mail address.</summary>
    Email,

    /// <summary>A user principal name.</summary>
    PrincipalName,
}

/// <summary>Client certificates.</summary>
public sealed record CertificateSignInSettings
{
    /// <summary>PEM file of the authorities that sign people's certificates; null for none.</summary>
    public string? Authority { get; init; }

    /// <summary>Where the name is.</summary>
    public CertificateNamePlace Name { get; init; } = CertificateNamePlace.CommonName;
}
