using Gateway.Tests.Configuration;
using Xunit;

namespace Gateway.Tests.Harness;

/// <summary>A file of the repository that operators copy, with a test's own addresses in place of the example's.</summary>
internal sealed record ExampleFile(string Text)
{
    public static ExampleFile Read(string path) => new(File.ReadAllText(Repository.File(path)));

    /// <summary>Replaces text that must be there exactly once.</summary>
    public ExampleFile With(string from, string to)
    {
        Assert.True(Text.Split(from).Length == 2, $"\"{from}\" is there {Text.Split(from).Length - 1} times.");
        return new ExampleFile(Text.Replace(from, to, StringComparison.Ordinal));
    }
}
