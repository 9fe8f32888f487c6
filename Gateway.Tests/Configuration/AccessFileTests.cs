using Xunit;

namespace Gateway.Tests.Configuration;

/// <summary>The files of people, secrets and authorities that signing in needs, on disk.</summary>
public sealed class AccessFileTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string People = "\"signIn\": { \"people\": \"people.json\" }";
    private const string Oidc = "\"signIn\": { \"oidc\": { \"authority\": \"https://login.example\", \"clientId\": \"g\", \"clientSecretFile\": \"secret\" } }";
    private const string Ldap = "\"signIn\": { \"ldap\": { \"url\": \"ldaps://directory.example\", \"searchBase\": \"dc=x\", \"bindDn\": \"cn=x\", \"bindPasswordFile\": \"secret\" } }";

    private readonly WrittenFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(UnixFileMode.None, true)]
    [InlineData(UnixFileMode.GroupRead, true)]
    [InlineData(UnixFileMode.OtherRead, false)]
    [InlineData(UnixFileMode.GroupWrite, false)]
    public void The_file_of_people_is_kept_like_a_secret(UnixFileMode more, bool good)
    {
        folder.Write("people.json", "{}", Owner | more);

        Assert.Equal(good ? [] : ["signIn.people"], folder.Load(People).Faults.Select(fault => fault.Key));
    }

    [Fact]
    public void A_missing_file_of_people_is_a_fault_that_says_how_to_make_one() => Assert.Equal("Run: gateway user add NAME", folder.Fault(People).Repair);

    [Theory]
    [InlineData(Oidc, "signIn.oidc.clientSecretFile")]
    [InlineData(Ldap, "signIn.ldap.bindPasswordFile")]
    public void Secrets_are_files_of_ones_own(string settings, string key)
    {
        Assert.Equal(key, folder.Fault(settings).Key);
        folder.Write("secret", "hunter2\n", Owner | UnixFileMode.OtherRead);
        Assert.Equal(key, folder.Fault(settings).Key);
        folder.Write("secret", "hunter2\n", Owner);
        Assert.Empty(folder.Load(settings).Faults);
    }

    [Theory]
    [InlineData("\"signIn\": { \"oidc\": { \"authority\": \"https://login.example\", \"clientId\": \"g\", \"certificateAuthority\": \"ca.pem\" } }", "signIn.oidc.certificateAuthority")]
    [InlineData("\"signIn\": { \"ldap\": { \"url\": \"ldaps://directory.example\", \"userDn\": \"uid={user}\", \"certificateAuthority\": \"ca.pem\" } }", "signIn.ldap.certificateAuthority")]
    [InlineData("\"listen\": [\"https://127.0.0.1:5443\"], \"tls\": { \"certificate\": \"c.pem\", \"key\": \"k.pem\" }, \"signIn\": { \"certificates\": { \"authority\": \"ca.pem\" } }", "signIn.certificates.authority")]
    public void Authorities_hold_certificates_and_others_cannot_change_them(string settings, string key)
    {
        folder.WriteCertificate("c.pem", "k.pem");
        folder.Write("ca.pem", "nothing");
        Assert.Equal((key, "is a file without certificates in PEM"), folder.Fault(settings) is var empty ? (empty.Key, empty.Problem) : default);
        folder.WriteCertificate("ca.pem", "ca.key");
        Assert.Empty(folder.Load(settings).Faults);
        File.SetUnixFileMode(folder["ca.pem"], Owner | UnixFileMode.OtherWrite);
        Assert.Equal(key, folder.Fault(settings).Key);
    }

    [Theory]
    [InlineData("client/audit.jsonl", "is below a file")]
    [InlineData(".", "is a folder")]
    public void The_record_is_where_it_can_be_written(string file, string problem)
    {
        var fault = folder.Fault($"\"audit\": {{ \"file\": \"{file}\" }}");

        Assert.Equal("audit.file", fault.Key);
        Assert.StartsWith(problem, fault.Problem, StringComparison.Ordinal);
    }
}
