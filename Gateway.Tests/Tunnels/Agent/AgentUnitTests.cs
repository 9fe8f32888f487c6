using Gateway.Tests.Configuration;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Tunnels.Agent;

/// <summary>The agent's systemd unit, as systemd itself judges it.</summary>
public sealed class AgentUnitTests
{
    private static readonly string Unit = Repository.File("config/gateway-agent.service");

    [Fact]
    public async Task Systemd_finds_nothing_wrong_with_it_and_its_exposure_is_at_most_two_of_ten()
    {
        using var scratch = new Scratch();
        // Systemd looks whether the program is there.
        string file = scratch.Write("gateway-agent.service", new ExampleFile(await File.ReadAllTextAsync(Unit)).With("ExecStart=/usr/local/bin/gateway-agent ", $"ExecStart={Environment.ProcessPath} ").Text);
        var (code, output) = await Tool.RunAsync("/usr/bin/systemd-analyze", ["verify", "--man=no", "--recursive-errors=no", file]);
        Assert.Equal((0, ""), (code, output.Trim()));
        (code, output) = await Tool.RunAsync("/usr/bin/systemd-analyze", ["security", "--offline=true", "--no-pager", "--threshold=20", Unit]);
        Assert.True(code == 0, output);
    }
}
