using System.Formats.Asn1;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Gateway.Access;
using Gateway.Access.Identity;
using Gateway.Configuration;
using Gateway.Tests.Harness;
using Gateway.Web;
using Xunit;

namespace Gateway.Tests.Access.Identity;

/// <summary>Client certificates: who holds one of the named authority is in, everybody else is told what is wrong.</summary>
public sealed class CertificateSignInTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly Oid ClientUse = new("1.3.6.1.5.5.7.3.2"), ServerUse = new("1.3.6.1.5.5.7.3.1");

    private readonly Scratch _scratch = new();
    private readonly X509Certificate2 _authority = Authority("CN=People");
    private readonly X509Certificate2 _other = Authority("CN=People");

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_certificate_signs_its_holder_in_over_a_real_connection(string version)
    {
        await using var gateway = await StartAsync();
        using var good = Person("CN=alice, O=Operations");
        using var browser = Browser(gateway, good, version);
        using var before = await browser.GetAsync("api/me");
        Assert.Equal(HttpStatusCode.Unauthorized, before.StatusCode); // the certificate alone is no sign-in
        using var answer = await browser.SendAsync(Post(gateway, "api/sign-in/connection"));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.StartsWith("__Host-gateway-person=", answer.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
        Assert.Contains("; path=/; secure; samesite=strict; httponly", answer.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
        Assert.Equal("certificate:alice", (await browser.GetFromJsonAsync<Me>("api/me"))!.Id);
        foreach (var (certificate, words) in new (X509Certificate2?, string)[]
        {
            (null, "Your browser showed no certificate"),
            (Person("CN=alice", signer: _other), "This certificate is unknown here"),
            (Person("CN=alice", from: Now.AddDays(-9), until: Now.AddDays(-1)), "Your certificate is not valid today"),
        })
        {
            using var refused = Browser(gateway, certificate, version);
            using var page = await refused.GetAsync("sign-in"); // the connection itself works
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            using var no = await refused.SendAsync(Post(gateway, "api/sign-in/connection"));
            Assert.Equal(HttpStatusCode.Unauthorized, no.StatusCode);
            Assert.Contains(words, await no.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            certificate?.Dispose();
        }
    }

    [Fact]
    public void What_a_certificate_is_worth()
    {
        using var between = Authority("CN=Department", _authority);
        using var leaf = Authority("CN=Not allowed to sign", _authority, isAuthority: false);
        Check(CertificateFault.None, Person("CN=alice"));
        Check(CertificateFault.None, Person("CN=alice", signer: between), between);
        Check(CertificateFault.Stranger, Person("CN=alice", signer: between)); // nothing is fetched from anywhere
        Check(CertificateFault.Stranger, Person("CN=alice", signer: leaf), leaf);
        Check(CertificateFault.Stranger, Person("CN=alice", signer: _other));
        Check(CertificateFault.Stranger, Person("CN=alice", signer: _other), _other); // whoever sends his own root
        Check(CertificateFault.Purpose, Person("CN=alice", use: ServerUse));
        Check(CertificateFault.Purpose, Person("CN=alice", use: null));
        Check(CertificateFault.Expired, Person("CN=alice", from: Now.AddDays(-9), until: Now.AddDays(-1)));
        Check(CertificateFault.Expired, Person("CN=alice", from: Now.AddDays(1), until: Now.AddDays(2)));

        void Check(CertificateFault expected, X509Certificate2 certificate, params X509Certificate2[] sent)
        {
            using (certificate) Assert.Equal(expected, Read(certificate, CertificateName.CommonName, sent).Fault);
        }
    }

    [Theory]
    [InlineData("O=Operations")]
    [InlineData("CN=alice, CN=root")]
    [InlineData("CN=\"alice\n\"")]
    public void A_subject_without_exactly_one_name_signs_nobody_in(string subject)
    {
        using var certificate = Person(subject);
        var (person, fault) = Read(certificate, CertificateName.CommonName);
        Assert.Equal((null, CertificateFault.Nameless), (person?.Name, fault));
    }

    [Fact]
    public void The_name_is_read_from_the_place_that_the_operator_chose_and_nowhere_else()
    {
        using var certificate = Person("CN=common", names =>
        {
            names.AddDnsName("dns.example");
            names.AddEmailAddress("alice@example.org");
            names.AddUserPrincipalName("alice@corp.example");
        });
        Assert.Equal("common", Read(certificate, CertificateName.CommonName).Person!.Name);
        Assert.Equal("alice@example.org", Read(certificate, CertificateName.Email).Person!.Name);
        Assert.Equal("alice@corp.example", Read(certificate, CertificateName.PrincipalName).Person!.Name);
        using var bare = Person("CN=common, E=alice@example.org");
        Assert.Equal(CertificateFault.Nameless, Read(bare, CertificateName.Email).Fault);
        using var two = Person("CN=common", names =>
        {
            names.AddEmailAddress("alice@example.org");
            names.AddEmailAddress("root@example.org");
        });
        Assert.Equal(CertificateFault.Nameless, Read(two, CertificateName.Email).Fault);
        using var broken = Person("CN=common", more: new X509Extension("2.5.29.17", [0x30, 0x05, 0x81, 0x7f, 0x41], critical: false));
        Assert.NotEqual(CertificateFault.None, Read(broken, CertificateName.Email).Fault);
        var other = new AsnWriter(AsnEncodingRules.DER);
        using (other.PushSequence()) other.WriteCharacterString(UniversalTagNumber.UTF8String, "no tag of ours");
        using var odd = Person("CN=common", more: new X509Extension("2.5.29.17", other.Encode(), critical: false));
        Assert.NotEqual(CertificateFault.None, Read(odd, CertificateName.PrincipalName).Fault);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _other.Dispose();
        _scratch.Dispose();
    }

    private (Person? Person, CertificateFault Fault) Read(X509Certificate2 certificate, CertificateName place, params X509Certificate2[] sent) =>
        new CertificateIdentity(new SignInOptions { Certificates = new CertificateOptions(AuthorityFile(), place) }, TimeProvider.System).Read(certificate, [.. sent]);

    private string AuthorityFile() => _scratch.Write("people.pem", _authority.ExportCertificatePem());

    private Task<TestGateway> StartAsync()
    {
        using var server = Person("CN=127.0.0.1", use: ServerUse);
        return TestGateway.StartAsync([22], change: file =>
        {
            file["listen"] = new JsonArray("https://127.0.0.1:0");
            file["tls"] = new JsonObject
            {
                ["certificate"] = _scratch.Write("cert.pem", server.ExportCertificatePem()),
                ["key"] = _scratch.Write("key.pem", server.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem()),
            };
        }, adjust: configuration => configuration with { SignIn = new SignInSettings { Certificates = new CertificateSignInSettings { Authority = AuthorityFile() } } });
    }

    private static HttpClient Browser(TestGateway gateway, X509Certificate2? certificate, string version)
    {
        var handler = TestGateway.Handler(new CookieContainer());
        if (certificate is not null) handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        return new(handler) { BaseAddress = gateway.Address, DefaultRequestVersion = Version.Parse(version), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact, Timeout = HubClient.Patience };
    }

    private static HttpRequestMessage Post(TestGateway gateway, string path) => new(HttpMethod.Post, new Uri(gateway.Address, path))
    {
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionOrHigher,
        Headers = { { "Origin", gateway.Address.GetLeftPart(UriPartial.Authority) } },
    };

    private static X509Certificate2 Authority(string name, X509Certificate2? signer = null, bool isAuthority = true)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        if (signer is null) return request.CreateSelfSigned(Now.AddDays(-30), Now.AddDays(30));
        using var signed = request.Create(signer, Now.AddDays(-20), Now.AddDays(20), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }

    private X509Certificate2 Person(string subject, Action<SubjectAlternativeNameBuilder>? names = null, X509Certificate2? signer = null, DateTimeOffset? from = null, DateTimeOffset? until = null, X509Extension? more = null) =>
        Person(subject, ClientUse, names, signer, from, until, more);

    private X509Certificate2 Person(
        string subject, Oid? use, Action<SubjectAlternativeNameBuilder>? names = null, X509Certificate2? signer = null, DateTimeOffset? from = null, DateTimeOffset? until = null, X509Extension? more = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (use is not null) request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([use], critical: false));
        if (names is not null)
        {
            var builder = new SubjectAlternativeNameBuilder();
            names(builder);
            request.CertificateExtensions.Add(builder.Build());
        }
        if (more is not null) request.CertificateExtensions.Add(more);
        var authority = signer ?? _authority;
        using var signature = authority.GetECDsaPrivateKey()!;
        using var signed = request.Create(authority.SubjectName, X509SignatureGenerator.CreateForECDsa(signature), from ?? Now.AddDays(-10), until ?? Now.AddDays(10), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
