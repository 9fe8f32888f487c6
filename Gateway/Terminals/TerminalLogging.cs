using Gateway.Methods;

namespace Gateway.Terminals;

internal static partial class TerminalLogging
{
    [LoggerMessage(1, LogLevel.Information, "Terminal {Terminal} opened: {Method} {User} port {Port}, process {Process}")]
    public static partial void Opened(this ILogger logger, string terminal, string method, string user, int port, int process);

    [LoggerMessage(2, LogLevel.Information, "Terminal {Terminal} ended: {Reason}, exit status {ExitStatus}, signal {Signal}, {Bytes} bytes")]
    public static partial void Ended(this ILogger logger, string terminal, EndReason reason, int? exitStatus, string? signal, long bytes);

    [LoggerMessage(3, LogLevel.Error, "No {Method} client could be started for port {Port}: {Error}")]
    public static partial void NotStarted(this ILogger logger, string method, int port, string error);

    [LoggerMessage(4, LogLevel.Warning, "Terminal {Terminal}: a viewer that acknowledged nothing was dropped")]
    public static partial void Stalled(this ILogger logger, string terminal);

    [LoggerMessage(5, LogLevel.Error, "Terminal {Terminal} broke down")]
    public static partial void Broken(this ILogger logger, string terminal, Exception exception);

    [LoggerMessage(6, LogLevel.Error, "Terminal {Terminal}: its screen cannot be kept; whoever joins it sees what comes from then on")]
    public static partial void NoScreen(this ILogger logger, string terminal, Exception exception);
}
