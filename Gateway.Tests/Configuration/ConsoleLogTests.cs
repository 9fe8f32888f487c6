using Gateway.Configuration;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Gateway.Tests.Configuration;

/// <summary>Takes the console of the whole test process, so it runs alone.</summary>
[Collection(nameof(ConsoleLogTests))]
[CollectionDefinition(nameof(ConsoleLogTests), DisableParallelization = true)]
public sealed class ConsoleLogTests
{
    [Fact]
    public void The_console_shows_no_escape_sequence_of_somebody_else()
    {
        var before = Console.Out;
        using var console = new StringWriter();
        Console.SetOut(console);
        try
        {
            using var factory = LoggerFactory.Create(logging => logging.AddGatewayLogging(new LoggingSettings { File = null }));
            factory.CreateLogger("Gateway").Happened(LogLevel.Information, "\u001b]0;owned\u0007\nfake line\u009b2J");
        }
        finally
        {
            Console.SetOut(before);
        }

        Assert.Contains("owned", console.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b]0", console.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u009b', console.ToString());
        Assert.Single(console.ToString().Trim().Split('\n'));
    }
}
