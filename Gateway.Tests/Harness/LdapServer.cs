using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace Gateway.Tests.Harness;

/// <summary>OpenLDAP's slapd on free ports of 127.0.0.1, with people, groups, an authority and a database of its own.</summary>
public sealed class LdapServer : IAsyncLifetime, IDisposable
{
    public const string Base = "dc=example,dc=org";
    public const string People = "ou=people," + Base;
    public const string Reader = "cn=reader," + Base;
    public const string ReaderPassword = "reads-everybody";

    /// <summary>Name of a group that cannot be a name here. Erin is in it.</summary>
    private static readonly string TooLong = new('g', 129);

    private readonly Scratch _scratch = new();
    private Tool? _slapd;

    public int Port { get; } = Ports.Free();

    public int TlsPort { get; } = Ports.Free();

    /// <summary>The certificate of the authority that signed the server's.</summary>
    public string Authority => _scratch.PathOf("ca.pem");

    /// <summary>One of the same name that did not.</summary>
    public string OtherAuthority => _scratch.PathOf("other-ca.pem");

    public static string PasswordOf(string name) => $"{name}'s own password";

    public Uri Plain => Address("ldap", "127.0.0.1", Port);

    public Uri Secure => Address("ldaps", "127.0.0.1", TlsPort);

    public static Uri Address(string scheme, string host, int port) => new(string.Create(CultureInfo.InvariantCulture, $"{scheme}://{host}:{port}"));

    public async Task InitializeAsync()
    {
        WriteCertificates();
        _scratch.Write("slapd.conf", $"""
            include /etc/ldap/schema/core.schema
            include /etc/ldap/schema/cosine.schema
            include /etc/ldap/schema/inetorgperson.schema
            pidfile {_scratch.PathOf("pid")}
            modulepath /usr/lib/ldap
            moduleload back_mdb
            TLSCACertificateFile {Authority}
            TLSCertificateFile {_scratch.PathOf("server.pem")}
            TLSCertificateKeyFile {_scratch.PathOf("server.key")}
            allow bind_anon_dn bind_anon_cred
            database mdb
            maxsize 16777216
            suffix "{Base}"
            directory {Directory.CreateDirectory(_scratch.PathOf("db")).FullName}
            access to attrs=userPassword by anonymous auth by * none
            access to * by users read by anonymous auth by * none
            """);
        _scratch.Write("people.ldif", Entries());
        var (exitCode, output) = await Tool.RunAsync("/usr/sbin/slapadd", ["-f", _scratch.PathOf("slapd.conf"), "-l", _scratch.PathOf("people.ldif")]);
        if (exitCode != 0) throw new InvalidOperationException($"slapadd failed: {output}");
        _slapd = Tool.Start("/usr/sbin/slapd", ["-d", "0", "-f", _scratch.PathOf("slapd.conf"), "-h", $"{Plain} {Secure}"]);
        await _slapd.ListensAsync(TlsPort);
        await _slapd.ListensAsync(Port);
    }

    public async Task DisposeAsync()
    {
        if (_slapd is not null) await _slapd.DisposeAsync();
    }

    public void Dispose() => _scratch.Dispose();

    private static string Entries() => $"""
        dn: {Base}
        objectClass: dcObject
        objectClass: organization
        o: Example
        dc: example

        dn: {Reader}
        objectClass: applicationProcess
        objectClass: simpleSecurityObject
        cn: reader
        userPassword: {ReaderPassword}

        dn: {People}
        objectClass: organizationalUnit
        ou: people

        {Person("alice")}
        {Person("bob")}
        {Person("Carol", "shared@example.org")}
        {Person("dave", "shared@example.org")}
        {Person("erin")}
        dn: uid=two,{People}
        objectClass: inetOrgPerson
        cn: two
        sn: two
        uid: two
        uid: names
        userPassword: {PasswordOf("two")}

        dn: uid=elsewhere,{People}
        objectClass: referral
        objectClass: extensibleObject
        uid: elsewhere
        ref: ldap://127.0.0.1:1/uid=elsewhere,{People}

        dn: ou=groups,{Base}
        objectClass: organizationalUnit
        ou: groups

        dn: cn=network,ou=groups,{Base}
        objectClass: groupOfNames
        cn: network
        member: uid=alice,{People}
        member: uid=Carol,{People}

        dn: cn=admins,ou=groups,{Base}
        objectClass: groupOfNames
        cn: admins
        member: uid=bob,{People}

        dn: cn={TooLong},ou=groups,{Base}
        objectClass: groupOfNames
        cn: {TooLong}
        member: uid=erin,{People}

        """;

    private static string Person(string name, string? mail = null) => $"""
        dn: uid={name},{People}
        objectClass: inetOrgPerson
        cn: {name}
        sn: {name}
        uid: {name}
        mail: {mail ?? name + "@example.org"}
        userPassword: {PasswordOf(name)}

        """;

    private void WriteCertificates()
    {
        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = MakeAuthority(otherKey);
        _scratch.Write("other-ca.pem", other.ExportCertificatePem());
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = MakeAuthority(authorityKey);
        _scratch.Write("ca.pem", authority.ExportCertificatePem());
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=directory", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var certificate = request.Create(authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), [1, 2, 3]);
        _scratch.Write("server.pem", certificate.ExportCertificatePem());
        _scratch.Write("server.key", key.ExportPkcs8PrivateKeyPem());
    }

    private static X509Certificate2 MakeAuthority(ECDsa key)
    {
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(2));
    }
}
