using System.Text.Json;
using Gateway.Configuration;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Gateway.Tests.Configuration;

public sealed class LoggingSetupTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Events_are_written_as_one_JSON_object_a_line()
    {
        var line = Assert.Single(Log(LoggingLevel.Information, logger => logger.Happened(LogLevel.Information, "a\n\u001bb")));

        using var json = JsonDocument.Parse(line);
        Assert.Equal("a\n\u001bb", json.RootElement.GetProperty("Properties").GetProperty("Text").GetString());
        Assert.Equal("Information", json.RootElement.GetProperty("Level").GetString());
    }

    [Fact]
    public void Events_below_the_level_are_left_out() =>
        Assert.Empty(Log(LoggingLevel.Warning, logger => logger.Happened(LogLevel.Information, "Quiet")));

    [Fact]
    public void Debug_events_are_written_where_they_are_asked_for() =>
        Assert.Single(Log(LoggingLevel.Debug, logger => logger.Happened(LogLevel.Debug, "Loud")));

    [Theory]
    [InlineData(LoggingLevel.Debug, 1)]
    [InlineData(LoggingLevel.Verbose, 2)]
    [InlineData(LoggingLevel.Error, 0)]
    public void The_web_servers_own_events_are_quiet_unless_everything_is_asked_for(LoggingLevel level, int expected) =>
        Assert.Equal(expected, Log(level, logger =>
        {
            logger.Happened(LogLevel.Information, "Request");
            logger.Happened(LogLevel.Warning, "Trouble");
        }, "Microsoft.AspNetCore.Hosting").Count);

    [Fact]
    public void The_log_folder_is_created_for_its_account_alone()
    {
        Log(LoggingLevel.Information, logger => logger.Happened(LogLevel.Information, "One"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder["logs"]));
    }

    private List<string> Log(LoggingLevel level, Action<ILogger> write, string category = "Gateway.Terminals")
    {
        var settings = new LoggingSettings { Level = level, Console = false, File = folder["logs/gateway-.json"], RetainDays = 1 };
        using (var factory = LoggerFactory.Create(logging => logging.AddGatewayLogging(settings)))
            write(factory.CreateLogger(category));
        return [.. Directory.GetFiles(folder["logs"]).SelectMany(File.ReadAllLines)];
    }
}
