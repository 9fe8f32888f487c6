using Gateway.Terminals;

namespace Gateway.Web;

/// <summary>
/// Ends all terminals when the gateway stops, and lets every page hear of it before SignalR closes its connection.
/// </summary>
internal sealed partial class TerminalShutdown(TerminalTable terminals, OutputStreams streams, IHostApplicationLifetime lifetime, ILogger<TerminalShutdown> logger) : IHostedService
{
    // Clients have two seconds to end before they are killed; the whole stop has five.
    private static readonly TimeSpan ForClients = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan ForPages = TimeSpan.FromSeconds(1);

    // A message that SignalR has accepted still lies in a pipe; closing the connections throws away what does, and
    // nothing tells when it is on the wire.
    private static readonly TimeSpan ForWires = TimeSpan.FromMilliseconds(300);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Callbacks run in the reverse order of their registration. SignalR registers its own, which closes the
        // connections, when the endpoints are built, so this one has to come after the start.
        lifetime.ApplicationStarted.Register(() => lifetime.ApplicationStopping.Register(Stop));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Blocks on purpose: the next callback must not run before the pages have been told. Nothing here needs this thread.
    private void Stop()
    {
        Ending(terminals.RunningCount);
        if (!terminals.StopAsync().Wait(ForClients)) Remaining(terminals.RunningCount);
        streams.WhenEmptyAsync().Wait(ForPages);
        Task.Delay(ForWires).Wait();
    }

    [LoggerMessage(1, LogLevel.Information, "Stopping: {Count} terminals are ended")]
    private partial void Ending(int count);

    [LoggerMessage(2, LogLevel.Error, "Stopping: {Count} clients did not end")]
    private partial void Remaining(int count);
}
