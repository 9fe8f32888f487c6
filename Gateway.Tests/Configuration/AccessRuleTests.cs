using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

/// <summary>What the settings for signing in have to be by themselves and to each other.</summary>
public sealed class AccessRuleTests
{
    private const string Proxy = "\"signIn\": { \"proxy\": { \"from\": [\"10.0.0.5\"] } }, ";
    private const string Open = "\"listen\": [\"http://0.0.0.0:80\"], ";

    [Fact]
    public void Every_way_to_sign_in_is_read()
    {
        var signIn = Written.Good("""
            "listen": ["https://127.0.0.1:5443"], "tls": { "certificate": "c.pem", "key": "k.pem" },
            "signIn": {
              "people": "people.json",
              "oidc": { "authority": "https://login.example/realms/main/", "clientId": "gateway", "clientSecretFile": "secret", "scopes": ["openid", "email"], "nameClaim": "upn", "label": "Anmelden" },
              "ldap": { "url": "ldaps://[2001:db8::1]:1636", "searchBase": "dc=example", "bindDn": "cn=reader", "bindPasswordFile": "pw", "groupBase": "ou=groups", "timeout": "00:00:02" },
              "proxy": { "from": ["10.0.0.5", "fd00::/64"], "userHeader": "Remote-User", "groupsHeader": "Remote-Groups" },
              "certificates": { "authority": "people.pem", "name": "principal-name" },
              "lifetime": "08:00:00", "attemptsPerPerson": 3 }
            """).SignIn;

        Assert.True(signIn.IsOn);
        Assert.Equal(("/srv/gateway/people.json", "/srv/gateway/secret", "/srv/gateway/pw"), (signIn.People, signIn.Oidc.ClientSecretFile, signIn.Ldap.BindPasswordFile));
        Assert.Equal(("https://login.example/realms/main/", "openid,email", "Anmelden"), (signIn.Oidc.Authority!.OriginalString, string.Join(',', signIn.Oidc.Scopes), signIn.Oidc.Label));
        Assert.Equal(("ldaps", 1636), (signIn.Ldap.Url!.Scheme, signIn.Ldap.Url.Port));
        Assert.Equal("10.0.0.5/32,fd00::/64", string.Join(',', signIn.Proxy.From));
        Assert.Equal((CertificateNamePlace.PrincipalName, TimeSpan.FromHours(8), 3), (signIn.Certificates.Name, signIn.Lifetime, signIn.AttemptsPerPerson));
    }

