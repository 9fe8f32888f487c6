using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Commands;

public sealed class ProgramTests
{
    [Theory]
    [InlineData("")]
    [InlineData("serve")]
    [InlineData("check")]
    [InlineData("demo")]
    [InlineData("status")]
    [InlineData("audit")]
    [InlineData("audit verify")]
    [InlineData("audit search")]
    [InlineData("user")]
    public async Task Help_explains_every_command(string command)
    {
        var (exitCode, output) = await RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal(0, exitCode);
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
        Assert.Contains("--config", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_told()
    {
        var (exitCode, output) = await RunAsync(["--version"]);
        Assert.Equal(0, exitCode);
        Assert.Matches(@"\A\d+\.\d+\.\d+", output);
    }

    [Fact]
    public async Task An_unknown_option_is_refused_with_the_usage()
    {
        var (exitCode, output) = await RunAsync(["--domain", "evil.example"]);
        Assert.NotEqual(0, exitCode);
        Assert.Contains("--domain", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_configuration_it_names_the_places_the_sample_and_the_demo()
    {
        using var scratch = new Scratch();
        var (exitCode, output) = await Tool.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "gateway.dll")], scratch.Folder, new Dictionary<string, string> { ["GATEWAY_CONFIG"] = "" });
        Assert.Equal(2, exitCode);
        foreach (string word in (string[])["gateway.json", "/etc/gateway", "GATEWAY_CONFIG", "gateway.json.sample", "gateway demo"])
            Assert.Contains(word, output, StringComparison.Ordinal);
    }

    private static Task<(int ExitCode, string Output)> RunAsync(IEnumerable<string> arguments) =>
        Tool.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "gateway.dll"), .. arguments]);
}
