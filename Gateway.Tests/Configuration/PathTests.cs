using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

public sealed class PathTests
{
    [Fact]
    public void A_relative_path_starts_at_the_files_folder()
    {
        var configuration = Written.Good("\"data\": \"../state\", \"ssh\": { \"identity\": \"keys/id\", \"knownHosts\": \"./hosts\", \"configFile\": \"ssh_config\" }, \"logging\": { \"file\": \"log-.json\" }");

        Assert.Equal("/srv/state", configuration.Data);
        Assert.Equal("/srv/gateway/keys/id", configuration.Ssh.Identity);
        Assert.Equal("/srv/gateway/hosts", configuration.Ssh.KnownHosts);
        Assert.Equal("/srv/gateway/ssh_config", configuration.Ssh.ConfigFile);
        Assert.Equal("/srv/gateway/log-.json", configuration.Logging.File);
    }

    [Fact]
    public void An_absolute_path_stays() => Assert.Equal("/var/lib/gateway", Written.Good("\"data\": \"/var/lib/gateway\"").Data);

    [Fact]
    public void Known_hosts_and_logs_lie_in_the_data_folder_by_default()
    {
        var configuration = Written.Good("\"data\": \"/var/lib/gateway\"");

        Assert.Equal("/var/lib/gateway/known_hosts", configuration.Ssh.KnownHosts);
        Assert.Equal("/var/lib/gateway/logs/gateway-.json", configuration.Logging.File);
    }

    [Fact]
    public void The_ssh_config_lies_beside_the_program_by_default() =>
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "config", "ssh_config"), Written.Good().Ssh.ConfigFile);

    [Fact]
    public void The_data_folder_lies_beside_the_file_by_default() => Assert.Equal("/srv/gateway/data", Written.Good().Data);

    [Fact]
    public void False_writes_no_log_file() => Assert.Null(Written.Good("\"logging\": { \"file\": false }").Logging.File);

    [Theory]
    [InlineData("~/data")]
    [InlineData("$HOME/data")]
    public void What_only_a_shell_would_replace_is_a_fault(string path) =>
        Assert.Equal("starts with something only a shell would replace", Written.Fault($"\"data\": \"{path}\"").Problem);

    [Theory]
    [InlineData("bin/ssh")]
    [InlineData("ssh")]
    [InlineData("/usr/bin/ssh\\u0000")]
    public void A_program_needs_an_absolute_path(string path) =>
        Assert.Equal("clients.ssh", Written.Fault($"\"clients\": {{ \"ssh\": \"{path}\" }}").Key);

    [Fact]
    public void The_file_is_remembered() => Assert.Equal(Written.File, Written.Good().SourceFile);

    [Fact]
    public void The_demo_allows_its_two_ports_on_127_0_0_1()
    {
        var demo = GatewayConfiguration.ForDemo("/tmp/demo", 6022, 7023, "/tmp/demo/id", "http://127.0.0.1:5000");

        Assert.Equal("127.0.0.1", demo.Domain);
        Assert.Equal("6022, 7023", PortRange.Describe(demo.Ports));
        Assert.Equal("/tmp/demo/id", demo.Ssh.Identity);
        Assert.Equal("/tmp/demo/known_hosts", demo.Ssh.KnownHosts);
        Assert.Equal("/tmp/demo/logs/gateway-.json", demo.Logging.File);
        Assert.True(demo.IsLoopbackOnly);
        Assert.Empty(Posture.Warnings(demo));
    }
}
