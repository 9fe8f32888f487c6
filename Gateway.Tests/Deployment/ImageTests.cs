using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Tests.Configuration;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Deployment;

/// <summary>The container image, as far as it can be judged without building it.</summary>
public sealed partial class ImageTests
{
    private static readonly string Dockerfile = File.ReadAllText(Repository.File("Dockerfile"));

    private static readonly string[] Copied = [.. CopyLine().Matches(Dockerfile).SelectMany(line => line.Groups["sources"].Value.Split(' '))];

    [Fact]
    public void It_copies_what_is_there_and_what_is_not_ignored()
    {
        Assert.All(Copied, source => Assert.True(Path.Exists(Repository.File(source)), source));
        var kept = File.ReadLines(Repository.File(".dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..]);
        Assert.Equal(Copied.Order(), kept.Order());
    }

    [Fact]
    public void It_copies_everything_that_the_program_is_built_from()
    {
        var outside = OutsideFile().Matches(File.ReadAllText(Repository.File("Gateway/Gateway.csproj"))).Select(found => found.Groups[1].Value)
            .Concat(Directory.GetFiles(Repository.File("."), "Directory.*").Select(file => Path.GetFileName(file)!)).ToArray();
        Assert.Contains("config/ssh_config", outside);
        Assert.All(outside, file => Assert.Contains(file, Copied));
    }

    [Fact]
    public void It_publishes_as_make_publish_does_and_starts_what_comes_of_that()
    {
        string publish = Regex.Match(File.ReadAllText(Repository.File("Makefile")), "^publish:.*\n\t@(.+)$", RegexOptions.Multiline).Groups[1].Value;
        Assert.Contains($"\nRUN {publish}\n", Dockerfile, StringComparison.Ordinal);
        Assert.Contains("\nCOPY --from=build /source/publish/ /opt/gateway/\n", Dockerfile, StringComparison.Ordinal);
        string program = Assembly.Load("gateway").GetName().Name + ".dll";
        Assert.Contains($"\nENTRYPOINT [\"dotnet\", \"/opt/gateway/{program}\"]\n", Dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_health_check_passes_while_the_gateway_runs_and_only_then()
    {
        string json = Regex.Match(Dockerfile, @"HEALTHCHECK [^\[]*(\[.+\])").Groups[1].Value;
        var gateway = await TestGateway.StartAsync([22]);
        string[] check = JsonSerializer.Deserialize<string[]>(new ExampleFile(json).With("/5000 ", $"/{gateway.Address.Port} ").Text)!;
        Assert.Equal(0, (await Tool.RunAsync(check[0], check[1..])).ExitCode);
        await gateway.DisposeAsync();
        Assert.NotEqual(0, (await Tool.RunAsync(check[0], check[1..])).ExitCode);
    }

    [GeneratedRegex(@"^COPY (?!--)(?<sources>.+) \S+$", RegexOptions.Multiline)]
    private static partial Regex CopyLine();

    [GeneratedRegex("(?:MSBuildThisFileDirectory\\)|\")\\.\\./([^\"<]+)")]
    private static partial Regex OutsideFile();
}
