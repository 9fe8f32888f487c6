using Gateway.Methods;
using Xunit;

namespace Gateway.Tests.Methods;

public sealed class OutcomeTests
{
    private static readonly RemoteTarget Port6022 = new() { Port = 6022 };

    [Theory]
    [InlineData(255, "ssh: connect to host 192.0.2.7 port 6022: Connection refused", EndReason.Refused, "Connection refused by port 6022.")]
    [InlineData(255, "ssh: connect to host 192.0.2.7 port 6022: Connection timed out", EndReason.Unreachable, "Port 6022 of 192.0.2.7 did not answer in time.")]
    [InlineData(255, "ssh: connect to host 192.0.2.7 port 6022: No route to host", EndReason.Unreachable, "There is no way to 192.0.2.7 from the gateway.")]
    [InlineData(255, "ssh: connect to host 192.0.2.7 port 6022: Network is unreachable", EndReason.Unreachable, "There is no way to 192.0.2.7 from the gateway.")]
    [InlineData(255, "ssh: Could not resolve hostname gone.example: Name or service not known", EndReason.Unreachable, "The name 192.0.2.7 could not be resolved.")]
    [InlineData(255, "alice@192.0.2.7: Permission denied (publickey,password).", EndReason.Authentication, "The device did not accept the user or the password.")]
    [InlineData(255, "Received disconnect from 192.0.2.7 port 6022:2: Too many authentication failures", EndReason.Authentication, "The device did not accept the user or the password.")]
    [InlineData(255, "No ED25519 host key is known for [192.0.2.7]:6022 and you have requested strict checking.\r\nHost key verification failed.", EndReason.HostKey, "The key of port 6022 is not known here.")]
    [InlineData(255, "Host key verification failed.", EndReason.HostKey, "The key of port 6022 was not accepted.")]
    [InlineData(255, "Unable to negotiate with 192.0.2.7 port 6022: no matching key exchange method found.", EndReason.Failed, "The device behind port 6022 offers no algorithm that ssh accepts.")]
    [InlineData(255, "Timeout, server 192.0.2.7 not responding.", EndReason.Disconnected, "The device stopped answering.")]
    [InlineData(255, "kex_exchange_identification: Connection closed by remote host", EndReason.Disconnected, "Port 6022 answered, but not with ssh.")]
    [InlineData(255, "Connection to 192.0.2.7 closed by remote host.", EndReason.Disconnected, "The device closed the connection.")]
    [InlineData(255, "Read from remote host 192.0.2.7: Connection reset by peer", EndReason.Disconnected, "The device closed the connection.")]
    [InlineData(255, "anything else", EndReason.Failed, "ssh ended with an error (exit status 255).")]
    [InlineData(0, "Connection refused", EndReason.Exited, "The session has ended.")]
    [InlineData(3, "Permission denied (", EndReason.Exited, "The session has ended with exit status 3.")]
    public void Ssh_says_in_words_why_it_ended(int exitCode, string tail, EndReason reason, string message)
    {
        var outcome = SshOutcome.From("192.0.2.7", Port6022, exitCode, null, tail + "\r\n");
        Assert.Equal((reason, message), (outcome.Reason, outcome.Message));
    }

    [Theory]
    [InlineData("no matching key exchange method found. Their offer: diffie-hellman-group1-sha1,diffie-hellman-group14-sha1", "allow diffie-hellman-group14-sha1 for")]
    [InlineData("no matching host key type found. Their offer: ssh-rsa", "allow ssh-rsa for")]
    [InlineData("no matching cipher found. Their offer: aes128-cbc,3des-cbc", "allow aes128-cbc for")]
    [InlineData("no matching MAC found. Their offer: hmac-md5,hmac-sha1", "allow hmac-sha1 for")]
    [InlineData("no matching MAC found. Their offer: call-this-number,hmac-none", "Old devices need")]
    public void An_offer_that_ssh_does_not_take_names_the_algorithm_that_would_help(string words, string hint)
    {
        string tail = $"Unable to negotiate with 192.0.2.7 port 6022: {words}\r\n";
        Assert.Contains(hint, SshOutcome.From("192.0.2.7", Port6022, 255, null, tail).Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_host_key_is_named_with_its_fingerprint_and_the_repair()
    {
        string fingerprint = "SHA256:" + new string('A', 43);
        var outcome = SshOutcome.From("192.0.2.7", Port6022, 255, null,
            $"@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\r\nThe fingerprint for the ED25519 key sent by the remote host is\r\n{fingerprint}.\r\nHost key verification failed.\r\n");
        Assert.Equal((EndReason.HostKey, $"Host key changed: port 6022 now shows {fingerprint}."), (outcome.Reason, outcome.Message));
        Assert.Contains("[192.0.2.7]:6022", outcome.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "Connection closed by foreign host.", EndReason.Exited, "The device closed the session.")]
    [InlineData(1, "telnet: Unable to connect to remote host: Connection refused", EndReason.Refused, "Connection refused by port 7023.")]
    [InlineData(1, "telnet: Unable to connect to remote host: Connection timed out", EndReason.Unreachable, "Port 7023 of 192.0.2.7 did not answer in time.")]
    [InlineData(1, "telnet: could not resolve gone.example/7023: Name or service not known", EndReason.Unreachable, "The name 192.0.2.7 could not be resolved.")]
    [InlineData(1, "something else", EndReason.Failed, "telnet ended with an error (exit status 1).")]
    [InlineData(0, "", EndReason.Exited, "The session has ended.")]
    public void Telnet_says_in_words_why_it_ended(int exitCode, string tail, EndReason reason, string message)
    {
        var outcome = TelnetOutcome.From("192.0.2.7", 7023, exitCode, null, tail + "\r\n");
        Assert.Equal((reason, message), (outcome.Reason, outcome.Message));
    }

    [Fact]
    public void A_signal_is_named()
    {
        Assert.Equal("The client was ended by SIGKILL.", SshOutcome.From("d", Port6022, null, "SIGKILL", "").Message);
        Assert.Equal("The client was ended by SIGKILL.", TelnetOutcome.From("d", 23, null, "SIGKILL", "").Message);
        Assert.Equal((EndReason.Exited, "The session has ended."), (SshOutcome.From("d", Port6022, null, null, "").Reason, SshOutcome.From("d", Port6022, null, null, "").Message));
    }
}
