using Gateway.HostKeys;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.HostKeys;

public sealed class KnownHostsTests : IDisposable
{
    private const string Ed = "AAAAC3NzaC1lZDI1NTE5AAAAIJyFh1Ss3eZmKL1vFxMvPnZhPYQcMqlkiuPvCVQHT7yM";
    private const string Other = "AAAAC3NzaC1lZDI1NTE5AAAAIAwUhHYWhXEEqV1uxqZ6cYpQ1p1vN0pL0qv2nKzMJnXx";

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("[host]:6022 ssh-ed25519 " + Ed, true)]
    [InlineData("[host]:6022,10.0.0.1 ssh-ed25519 " + Ed + " a comment", true)]
    [InlineData("router-1/10.0.0.9:22 ssh-ed25519 " + Ed, true)]
    [InlineData("# host ssh-ed25519 " + Ed, false)]
    [InlineData("@revoked host ssh-ed25519 " + Ed, false)]
    [InlineData("|1|abc=|def= ssh-ed25519 " + Ed, false)]
    [InlineData("*.example ssh-ed25519 " + Ed, false)]
    [InlineData("host ssh-rsa " + Ed, false)]
    [InlineData("host ssh-ed25519 AAAA", false)]
    [InlineData("host ssh-ed25519 not base64", false)]
    [InlineData("host", false)]
    [InlineData("", false)]
    public void A_line_is_a_key_only_if_it_is_one_of_a_plain_place(string line, bool is_one) => Assert.Equal(is_one, HostKey.TryRead(line, out _));

    [Fact]
    public void What_differs_from_the_record_is_taken_only_when_asked_for_and_the_rest_of_the_file_stays()
    {
        string path = _scratch.Write("known_hosts", $"# mine\n[host]:1 ssh-ed25519 {Ed}\n@revoked * ssh-ed25519 {Other}\n[host]:2 ssh-ed25519 {Ed}\n");
        var known = new KnownHosts(path);
        HostKey changed = new("[host]:1", "ssh-ed25519", Other), fresh = new("[host]:3", "ssh-ed25519", Ed), same = new("[host]:2", "ssh-ed25519", Ed);
        var (added, there, different) = known.Import([changed, fresh, same]);
        Assert.Equal((1, 1), (added, there));
        Assert.Equal([changed], different);
        Assert.Equal([Ed], known.Of("[host]:1").Select(key => key.Key));
        known.Import([changed], replace: true);
        Assert.Equal([Other], known.Of("[host]:1").Select(key => key.Key));
        Assert.True(known.Replace("[host]:2", []));
        Assert.False(known.Replace("[host]:2", []));
        string[] lines = File.ReadAllLines(path);
        Assert.Equal(["# mine", $"@revoked * ssh-ed25519 {Other}", fresh.Line, changed.Line], lines);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Theory]
    [InlineData("[host]:1 ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBA==")]
    [InlineData("[HOST]:1 ssh-ed25519 " + Other)]
    public void A_scan_adds_no_second_key_to_a_place_of_whatever_type_or_spelling(string line)
    {
        string path = _scratch.Write("known_hosts", $"[host]:1 ssh-ed25519 {Ed}\n");
        Assert.True(HostKey.TryRead(line, out var key));
        Assert.Equal([key], new KnownHosts(path).Import([key]).Different);
        Assert.Equal([$"[host]:1 ssh-ed25519 {Ed}"], File.ReadAllLines(path));
    }

    [Fact]
    public async Task A_fingerprint_is_the_one_that_ssh_shows()
    {
        string file = _scratch.Write("key.pub", $"ssh-ed25519 {Ed} x\n");
        var shown = await Tool.RunAsync("/usr/bin/ssh-keygen", ["-lf", file]);
        Assert.True(HostKey.TryRead($"host ssh-ed25519 {Ed}", out var key));
        Assert.Equal(shown.Output.Split(' ')[1], key.Fingerprint);
    }
}
