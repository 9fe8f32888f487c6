namespace Gateway.Web.Desktop;

/// <summary>Ends all desktop sessions when the gateway stops.</summary>
internal sealed class DesktopShutdown(DesktopSessions sessions, IHostApplicationLifetime lifetime) : IHostedService
{
    private Task _ending = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the server waits for connections that stand.
        lifetime.ApplicationStopping.Register(() => _ending = sessions.EndAllAsync("the gateway stopped"));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _ending;
}
