using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Configuration;

/// <summary>Reads who can sign in, who looks after the gateway, and where what happens is put on record.</summary>
internal static partial class AccessSettings
{
    private const string TextRepair = "Write 1 to 1,024 characters without control characters.";

    public static SignInSettings SignIn(Section signIn, PathSettings paths)
    {
        var defaults = new SignInSettings();
        var (shortest, longest) = (TimeSpan.FromMinutes(5), TimeSpan.FromDays(30));
        return new SignInSettings
        {
            People = paths.Read(signIn, "people"),
            Oidc = Oidc(signIn.Group("oidc"), paths),
            Ldap = Ldap(signIn.Group("ldap"), paths),
            Proxy = Proxy(signIn.Group("proxy")),
            Certificates = Certificates(signIn.Group("certificates"), paths),
            Lifetime = signIn.Duration("lifetime", defaults.Lifetime, shortest, longest),
            IdleTimeout = signIn.Duration("idleTimeout", defaults.IdleTimeout, shortest, longest),
            Warning = signIn.Duration("warning", defaults.Warning, TimeSpan.Zero, TimeSpan.FromHours(1)),
            RevokeGrace = signIn.Duration("revokeGrace", defaults.RevokeGrace, TimeSpan.Zero, TimeSpan.FromMinutes(5)),
            AttemptsPerPerson = signIn.Integer("attemptsPerPerson", defaults.AttemptsPerPerson, 1, 1_000),
            AttemptsPerAddress = signIn.Integer("attemptsPerAddress", defaults.AttemptsPerAddress, 1, 100_000),
            AttemptWindow = signIn.Duration("attemptWindow", defaults.AttemptWindow, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)),
            TokenLifetime = signIn.Duration("tokenLifetime", defaults.TokenLifetime, TimeSpan.FromHours(1), TimeSpan.FromDays(3_650)),
        };
    }

    public static AdministratorSettings Administrators(Section administrators) => new()
    {
        Groups = Groups(administrators),
        People = People(administrators),
        WatchIsShown = administrators.Flag("watchIsShown", true),
    };

    public static AuditSettings Audit(Section audit, PathSettings paths, string data)
    {
        var defaults = new AuditSettings();
        return new AuditSettings
        {
            File = paths.ReadOrOff(audit, "file", AuditSettings.DefaultFile(data)),
            FileSize = audit.Integer("fileSize", defaults.FileSize, 64 * 1024, 1024 * 1024 * 1024),
            RetainDays = audit.Integer("retainDays", defaults.RetainDays, 1, 3_650),
            Syslog = AddressSettings.Syslog(audit),
            OnFailure = audit.Choice("onFailure", defaults.OnFailure, Spell),
        };
    }

    /// <summary>Names of groups.</summary>
    public static IReadOnlyList<string> Groups(Section section, string key = "groups") =>
        Texts(section, key, GroupName(), "[\"operators\"]", "is not the name of a group", "Write 1 to 256 characters without control characters and without blanks at the ends.");

    /// <summary>Names of people, alone or after the way they sign in.</summary>
    public static IReadOnlyList<string> People(Section section) =>
        Texts(section, "people", PersonName(), "[\"alice\", \"oidc:bob\"]", "is not the name of a person",
            "Write a name of 1 to 128 characters, or one way alone: \"local:alice\", \"oidc:alice\", \"ldap:alice\", \"proxy:alice\" or \"certificate:alice\".");

    /// <summary>A list of texts of a certain shape, without those that are wrong; empty if it was left out.</summary>
    public static IReadOnlyList<string> Texts(Section section, string key, Regex shape, string example, string problem, string repair)
    {
        var texts = new List<string>();
        foreach (var (item, value) in section.List(key, example) ?? [])
        {
            if (value.IsText && shape.IsMatch(value.Text))
                texts.Add(value.Text);
            else
                section.Fault(item, value, value.IsText ? problem : "is not text", repair);
        }
        return texts;
    }

    /// <summary>How a choice is written: <c>common-name</c>.</summary>
    public static string Spell<T>(T choice) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(choice.ToString());

    private static OidcSettings Oidc(Section oidc, PathSettings paths)
    {
        var defaults = new OidcSettings();
        return new OidcSettings
        {
            Authority = AddressSettings.Issuer(oidc),
            ClientId = Words(oidc, "clientId"),
            ClientSecretFile = paths.Read(oidc, "clientSecretFile"),
            Scopes = Texts(oidc, "scopes", Scope(), "[\"openid\", \"profile\"]", "is not a scope", "Write printable ASCII characters without blanks, \" and \\.") is { Count: > 0 } scopes ? scopes : defaults.Scopes,
            NameClaim = Words(oidc, "nameClaim") ?? defaults.NameClaim,
            GroupsClaim = Words(oidc, "groupsClaim") ?? defaults.GroupsClaim,
            Label = oidc.Text("label", Label(), "is not a label for a button", "Write 1 to 40 characters without control characters.") ?? defaults.Label,
            CertificateAuthority = paths.Read(oidc, "certificateAuthority"),
        };
    }

    private static LdapSettings Ldap(Section ldap, PathSettings paths)
    {
        var defaults = new LdapSettings();
        return new LdapSettings
        {
            Url = AddressSettings.Directory(ldap),
            StartTls = ldap.Flag("startTls", defaults.StartTls),
            CertificateAuthority = paths.Read(ldap, "certificateAuthority"),
            UserDn = Words(ldap, "userDn"),
            SearchBase = Words(ldap, "searchBase"),
            SearchFilter = Filter(ldap, "searchFilter") ?? defaults.SearchFilter,
            BindDn = Words(ldap, "bindDn"),
            BindPasswordFile = paths.Read(ldap, "bindPasswordFile"),
            NameAttribute = Attribute(ldap, "nameAttribute") ?? defaults.NameAttribute,
            GroupBase = Words(ldap, "groupBase"),
            GroupFilter = Filter(ldap, "groupFilter") ?? defaults.GroupFilter,
            GroupName = Attribute(ldap, "groupName") ?? defaults.GroupName,
            Timeout = ldap.Duration("timeout", defaults.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30)),
        };
    }

    private static ProxySignInSettings Proxy(Section proxy) => new()
    {
        From = AddressSettings.Networks(proxy, "from"),
        UserHeader = Header(proxy, "userHeader") ?? new ProxySignInSettings().UserHeader,
        GroupsHeader = Header(proxy, "groupsHeader"),
    };

    private static CertificateSignInSettings Certificates(Section certificates, PathSettings paths) => new()
    {
        Authority = paths.Read(certificates, "authority"),
        Name = certificates.Choice("name", CertificateNamePlace.CommonName, Spell),
    };

    private static string? Words(Section section, string key) => section.Text(key, AnyText(), "is empty, too long, or holds control characters", TextRepair);

    private static string? Attribute(Section section, string key) =>
        section.Text(key, AttributeName(), "is not the name of an attribute", "Write letters, digits and hyphens, beginning with a letter, such as \"uid\".");

    private static string? Filter(Section section, string key) =>
        section.Text(key, FilterShape(), "is not a search filter", "Write it in parentheses (RFC 4515), such as \"(uid={user})\".");

    private static string? Header(Section section, string key) =>
        section.Text(key, HeaderName(), "is not the name of a header", "Write letters, digits and hyphens, such as \"X-Forwarded-User\".");

    [GeneratedRegex(@"\A[^\p{C}]{1,1024}\z")]
    private static partial Regex AnyText();

    [GeneratedRegex(@"\A[^\p{C}]{1,40}\z")]
    private static partial Regex Label();

    [GeneratedRegex(@"\A(?=.{1,256}\z)[^\p{C}\s]([^\p{C}]*[^\p{C}\s])?\z")]
    private static partial Regex GroupName();

    [GeneratedRegex(@"\A(?>((local|oidc|ldap|proxy|certificate):)?)(?=.{1,128}\z)[^\p{C}\s]([^\p{C}]*[^\p{C}\s])?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex PersonName();

    // scope-token (RFC 6749, 3.3)
    [GeneratedRegex(@"\A[!#-\[\]-~]{1,128}\z")]
    private static partial Regex Scope();

    // descr (RFC 4512, 1.4)
    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9-]{0,127}\z")]
    private static partial Regex AttributeName();

    [GeneratedRegex(@"\A\([^\p{C}]{1,1022}\)\z")]
    private static partial Regex FilterShape();

    // A token (RFC 9110, 5.6.2), of the letters that no proxy changes or drops.
    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9-]{0,127}\z")]
    private static partial Regex HeaderName();
}
