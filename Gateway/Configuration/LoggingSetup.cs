using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Json;
using Serilog.Sinks.SystemConsole.Themes;

namespace Gateway.Configuration;

/// <summary>Sets up Serilog. The only file that knows it.</summary>
public static class LoggingSetup
{
    // j: values are quoted and escaped, so a device or visitor cannot put escape sequences on the operator's screen.
    private const string ConsoleLine = "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext}: {Message:j}{NewLine}{Exception}";

    private const int WaitingLines = 10_000;

    private const long LargestFile = 64 * 1024 * 1024;

    /// <summary>Replaces the host's log providers by the console and the rolling JSON file of the settings.</summary>
    /// <param name="logging">The host's logging builder.</param>
    /// <param name="settings">What to log, and where to.</param>
    /// <returns>The same builder.</returns>
    public static ILoggingBuilder AddGatewayLogging(this ILoggingBuilder logging, LoggingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(logging);
        ArgumentNullException.ThrowIfNull(settings);
        logging.ClearProviders();
        // Serilog decides what is written; the host's own filter must not decide before it.
        logging.SetMinimumLevel(LogLevel.Trace);
        return logging.AddSerilog(CreateLogger(settings), dispose: true);
    }

    private static Logger CreateLogger(LoggingSettings settings)
    {
        var level = Enum.Parse<LogEventLevel>(settings.Level.ToString());
        var configuration = new LoggerConfiguration().MinimumLevel.Is(level).Enrich.FromLogContext().Enrich.With<EightBitControls>();
        var quiet = level > LogEventLevel.Warning ? level : LogEventLevel.Warning;
        // It would write down each address that a device's web pages are asked for, with whatever secret is in it.
        configuration.MinimumLevel.Override("Yarp", quiet);
        if (level is not LogEventLevel.Verbose)
        {
            configuration.MinimumLevel.Override("Microsoft", quiet).MinimumLevel.Override("System", quiet);
            // It warns that keys lie unencrypted on disk, which is what the private data folder is for.
            configuration.MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error);
        }
        if (settings.Console)
        {
            // A console that somebody has stopped with Ctrl-S must not stop the gateway; what does not fit is dropped.
            configuration.WriteTo.Async(
                sinks => sinks.Console(outputTemplate: ConsoleLine, formatProvider: System.Globalization.CultureInfo.InvariantCulture, theme: Theme()),
                bufferSize: WaitingLines,
                blockWhenFull: false);
        }
        if (settings.File is { } file)
        {
            DataFolder.Create(Path.GetDirectoryName(file)!);
            configuration.WriteTo.File(
                new JsonFormatter(renderMessage: true, formatProvider: System.Globalization.CultureInfo.InvariantCulture),
                file,
                rollingInterval: RollingInterval.Day,
                rollOnFileSizeLimit: true,
                fileSizeLimitBytes: LargestFile,
                // A flood of events fills more files than there are days: their number is bounded as well as their age.
                retainedFileCountLimit: settings.RetainDays + 16,
                retainedFileTimeLimit: TimeSpan.FromDays(settings.RetainDays));
        }
        return configuration.CreateLogger();
    }

    // The console sink itself leaves colours out where output is redirected.
    private static ConsoleTheme Theme() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) ? AnsiConsoleTheme.Literate : ConsoleTheme.None;

    /// <summary>Marks the controls U+007F to U+009F, which JSON leaves as they are and a terminal may obey.</summary>
    private sealed class EightBitControls : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            foreach (var (name, value) in logEvent.Properties.ToList())
            {
                if (value is ScalarValue { Value: string text } && text.Any(IsOne))
                    logEvent.AddOrUpdateProperty(new LogEventProperty(name, new ScalarValue(string.Concat(text.Select(character => IsOne(character) ? '\uFFFD' : character)))));
            }
        }

        private static bool IsOne(char character) => character is >= '\u007F' and <= '\u009F';
    }
}
