using Gateway.Configuration;
using Xunit;

namespace Gateway.Tests.Configuration;

public sealed class FindingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_option_comes_before_the_variable()
    {
        var result = Load(Write("option.json"), (ConfigurationLoader.FileVariable, Write("variable.json")));

        Assert.Equal(folder["option.json"], result.File);
    }

    [Fact]
    public void The_variable_comes_before_the_usual_places() =>
        Assert.Equal(folder["variable.json"], Load(null, (ConfigurationLoader.FileVariable, Write("variable.json"))).File);

    [Fact]
    public void The_systems_file_comes_last()
    {
        Write("system.json");

        Assert.Equal(folder["system.json"], Load(null).File);
    }

    [Fact]
    public void A_missing_file_that_was_named_is_not_replaced_by_another()
    {
        Write("system.json");

        Assert.Equal($"{folder["none.json"]}: there is no such file.", Load(folder["none.json"]).Unread);
        Assert.EndsWith("which GATEWAY_CONFIG names.", Load(null, (ConfigurationLoader.FileVariable, folder["none.json"])).Unread, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_file_the_message_names_all_places_the_sample_and_the_demo()
    {
        var result = Load(null);

        Assert.Null(result.File);
        var expected = new[] { "--config", "GATEWAY_CONFIG", Path.GetFullPath("gateway.json"), folder["system.json"], "gateway.json.sample", "gateway demo" };
        Assert.All(expected, text => Assert.Contains(text, result.Unread, StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_is_no_file() => Assert.NotNull(Load(folder.Path).Unread);

    [Fact]
    public void A_huge_file_is_not_read()
    {
        using (var stream = File.Create(folder["huge.json"]))
            stream.SetLength(1024 * 1024 + 1);

        Assert.Contains("larger than 1 MiB", Load(folder["huge.json"]).Unread, StringComparison.Ordinal);
    }

    private string Write(string name) => folder.Write(name, "{ \"domain\": \"host.example\" }");

    private ConfigurationResult Load(string? option, params (string Name, string Value)[] variables) => ConfigurationLoader.Load(
        option, variables.ToDictionary(variable => variable.Name, variable => variable.Value), prepare: false, folder["system.json"]);
}
