namespace Gateway.Configuration;

/// <summary>What the settings for signing in and for the policy have to be to each other.</summary>
internal static class AccessRules
{
    // What a request's own sense hangs on; a proxy that sets one of them would break it or say something else by it.
    private static readonly HashSet<string> Taken = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Cookie", "Authorization", "Proxy-Authorization", "Origin", "Referer", "Connection", "Upgrade", "Content-Length", "Content-Type", "Transfer-Encoding",
        "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "X-Original-For", "X-Original-Host", "X-Original-Proto",
        "Accept", "User-Agent", "Date", "Via", "Range", "TE", "Trailer", "Expect",
    };

    private static readonly string[] TakenStarts = ["X-Gateway-", "Sec-", "Access-Control-"];

    /// <summary>Adds a fault for every rule that is broken.</summary>
    public static void Check(GatewayConfiguration configuration, Reading reading)
    {
        var signIn = configuration.SignIn;
        Oidc(signIn.Oidc, reading);
        Ldap(signIn.Ldap, reading);
        Proxy(signIn.Proxy, reading);
        if (signIn.Certificates.Authority is not null && !configuration.Listen.Any(address => address.IsHttps))
            Rules.Broken(reading, "signIn.certificates.authority", "is set, but no address in listen begins with https://", "Listen on https:// with a certificate of the gateway's own: a proxy in front would keep people's certificates to itself.", "listen");
        Passwords(configuration, reading);
        if (!signIn.IsOn)
            Meaningless(configuration, reading);
    }

    private static void Oidc(OidcSettings oidc, Reading reading)
    {
        if (oidc.Authority is not { } authority)
            return;
        if (authority is { Scheme: "http", IsLoopback: false })
            Rules.Broken(reading, "signIn.oidc.authority", "begins with http://", "Write https://: who is on the way could otherwise sign in as anybody.");
        if (oidc.ClientId is null)
            Rules.Broken(reading, "signIn.oidc.clientId", "is missing", "Write the name that the provider knows the gateway by.");
        if (!oidc.Scopes.Contains("openid"))
            Rules.Broken(reading, "signIn.oidc.scopes", "does not hold \"openid\"", "Add it: without, the provider does not say who signed in (OpenID Connect Core 1.0, 3.1.2.1).");
    }

    private static void Ldap(LdapSettings ldap, Reading reading)
    {
        if (ldap.Url is not { } url)
            return;
        var isPlain = url.Scheme == "ldap";
        if (isPlain && !ldap.StartTls && !url.IsLoopback)
            Rules.Broken(reading, "signIn.ldap.url", "begins with ldap:// and signIn.ldap.startTls is false", "Write ldaps://, or set startTls to true: passwords could otherwise be read on the way.", "signIn.ldap.startTls");
        if (!isPlain && ldap.StartTls)
            Rules.Broken(reading, "signIn.ldap.startTls", "is true, but signIn.ldap.url begins with ldaps://", "Write ldap://, or set it to false: a connection is encrypted in one way.", "signIn.ldap.url");
        if (ldap.UserDn is null == ldap.SearchBase is null)
        {
            Rules.Broken(reading, "signIn.ldap.userDn", ldap.UserDn is null ? "is missing, and signIn.ldap.searchBase too" : "is set, and signIn.ldap.searchBase too",
                "Set one of the two: the name that people bind as, such as \"uid={user},ou=people,dc=example\", or where they are searched for.", "signIn.ldap.searchBase");
        }
        if (ldap.UserDn is { } name && !name.Contains("{user}", StringComparison.Ordinal))
            Rules.Broken(reading, "signIn.ldap.userDn", "does not hold {user}", "Write {user} where the person's name belongs: everybody would otherwise be the same.");
        if (ldap.SearchBase is not null && !ldap.SearchFilter.Contains("{user}", StringComparison.Ordinal))
            Rules.Broken(reading, "signIn.ldap.searchFilter", "does not hold {user}", "Write {user} where the person's name belongs: everybody would otherwise be the same.");
        if (ldap.GroupBase is not null && !ldap.GroupFilter.Contains("{user}", StringComparison.Ordinal) && !ldap.GroupFilter.Contains("{dn}", StringComparison.Ordinal))
            Rules.Broken(reading, "signIn.ldap.groupFilter", "holds neither {dn} nor {user}", "Write one of them where the person belongs: everybody would otherwise be in every group.");
        if (ldap is { BindDn: not null, BindPasswordFile: null })
            Rules.Broken(reading, "signIn.ldap.bindPasswordFile", "is missing, but signIn.ldap.bindDn is set", "Name the file with its password: a directory takes a name without a password for nobody (RFC 4513, 5.1.2).", "signIn.ldap.bindDn");
        if (ldap is { BindDn: null, BindPasswordFile: not null })
            Rules.Broken(reading, "signIn.ldap.bindDn", "is missing, but signIn.ldap.bindPasswordFile is set", "Write the name that the password is for.", "signIn.ldap.bindPasswordFile");
        if (ldap is { BindDn: not null, UserDn: not null, GroupBase: null })
            Rules.Broken(reading, "signIn.ldap.bindDn", "is set, but nothing is searched for", "Leave it out: with userDn people bind as themselves.", "signIn.ldap.userDn");
    }

    private static void Proxy(ProxySignInSettings proxy, Reading reading)
    {
        if (proxy.From.Count == 0)
            return;
        if (proxy.From.Any(network => network.PrefixLength == 0))
            Rules.Broken(reading, "signIn.proxy.from", "holds a /0 network", "Write the proxy's own address: whoever is in these networks can sign in as anybody.");
        Header("signIn.proxy.userHeader", proxy.UserHeader, reading);
        if (proxy.GroupsHeader is not { } groups)
            return;
        Header("signIn.proxy.groupsHeader", groups, reading);
        if (groups.Equals(proxy.UserHeader, StringComparison.OrdinalIgnoreCase))
            Rules.Broken(reading, "signIn.proxy.groupsHeader", "is the header with the name too", "Name another header, or leave it out.", "signIn.proxy.userHeader");
    }

    private static void Header(string key, string header, Reading reading)
    {
        if (Taken.Contains(header) || TakenStarts.Any(start => header.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
            Rules.Broken(reading, key, "is a header that has another meaning", "Let the proxy use a header of its own, such as \"X-Forwarded-User\" or \"X-Forwarded-Groups\", and always set it itself.");
    }

    // Names and passwords are typed into the gateway's own page.
    private static void Passwords(GatewayConfiguration configuration, Reading reading)
    {
        if (configuration is not { SignIn: { People: not null } or { Ldap.Url: not null } } || configuration.PublicUrl?.Scheme == Uri.UriSchemeHttps)
            return;
        if (configuration.PublicUrl is { IsLoopback: false } || configuration.Listen.Any(address => address is { IsLoopback: false, IsHttps: false }))
            Rules.Broken(reading, "publicUrl", "is not https, but people type their passwords here", "Listen on https:// or behind a proxy that does, and write the https:// address that people use.", "listen");
    }

    private static void Meaningless(GatewayConfiguration configuration, Reading reading)
    {
        const string repair = "Say in signIn how people sign in, or remove it: where nobody signs in it means nothing.";
        string[] ways = ["signIn.people", "signIn.oidc.authority", "signIn.ldap.url", "signIn.proxy.from", "signIn.certificates.authority"];
        if (configuration.Policy.Count > 0)
            Rules.Broken(reading, "policy", "is set, but nobody has to sign in", repair, ways);
        if (configuration.Administrators.Groups.Count > 0)
            Rules.Broken(reading, "administrators.groups", "is set, but nobody has to sign in", repair, ways);
        if (configuration.Administrators.People.Count > 0)
            Rules.Broken(reading, "administrators.people", "is set, but nobody has to sign in", repair, ways);
    }
}
