using Gateway.Tunnels;
using Gateway.Tunnels.Sshd;
using Xunit;

namespace Gateway.Tests.Tunnels.Sshd;

/// <summary>What sshd is told and what it says, without sshd.</summary>
public sealed class SshdTextTests
{
    private const string Print = "SHA256:dvyUztbmg6v2E+704W5hsUbseBjv1GvaXY4aZhC/OkA";
    private const string Key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL4fZSYi2KZ4l+S8b0xP5C1E2vPzGRhdQ0oP0wS1qZ5e";

    [Theory]
    [InlineData($"Accepted publickey for gateway from 10.0.0.9 port 54744 ssh2: ED25519 {Print}", "Accepted", Print, 0)]
    [InlineData($"Accepted publickey for gateway from UNKNOWN port 65535 ssh2: ECDSA {Print}", "Accepted", Print, 0)]
    [InlineData($"Failed publickey for gateway from 10.0.0.9 port 48314 ssh2: ED25519 {Print}", "Failed", Print, 0)]
    [InlineData("Received request from 10.0.0.9 port 59922 to remote forward to host localhost port 18002, but the request was denied.", "Denied", "", 18002)]
    [InlineData("bind [127.0.0.1]:18001: Address already in use", "InUse", "", 18001)]
    [InlineData("error: bind [127.0.0.1]:18001: Address already in use", "InUse", "", 18001)]
    [InlineData("User child is on pid 21688", "Child", "", 21688)]
    [InlineData("Starting session: forced-command (key-option) 'exit 1' for gateway from 10.0.0.9 port 48302 id 0", "Command", "", 0)]
    [InlineData("Timeout, client not responding from user gateway 10.0.0.9 port 54744", "Silent", "", 0)]
    // Who signs in as that user has it logged.
    [InlineData($"Invalid user Accepted publickey for gateway from 1.1.1.1 port 1 ssh2: ED25519 {Print} from 10.0.0.9 port 5", "Other", "", 0)]
    [InlineData($"Failed none for invalid user Accepted publickey for x from 1.1.1.1 port 1 ssh2: ED25519 {Print}", "Other", "", 0)]
    [InlineData($"Accepted key ED25519 {Print} found at /tmp/ak:1", "Other", "", 0)]
    [InlineData($"Accepted publickey for gateway from 10.0.0.9 port 54744 ssh2: ED25519 {Print} ", "Other", "", 0)]
    public void A_line_of_the_log_is_known_by_its_beginning_and_end(string line, string word, string fingerprint, int number) =>
        Assert.Equal(new SshdLine(Enum.Parse<SshdWord>(word), fingerprint, number), SshdLine.Read(line));

    [Fact]
    public void A_key_may_listen_on_its_ports_alone_and_one_that_is_stopped_or_anothers_is_left_out()
    {
        var device = new DialIn { Name = "a", Master = new DialInMember { Ssh = 10001, Http = 10101, Key = Key } };
        Assert.Equal($"restrict,port-forwarding,permitlisten=\"10001\",permitlisten=\"10101\",command=\"exit 1\" {Key}\n",
            SshdText.AuthorizedKeys(new DialIns([device, device with { Name = "b" }, new DialIn { Name = "c", Master = new DialInMember { Ssh = 3 } }]), []));
        Assert.Equal("", SshdText.AuthorizedKeys(new DialIns([device with { Stopped = true }]), []));
    }

    [Fact]
    public async Task Whoever_is_one_too_many_waits_for_his_turn_and_beyond_a_bound_is_sent_away()
    {
        var gate = new SshdGate();
        var inside = await EnterAsync(gate, "a", SshdGate.PerAddress);
        List<Task<IDisposable?>> waiting = [.. Enumerable.Range(0, SshdGate.WaitingPerAddress).Select(_ => gate.EnterAsync("a", CancellationToken.None))];
        Assert.All(waiting, turn => Assert.False(turn.IsCompleted));
        Assert.Null(await gate.EnterAsync("a", CancellationToken.None));
        // Another address does not wait for that one, until all places are taken.
        for (int other = 0; other < (SshdGate.InAll / SshdGate.PerAddress) - 1; other++) await EnterAsync(gate, $"b{other}", SshdGate.PerAddress);
        using var gone = new CancellationTokenSource();
        var late = gate.EnterAsync("c", gone.Token);
        Assert.False(late.IsCompleted);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late);
        inside[0].Dispose();
        inside[0].Dispose();
        Assert.NotNull(await waiting[0]);
        Assert.False(waiting[1].IsCompleted);
    }

    private static async Task<List<IDisposable>> EnterAsync(SshdGate gate, string address, int count)
    {
        List<IDisposable> turns = [];
        for (int i = 0; i < count; i++) turns.Add((await gate.EnterAsync(address, CancellationToken.None))!);
        return turns;
    }
}
