using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Configuration;

internal static partial class LogEvents
{
    [LoggerMessage(Message = "Event {Text}")]
    public static partial void Happened(this ILogger logger, LogLevel level, string text);
}
