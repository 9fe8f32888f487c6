using System.Security.Cryptography;
using System.Text;
using Gateway.Tests.Harness;
using Gateway.Tunnels;
using Xunit;

namespace Gateway.Tests.Tunnels.Entries;

/// <summary>Which lines are public keys of devices.</summary>
public sealed class DialInKeyTests
{
    [Fact]
    public void Keys_of_every_kind_are_read_without_their_comments()
    {
        foreach (string key in new[] { DeviceKey.Ecdsa(), DeviceKey.Ecdsa(384), DeviceKey.Ecdsa(521), DeviceKey.Ed25519(), DeviceKey.Rsa(2048) })
        {
            Assert.Null(DialInKey.Read($" {key.Replace(" ", "  ", StringComparison.Ordinal)} root@sop001 of the lab\n", out string plain));
            Assert.Equal(key, plain);
        }
    }

    [Fact]
    public async Task The_fingerprint_is_the_one_that_ssh_keygen_shows()
    {
        using var scratch = new Scratch();
        string key = DeviceKey.Ecdsa();
        Assert.Contains(DialInKey.Fingerprint(key) + " ", (await Tool.RunAsync("/usr/bin/ssh-keygen", ["-l", "-f", scratch.Write("id.pub", key + "\n")])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_good_key_says_why()
    {
        string good = DeviceKey.Ecdsa(), base64 = good.Split(' ')[1];
        byte[] blob = Convert.FromBase64String(base64), point = blob[^65..];
        point[64] ^= 1;
        (string Line, string Problem)[] bad =
        [
            ("", "is not the kind of a key and the key"),
            ("ecdsa-sha2-nistp256", "is not the kind of a key and the key"),
            ($"{good}\n{good}", "is more than one line"),
            ("-----BEGIN OPENSSH PRIVATE KEY-----", "is a private key, which belongs nowhere but on the device"),
            ($"restrict {good}", "is not base64 after its first word"),
            ($"ecdsa-sha2-nistp256 {base64[..^2]}!=", "is not base64 after its first word"),
            ($"ssh-ed25519 {base64}", "is damaged"),
            ($"ecdsa-sha2-nistp384 {base64}", "is damaged"),
            ($"ecdsa-sha2-nistp256 {Convert.ToBase64String(blob[..^3])}", "is damaged"),
            ($"ecdsa-sha2-nistp256 {Convert.ToBase64String([.. blob, 0, 0, 0])}", "is damaged"),
            ($"ecdsa-sha2-nistp256 {Convert.ToBase64String([0xff, 0xff, 0xff, 0xff, .. blob])}", "is damaged"),
            (DeviceKey.Line("ecdsa-sha2-nistp256", "nistp256"u8.ToArray(), point), "is damaged"), // a point beside the curve
            (DeviceKey.Line("ssh-ed25519", new byte[31]), "is damaged"),
            (DeviceKey.Line("ssh-dss", new byte[128]), "is none of ecdsa-sha2-nistp256"),
            (DeviceKey.Rsa(1024), "is an RSA key of 1024 bits; 2048 are the least"),
            (DeviceKey.Line("ssh-rsa", [1], [0, .. Odd(256)]), "is damaged"),
            (DeviceKey.Line("ssh-rsa", [1, 0, 1], [0, .. Odd(4096)]), "is an RSA key of 32768 bits; 16384 are the most"),
            (good + new string(' ', DialInKey.Longest), "is too long"),
        ];
        foreach (var (line, problem) in bad)
        {
            Assert.StartsWith(problem, DialInKey.Read(line, out string key), StringComparison.Ordinal);
            Assert.Empty(key);
        }

        static byte[] Odd(int length)
        {
            byte[] number = RandomNumberGenerator.GetBytes(length);
            (number[0], number[^1]) = (0xff, 0xff);
            return number;
        }
    }

    [Fact]
    public void A_code_is_long_unambiguous_and_read_however_it_is_typed()
    {
        string code = DialInSecrets.NewCode();
        Assert.Matches("^([2-9a-hjkmnp-tv-z]{5}-){3}[2-9a-hjkmnp-tv-z]{5}$", code);
        Assert.NotEqual(code, DialInSecrets.NewCode());
        Assert.Equal(DialInSecrets.HashOfCode(code), DialInSecrets.HashOfCode(code.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant()));
        string token = DialInSecrets.NewToken();
        var member = new DialInMember { Ssh = 1, TokenHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token))) };
        Assert.True(DialInSecrets.IsToken(member, token));
        Assert.False(DialInSecrets.IsToken(member, token + " "));
        Assert.False(DialInSecrets.IsToken(member with { TokenHash = null }, token));
        Assert.False(DialInSecrets.IsToken(null, token));
        Assert.DoesNotContain(member.TokenHash, member.ToString(), StringComparison.Ordinal);
    }
}
