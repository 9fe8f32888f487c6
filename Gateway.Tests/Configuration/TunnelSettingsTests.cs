using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

/// <summary>The settings of devices that dial in.</summary>
public sealed class TunnelSettingsTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        var tunnels = Written.Good("""
            "publicUrl": "https://gateway.example", "ports": [],
            "tunnels": { "enabled": true, "publish": "*", "keepAlive": "00:00:05", "codeValidity": "00:10:00", "webHost": "Devices.Example",
              "ssh": { "listen": "*:2222", "host": "dial.example", "program": "/opt/sshd", "hostKey": "host_key" } }
            """).Tunnels;

        Assert.True(tunnels is { Enabled: true, Publish: "*", WebHost: "devices.example", Ssh.UsesSystem: false });
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10)), (tunnels.KeepAlive, tunnels.CodeValidity));
        Assert.Equal(("[::]:2222", "dial.example", "/opt/sshd", "/srv/gateway/host_key"), (tunnels.Ssh.Listen!.ToString(), tunnels.Ssh.Host, tunnels.Ssh.Program, tunnels.Ssh.HostKey));
        Assert.True(Written.Good("\"tunnels\": { \"ssh\": { \"server\": \"system\" } }").Tunnels.Ssh.UsesSystem);
    }

    [Theory]
    [InlineData("0.0.0.0:2222", "0.0.0.0:2222")]
    [InlineData("[::]:2222", "[::]:2222")]
    [InlineData("127.0.0.1:0", "127.0.0.1:0")]
    [InlineData("localhost:2222", null)]
    [InlineData("::1:2222", null)]
    [InlineData("[127.0.0.1]:2222", null)]
    [InlineData("127.1:2222", null)]
    [InlineData("2222", null)]
    [InlineData(":2222", null)]
    [InlineData("0.0.0.0:65536", null)]
    [InlineData("http://0.0.0.0:2222", null)]
    public void Ssh_is_listened_for_at_an_address_with_a_port(string text, string? endpoint)
    {
        var result = Written.With($"\"tunnels\": {{ \"ssh\": {{ \"listen\": \"{text}\" }} }}");

        Assert.Equal(endpoint, result.Configuration?.Tunnels.Ssh.Listen?.ToString());
        Assert.Equal(endpoint is null ? ["tunnels.ssh.listen"] : [], result.Faults.Select(fault => fault.Key));
    }

    [Theory]
    [InlineData("\"publish\": \"localhost\"", "publish", "is no IP address")]
    [InlineData("\"publish\": null", "publish", "is no IP address")]
    [InlineData("\"publish\": \"127.1\"", "publish", "is no IP address")]
    [InlineData("\"keepAlive\": \"00:05:01\"", "keepAlive", "is out of range")]
    [InlineData("\"codeValidity\": \"31.00:00:00\"", "codeValidity", "is out of range")]
    [InlineData("\"webHost\": \"gateway.example\"", "webHost", "is the host of publicUrl, whose pages and cookies are the gateway's own")]
    [InlineData("\"webHost\": \"EXAMPLE.org\"", "webHost", "is a parent of www.example.org, the host of publicUrl, which would be the name of a device", "www.example.org")]
    [InlineData("\"webHost\": \"10.0.0.1\"", "webHost", "is an IP address")]
    [InlineData("\"webHost\": \"devices\"", "webHost", "is one word, which browsers keep no cookies for")]
    [InlineData("\"webHost\": \"https://devices.example\"", "webHost", "is a URL")]
    [InlineData("\"ssh\": { \"host\": \"me@dial.example\" }", "ssh.host", "names a user")]
    [InlineData("\"ssh\": { \"program\": \"sshd\" }", "ssh.program", "is not the absolute path of a program")]
    [InlineData("\"ssh\": { \"server\": \"theirs\" }", "ssh.server", "is none of the choices")]
    [InlineData("\"ssh\": { \"server\": \"system\", \"listen\": \"127.0.0.1:2222\" }", "ssh.listen", "is set, but tunnels.ssh.server is \"system\", so the gateway runs no sshd")]
    [InlineData("\"ssh\": { \"listen\": \"0.0.0.0:5000\" }", "ssh.listen", "takes the port of http://127.0.0.1:5000, where the gateway listens for browsers")]
    public void What_cannot_be_is_a_fault(string tunnels, string key, string problem, string host = "gateway.example")
    {
        var fault = Written.Fault($"\"publicUrl\": \"https://{host}\", \"tunnels\": {{ {tunnels} }}");

        Assert.Equal(($"tunnels.{key}", problem), (fault.Key, fault.Problem));
    }

    [Fact]
    public void An_operator_is_told_what_he_opens()
    {
        Assert.Contains(Warnings("\"publish\": \"*\""), words => words.StartsWith("Whoever reaches this node reaches the devices that dial in", StringComparison.Ordinal));
        Assert.Contains(Warnings("\"webHost\": \"web.gateway.example\""), words => words.Contains("better is a domain of its own", StringComparison.Ordinal));
        Assert.DoesNotContain(Warnings("\"webHost\": \"gateway-devices.test\", \"publish\": \"127.0.0.2\""), words => words.Contains("tunnels.", StringComparison.Ordinal));
        Assert.Contains(Warnings("\"ssh\": { \"listen\": \"0.0.0.0:2222\" }", "\"redis\": { \"address\": \"127.0.0.1:6379\" }, "), words => words.StartsWith("Each node has its own ssh host key", StringComparison.Ordinal));
    }

    [Fact]
    public void The_host_key_is_private_and_sshd_is_there_where_they_are_used()
    {
        using var folder = new WrittenFolder();
        folder.Write("host_key", "key", UnixFileMode.UserRead | UnixFileMode.GroupRead);
        const string ssh = "\"ssh\": { \"listen\": \"127.0.0.1:2222\", \"hostKey\": ";

        Assert.Empty(folder.Load($"\"tunnels\": {{ {ssh} \"nowhere\" }} }}").Faults); // not used
        var open = folder.Fault($"\"tunnels\": {{ \"enabled\": true, {ssh} \"host_key\" }} }}");
        Assert.Equal(("tunnels.ssh.hostKey", $"Run: chmod 600 {folder["host_key"]}"), (open.Key, open.Repair));
        Assert.Contains("ssh-keygen", folder.Fault($"\"tunnels\": {{ \"enabled\": true, {ssh} \"nowhere\" }} }}").Repair, StringComparison.Ordinal);
        Assert.Equal("tunnels.ssh.program", folder.Fault("\"tunnels\": { \"enabled\": true, \"ssh\": { \"listen\": \"127.0.0.1:2222\", \"program\": \"/nowhere/sshd\" } }").Key);
    }

    private static IReadOnlyList<string> Warnings(string tunnels, string more = "") =>
        Posture.Warnings(Written.Good($"{more}\"publicUrl\": \"https://gateway.example\", \"tunnels\": {{ \"enabled\": true, {tunnels} }}"));
}
