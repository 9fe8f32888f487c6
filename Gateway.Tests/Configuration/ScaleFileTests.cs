using System.Text;
using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

/// <summary>Secrets, certificates and authorities on disk.</summary>
public sealed class ScaleFileTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Password = "\"redis\": { \"address\": \"127.0.0.1:6379\", \"passwordFile\": \"secret\" }";
    private const string Token = "\"operations\": { \"tokenFile\": \"secret\" }";
    private const string RedisPair = "\"redis\": { \"address\": \"127.0.0.1:6379\", \"tls\": true, \"certificate\": \"cert.pem\", \"key\": \"key.pem\" }";
    private const string NodePair = "\"redis\": { \"address\": \"127.0.0.1:6379\" }, \"cluster\": { \"listen\": \"https://127.0.0.1:0\", \"certificate\": \"cert.pem\", \"key\": \"key.pem\" }";
    private const string RedisAuthority = "\"redis\": { \"address\": \"127.0.0.1:6379\", \"tls\": true, \"authority\": \"ca.pem\" }";
    private const string NodeAuthority = "\"redis\": { \"address\": \"127.0.0.1:6379\" }, \"cluster\": { \"authority\": \"ca.pem\" }";

    private readonly WrittenFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("hunter2")]
    [InlineData("hunter2\n")]
    [InlineData("hunter2\r\n")]
    [InlineData("\uFEFFhunter2\n")]
    public void A_secret_is_the_one_line_without_its_end(string content)
    {
        folder.Write("secret", content, Owner | UnixFileMode.GroupRead);

        Assert.Empty(folder.Load(Password).Faults);
        Assert.Equal("hunter2", SecretFile.Read(folder["secret"]));
    }

    [Fact]
    public void Blanks_belong_to_a_secret()
    {
        folder.Write("secret", " hunter 2 \n");

        Assert.Equal(" hunter 2 ", SecretFile.Read(folder["secret"]));
    }

    [Theory]
    [InlineData("", "is a file without a first line")]
    [InlineData("\n", "is a file without a first line")]
    [InlineData("hunter2\nhunter3\n", "is a file of more than one line")]
    [InlineData("hunter2\n\n", "is a file of more than one line")]
    [InlineData("\nhunter2", "is a file of more than one line")]
    public void A_secret_is_on_one_line(string content, string problem)
    {
        folder.Write("secret", content);

        var fault = folder.Fault(Password);
        Assert.Equal(("redis.passwordFile", problem), (fault.Key, fault.Problem));
    }

    [Fact]
    public void A_secret_is_text()
    {
        File.WriteAllBytes(folder["secret"], [0x68, 0xFF]);
        File.SetUnixFileMode(folder["secret"], Owner);

        Assert.Equal("is a file that is not UTF-8 text", folder.Fault(Password).Problem);
    }

    [Fact]
    public void A_secret_is_small()
    {
        folder.Write("secret", new string('x', 4097));

        Assert.StartsWith("is a file of more than 4 KiB", folder.Fault(Password).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, Owner, 0)]
    [InlineData(1, Owner | UnixFileMode.OtherRead, 1)]
    [InlineData(4097, Owner, 1)]
    public void A_link_to_a_secret_is_judged_by_its_target(int length, UnixFileMode mode, int faults)
    {
        folder.Write("real", new string('x', length), mode);
        File.CreateSymbolicLink(folder["secret"], folder["real"]);

        Assert.Equal(faults, folder.Load(Password).Faults.Count);
    }

    [Theory]
    [InlineData(Password, UnixFileMode.OtherRead)]
    [InlineData(Password, UnixFileMode.OtherWrite)]
    [InlineData(Password, UnixFileMode.GroupWrite)]
    [InlineData(Token, UnixFileMode.OtherRead)]
    public void A_secret_that_others_can_read_or_write_is_a_fault(string settings, UnixFileMode bit)
    {
        folder.Write("secret", "0123456789abcdef", Owner | bit);

        Assert.Equal($"Run: chmod 640 {folder["secret"]}", folder.Fault(settings).Repair);
    }

    [Theory]
    [InlineData(Password, "redis.passwordFile")]
    [InlineData(Token, "operations.tokenFile")]
    public void A_missing_secret_is_a_fault(string settings, string key) => Assert.Equal(key, folder.Fault(settings).Key);

    [Theory]
    [InlineData("hunter2-hunter2\n")]
    [InlineData("hunter2 hunter2 hunter2\n")]
    [InlineData("hunter2\nhunter2hunter2hunter2\n")]
    [InlineData("hunter2hunter2hunter2é\n")]
    public void What_cannot_be_a_bearer_token_is_a_fault_that_does_not_repeat_it(string content)
    {
        folder.Write("secret", content);

        var result = folder.Load(Token);
        Assert.Equal("operations.tokenFile", Assert.Single(result.Faults).Key);
        Assert.DoesNotContain("hunter2", string.Join('\n', FaultReport.Lines(result)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0123456789abcdef")]
    [InlineData("AZaz09-._~+/AZaz09-._~+/==\n")]
    public void A_bearer_token_has_at_least_16_characters(string content)
    {
        folder.Write("secret", content);

        Assert.Empty(folder.Load(Token).Faults);
    }

    [Theory]
    [InlineData(RedisPair, "redis")]
    [InlineData(NodePair, "cluster")]
    public void Certificates_match_their_keys_and_the_keys_are_private(string settings, string group)
    {
        folder.WriteCertificate("cert.pem", "key.pem");
        Assert.Empty(folder.Load(settings).Faults);

        File.SetUnixFileMode(folder["key.pem"], Owner | UnixFileMode.OtherRead);
        Assert.Equal($"{group}.key", folder.Fault(settings).Key);

        folder.WriteCertificate("other.pem", "key.pem");
        File.SetUnixFileMode(folder["key.pem"], Owner);
        var fault = folder.Fault(settings);
        Assert.Equal($"{group}.certificate", fault.Key);
        Assert.StartsWith($"and {group}.key are not", fault.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RedisAuthority, "redis.authority")]
    [InlineData(NodeAuthority, "cluster.authority")]
    public void Authorities_are_certificates_that_others_cannot_replace(string settings, string key)
    {
        Assert.StartsWith("does not exist", folder.Fault(settings).Problem, StringComparison.Ordinal);

        folder.WriteCertificate("ca.pem", "ca.key");
        Assert.Empty(folder.Load(settings).Faults);

        File.SetUnixFileMode(folder["ca.pem"], Owner | UnixFileMode.OtherWrite);
        Assert.StartsWith("can be changed by others", folder.Fault(settings).Problem, StringComparison.Ordinal);

        foreach (var content in new[] { "hello", "-----BEGIN CERTIFICATE-----\n" + Convert.ToBase64String(Encoding.UTF8.GetBytes("hello")) + "\n-----END CERTIFICATE-----\n" })
        {
            folder.Write("ca.pem", content);
            Assert.Equal((key, "is a file without certificates in PEM"), (folder.Fault(settings).Key, folder.Fault(settings).Problem));
        }
    }

    [Fact]
    public void Without_redis_its_files_are_not_looked_for() => Assert.Empty(folder.Load(
        "\"redis\": { \"passwordFile\": \"missing\", \"authority\": \"missing\" }, \"cluster\": { \"authority\": \"missing\" }").Faults);
}
