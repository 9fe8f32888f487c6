using System.Text;
using Gateway.Configuration;
using Gateway.Tests.Configuration;
using Xunit;

namespace Gateway.Tests.Documents;

public sealed class ReadmeTests
{
    private static readonly string Text = File.ReadAllText(Repository.File("README.md"));

    [Fact]
    public void It_explains_every_setting_with_its_default() => Assert.Contains(Schema.MarkdownTable(), Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("remote access and remote-only, instead of wandering on the local")]
    [InlineData("Telnet and SSH client only (for now), can be added further (but still well controlled)")]
    [InlineData("Made to access certain/specific target only (setup in config), away from being sidekick of villains")]
    [InlineData("Multiple users supported by (server-side) session based key info storage")]
    public void It_keeps_the_four_promises_word_for_word(string promise) => Assert.Contains(promise, Text, StringComparison.Ordinal);

    [Fact]
    public void Its_commands_and_files_are_there()
    {
        string makefile = File.ReadAllText(Repository.File("Makefile"));
        foreach (string target in (string[])["run", "test", "bench", "soak", "build", "publish", "help"])
        {
            Assert.Contains($"make {target}", Text, StringComparison.Ordinal);
            Assert.Contains($"\n{target}: ", makefile, StringComparison.Ordinal);
        }
        foreach (string file in (string[])["gateway.json.sample", "config/gateway.schema.json", "config/screenshot.png", "config/administration.png", "CHANGELOG.md"])
        {
            Assert.Contains(file, Text, StringComparison.Ordinal);
            Assert.True(File.Exists(Repository.File(file)), file);
        }
    }

    [Fact]
    public void Its_example_of_several_nodes_is_a_configuration()
    {
        string example = string.Join('\n', Text.Split('\n').SkipWhile(line => !line.StartsWith("    // The same on every node", StringComparison.Ordinal)).TakeWhile(line => line.StartsWith("    ", StringComparison.Ordinal)));
        var result = ConfigurationLoader.Parse("/etc/gateway/gateway.json", Encoding.UTF8.GetBytes($"{{ \"domain\": \"host.example\", {example} }}"), new Dictionary<string, string>());
        Assert.Empty(result.Faults);
        Assert.Equal(("redis.internal:6379", "gw-1"), (result.Configuration!.Redis.Address, result.Configuration.Cluster.Name));
    }

    [Theory]
    [InlineData("oidc", 3)]
    [InlineData("people.json", 1)]
    [InlineData("\"proxy\"", 1)]
    public void Its_examples_of_signing_in_are_configurations(string way, int rules)
    {
        string example = Text.Split("```jsonc")[1..].Select(part => part.Split("```")[0].Trim()).Single(part => part.Contains(way, StringComparison.Ordinal));
        if (!example.StartsWith('{')) example = $"{{ \"domain\": \"host.example\", \"ports\": [\"6000-6999\"], {example} }}";
        var result = ConfigurationLoader.Parse("/etc/gateway/gateway.json", Encoding.UTF8.GetBytes(example), new Dictionary<string, string>());
        Assert.Empty(result.Faults);
        Assert.True(result.Configuration!.SignIn.IsOn);
        Assert.Equal(rules, result.Configuration.Policy.Count);
    }

    [Fact]
    public void Ci_calls_the_command_that_it_names() => Assert.Contains("make --no-print-directory test", File.ReadAllText(Repository.File(".ci/run")), StringComparison.Ordinal);
}
