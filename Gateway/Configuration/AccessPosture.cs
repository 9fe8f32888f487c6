using System.Net;

namespace Gateway.Configuration;

/// <summary>What an operator should know about who can sign in.</summary>
internal static class AccessPosture
{
    /// <summary>The warnings, as sentences.</summary>
    public static IEnumerable<string> Warnings(GatewayConfiguration configuration) =>
        (configuration.SignIn.IsOn ? On(configuration).Concat(PolicyPosture.Warnings(configuration)) : []).Concat(Unused(configuration.SignIn));

    private static IEnumerable<string> On(GatewayConfiguration configuration)
    {
        var (proxy, administrators) = (configuration.SignIn.Proxy, configuration.Administrators);
        var isHere = configuration.Domain == "localhost" || IPAddress.TryParse(configuration.Domain, out var domain) && IPAddress.IsLoopback(domain);
        if (isHere && proxy.From.Any(network => network.Contains(IPAddress.Loopback) || network.Contains(IPAddress.IPv6Loopback)))
            yield return "TERMINALS LEAD TO THIS MACHINE, WHICH CAN NAME ANYBODY (domain and signIn.proxy.from): whoever has one can ask the gateway itself with a header of his own.";
        if (proxy.From.FirstOrDefault(network => network.PrefixLength < (network.BaseAddress.GetAddressBytes().Length * 8)) is { PrefixLength: > 0 } wide)
            yield return $"Every machine in {wide} can sign in as anybody (signIn.proxy.from): name the proxy's own address.";
        if (proxy.From.Count > 0 && configuration.Listen.Any(address => address is { IsLoopback: false, IsHttps: false }))
            yield return "The proxy's word about who somebody is comes unencrypted (signIn.proxy with http:// in listen): who is on the way, or can take the proxy's address, can be anybody.";
        if (configuration.AllowAnonymousBeyondLoopback)
            yield return "allowAnonymousBeyondLoopback has no meaning where people sign in: remove it, or the gateway stays open to all on the day that signIn is removed.";
        if (configuration.SignIn.Oidc is { Authority: not null, ClientSecretFile: null })
            yield return "The OpenID provider is shown no secret (signIn.oidc.clientSecretFile is null): have it take the gateway for a public client with PKCE.";
        if (administrators.Groups.Count == 0 && administrators.People.Count == 0)
            yield return "There are no administrators (administrators is empty): nobody can see or end other people's terminals, or read the audit record in the browser.";
        if (configuration.Audit is { File: null, Syslog: null })
            yield return "Nothing is put on record (audit.file is false and audit.syslog null).";
        if (configuration.Audit is { File: not null, OnFailure: AuditFailure.Continue })
            yield return "Terminals are opened also while nothing can be put on record (audit.onFailure: continue).";
    }

    // Whoever wrote them may believe that people have to sign in that way.
    private static IEnumerable<string> Unused(SignInSettings signIn)
    {
        var (oidc, ldap, proxy, certificates) = (new OidcSettings(), new LdapSettings(), new ProxySignInSettings(), new CertificateSignInSettings());
        if (signIn.Oidc.Authority is null && signIn.Oidc with { Scopes = oidc.Scopes } != oidc)
            yield return Without("signIn.oidc", "authority");
        if (signIn.Ldap.Url is null && signIn.Ldap != ldap)
            yield return Without("signIn.ldap", "url");
        if (signIn.Proxy.From.Count == 0 && signIn.Proxy with { From = proxy.From } != proxy)
            yield return Without("signIn.proxy", "from");
        if (signIn.Certificates.Authority is null && signIn.Certificates != certificates)
            yield return Without("signIn.certificates", "authority");
    }

    private static string Without(string group, string key) => $"Nobody can sign in by {group}: its {key} is not set.";
}
