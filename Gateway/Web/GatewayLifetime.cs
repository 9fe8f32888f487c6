using System.Runtime.InteropServices;

namespace Gateway.Web;

/// <summary>Ends the process on SIGTERM, SIGINT and SIGQUIT: the first drains the node, a second ends it at once.</summary>
internal sealed class GatewayLifetime(Drain drain, IHostApplicationLifetime lifetime) : IHostLifetime, IDisposable
{
    private readonly CancellationTokenSource _hurry = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _told;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT })
            _signals.Add(PosixSignalRegistration.Create(signal, Handle));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        _hurry.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true; // the process ends when everything has
        if (Interlocked.Increment(ref _told) == 1) _ = StopAsync();
        else _hurry.Cancel();
    }

    private async Task StopAsync()
    {
        try
        {
            await drain.RunAsync(_hurry.Token);
        }
        finally
        {
            lifetime.StopApplication();
        }
    }
}