    [Theory]
    [InlineData("\"oidc\": { \"authority\": \"http://login.example\", \"clientId\": \"g\" }", "oidc.authority", "begins with http://")]
    [InlineData("\"oidc\": { \"authority\": \"https://login.example?x=1\", \"clientId\": \"g\" }", "oidc.authority", "is not the address of a provider")]
    [InlineData("\"oidc\": { \"authority\": \"https://user:hunter2@login.example\", \"clientId\": \"g\" }", "oidc.authority", "is not the address of a provider")]
    [InlineData("\"oidc\": { \"authority\": \"https://login.example\" }", "oidc.clientId", "is missing")]
    [InlineData("\"oidc\": { \"authority\": \"https://login.example\", \"clientId\": \"g\", \"scopes\": [\"profile\"] }", "oidc.scopes", "does not hold \"openid\"")]
    [InlineData("\"oidc\": { \"authority\": \"https://login.example\", \"clientId\": \"g\", \"scopes\": [\"openid profile\"] }", "oidc.scopes[0]", "is not a scope")]
    [InlineData("\"ldap\": { \"url\": \"ldap://directory.example\", \"userDn\": \"uid={user}\" }", "ldap.url", "begins with ldap:// and signIn.ldap.startTls is false")]
    [InlineData("\"ldap\": { \"url\": \"ldaps://directory.example\", \"startTls\": true, \"userDn\": \"uid={user}\" }", "ldap.startTls", "is true, but signIn.ldap.url begins with ldaps://")]
    [InlineData("\"ldap\": { \"url\": \"http://directory.example\", \"userDn\": \"uid={user}\" }", "ldap.url", "is not the address of a directory")]
    [InlineData("\"ldap\": { \"url\": \"ldaps://directory.example/dc=example\", \"userDn\": \"uid={user}\" }", "ldap.url", "is not the address of a directory")]
    [InlineData("\"ldap\": { \"url\": \"ldaps://directory.example\" }", "ldap.userDn", "is missing, and signIn.ldap.searchBase too")]
    [InlineData("\"ldap\": { \"url\": \"ldaps://directory.example\", \"userDn\": \"uid={user}\", \"searchBase\": \"dc=example\" }", "ldap.userDn", "is set, and signIn.ldap.searchBase too")]
    [InlineData("\"ldap\": { \"url\": \"ldaps://directory.example\", \"userDn\": \"uid=admin\" }", "ldap.userDn", "does not hold {user}")]
    [InlineData("\"ldap\": { \"url\": \"ldaps://directory.example\", \"searchBase\": \"dc=example\", \"searchFilter\": \"(uid=*)\" }", "ldap.searchFilter", "does not hold {user}")]
    [InlineData("\"ldap\": { \"url\": \"ldaps://directory.example\", \"userDn\": \"uid={user}\", \"groupBase\": \"ou=g\", \"groupFilter\": \"(cn=*)\" }", "ldap.groupFilter", "holds neither {dn} nor {user}")]
    [InlineData("\"ldap\": { \"url\": \"ldaps://directory.example\", \"searchBase\": \"dc=example\", \"bindDn\": \"cn=reader\" }", "ldap.bindPasswordFile", "is missing, but signIn.ldap.bindDn is set")]
    [InlineData("\"ldap\": { \"url\": \"ldaps://directory.example\", \"searchBase\": \"dc=example\", \"bindPasswordFile\": \"pw\" }", "ldap.bindDn", "is missing, but signIn.ldap.bindPasswordFile is set")]
    [InlineData("\"proxy\": { \"from\": [\"0.0.0.0/0\"] }", "proxy.from", "holds a /0 network")]
    [InlineData("\"proxy\": { \"from\": [\"::/0\"] }", "proxy.from", "holds a /0 network")]
    [InlineData("\"proxy\": { \"from\": [\"proxy.example\"] }", "proxy.from[0]", "is neither an IP address nor a network")]
    [InlineData("\"proxy\": { \"from\": [\"10.0.0.5\"], \"groupsHeader\": \"x-forwarded-USER\" }", "proxy.groupsHeader", "is the header with the name too")]
    [InlineData("\"certificates\": { \"authority\": \"ca.pem\" }", "certificates.authority", "is set, but no address in listen begins with https://")]
    [InlineData("\"lifetime\": \"00:01:00\"", "lifetime", "is out of range")]
    [InlineData("\"attemptsPerPerson\": 0", "attemptsPerPerson", "is out of range")]
    public void What_would_let_in_nobody_or_anybody_is_a_fault(string signIn, string key, string problem)
    {
        var fault = Written.Fault($"\"signIn\": {{ {signIn} }}");

        Assert.Equal(($"signIn.{key}", problem), (fault.Key, fault.Problem));
        Assert.DoesNotContain("hunter2", fault.Value ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host")]
    [InlineData("cookie")]
    [InlineData("Authorization")]
    [InlineData("X-Forwarded-For")]
    [InlineData("X-Gateway-Person")]
    [InlineData("Sec-WebSocket-Protocol")]
    public void A_header_with_another_meaning_names_nobody(string header)
    {
        Assert.Equal("signIn.proxy.userHeader", Written.Fault($"\"signIn\": {{ \"proxy\": {{ \"from\": [\"10.0.0.5\"], \"userHeader\": \"{header}\" }} }}").Key);
        Assert.Equal("signIn.proxy.groupsHeader", Written.Fault($"\"signIn\": {{ \"proxy\": {{ \"from\": [\"10.0.0.5\"], \"groupsHeader\": \"{header}\" }} }}").Key);
    }

    [Theory]
    [InlineData("X_Forwarded_User")]
    [InlineData("Remote User")]
    [InlineData("Remote-User:")]
    [InlineData("")]
    public void A_header_has_a_name_that_no_proxy_changes(string header) =>
        Assert.Equal("is not the name of a header", Written.Fault($"\"signIn\": {{ \"proxy\": {{ \"from\": [\"10.0.0.5\"], \"userHeader\": \"{header}\" }} }}").Problem);

    [Theory]
    [InlineData("\"oidc\": { \"authority\": \"http://127.0.0.1:8080\", \"clientId\": \"g\" }")]
    [InlineData("\"oidc\": { \"authority\": \"http://localhost:8080/x\", \"clientId\": \"g\" }")]
    [InlineData("\"ldap\": { \"url\": \"ldap://127.0.0.1:389\", \"userDn\": \"uid={user}\" }")]
    [InlineData("\"ldap\": { \"url\": \"ldap://directory.example\", \"startTls\": true, \"userDn\": \"uid={user}\" }")]
    public void On_this_machine_and_with_encryption_it_is_good(string signIn) => Assert.NotNull(Written.Good($"\"signIn\": {{ {signIn} }}"));

    [Theory]
    [InlineData("\"policy\": [{ \"name\": \"all\" }]", "policy")]
    [InlineData("\"administrators\": { \"groups\": [\"x\"] }", "administrators.groups")]
    [InlineData("\"administrators\": { \"people\": [\"x\"] }", "administrators.people")]
    public void Rights_mean_nothing_where_nobody_signs_in(string settings, string key)
    {
        var fault = Written.Fault(settings);

        Assert.Equal((key, "is set, but nobody has to sign in"), (fault.Key, fault.Problem));
        Assert.NotNull(Written.Good(Proxy + settings));
    }

    [Fact]
    public void Where_people_sign_in_the_gateway_may_listen_beyond_loopback() =>
        Assert.NotNull(Written.Good(Proxy + Open + "\"publicUrl\": \"https://gateway.example\""));

    [Fact]
    public void Where_nobody_signs_in_it_may_not() =>
        Assert.Equal("allowAnonymousBeyondLoopback", Written.Fault(Open + "\"publicUrl\": \"https://gateway.example\"").Key);

    [Theory]
    [InlineData("\"people\": \"people.json\"", Open + "\"publicUrl\": \"http://gateway.example\"")]
    [InlineData("\"people\": \"people.json\"", Open + "\"publicUrl\": \"http://localhost\"")]
    [InlineData("\"people\": \"people.json\"", "\"publicUrl\": \"http://gateway.example\"")]
    [InlineData("\"ldap\": { \"url\": \"ldaps://directory.example\", \"userDn\": \"uid={user}\" }", "\"publicUrl\": \"http://gateway.example\"")]
    public void Passwords_do_not_travel_in_clear(string signIn, string settings)
    {
        var fault = Written.Fault($"\"signIn\": {{ {signIn} }}, {settings}");

        Assert.Equal(("publicUrl", "is not https, but people type their passwords here"), (fault.Key, fault.Problem));
    }

    [Fact]
    public void The_demo_of_ones_own_may_take_passwords_by_http() => Assert.NotNull(Written.Good("\"signIn\": { \"people\": \"people.json\" }"));

    [Theory]
    [InlineData("null", "/srv/gateway/data/audit/audit.jsonl")]
    [InlineData("false", null)]
    [InlineData("\"/var/log/a.jsonl\"", "/var/log/a.jsonl")]
    public void The_record_has_a_file_unless_it_is_switched_off(string file, string? path) => Assert.Equal(path, Written.Good($"\"audit\": {{ \"file\": {file} }}").Audit.File);

    [Theory]
    [InlineData("udp://10.0.0.9:514", true)]
    [InlineData("tcp://[::1]:601", true)]
    [InlineData("udp://10.0.0.9", false)]
    [InlineData("http://10.0.0.9:514", false)]
    [InlineData("udp://10.0.0.9:514/x", false)]
    public void A_syslog_server_has_a_host_and_a_port(string address, bool good) =>
        Assert.Equal(good ? [] : ["audit.syslog"], Written.With($"\"audit\": {{ \"syslog\": \"{address}\" }}").Faults.Select(fault => fault.Key));

    [Fact]
    public void Settings_of_groups_within_groups_come_from_variables_too() =>
        Assert.Equal("https://login.example/", Written.Good("", ("GATEWAY__SIGNIN__OIDC__AUTHORITY", "https://login.example"), ("GATEWAY__SIGNIN__OIDC__CLIENTID", "g"), ("GATEWAY__ADMINISTRATORS__GROUPS", "a,b")).SignIn.Oidc.Authority!.AbsoluteUri);
}
