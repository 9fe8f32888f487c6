using Gateway.Terminals;
using Gateway.Web.Desktop;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Web;

/// <summary>Takes this node out of service without dropping anybody: no new terminals, and time for those that run.</summary>
public sealed partial class Drain(TerminalTable terminals, DesktopSessions desktops, IHubContext<TerminalHub, ITerminalClient> hub, WebOptions options, TimeProvider time, ILogger<Drain> logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan SayEvery = TimeSpan.FromMinutes(1);

    /// <summary>When the last terminals will be ended, UTC; null while the node is in service.</summary>
    public DateTimeOffset? Until { get; private set; }

    /// <summary>Whole seconds until <see cref="Until"/>; zero while the node is in service.</summary>
    public int SecondsLeft => Until is { } until ? (int)Math.Ceiling(Math.Max(0, (until - time.GetUtcNow()).TotalSeconds)) : 0;

    // What people's own programs have open counts like terminals.
    private int RunningCount => terminals.RunningCount + desktops.RunningCount;

    /// <summary>Takes no new terminals any more, and completes when the last has ended or the time is up.</summary>
    public async Task RunAsync(CancellationToken hurry)
    {
        terminals.Drain();
        desktops.Stop();
        if (options.DrainTimeout == TimeSpan.Zero || RunningCount == 0) return;
        Until = time.GetUtcNow() + options.DrainTimeout;
        Draining(RunningCount, options.DrainTimeout);
        _ = hub.Clients.All.Draining(SecondsLeft); // who is slow to read is not waited for
        long started = time.GetTimestamp(), said = started;
        using var timer = new PeriodicTimer(LookEvery, time);
        while (RunningCount > 0 && time.GetElapsedTime(started) < options.DrainTimeout)
        {
            if (time.GetElapsedTime(said) >= SayEvery)
            {
                said = time.GetTimestamp();
                Remaining(RunningCount, SecondsLeft);
            }
            try
            {
                await timer.WaitForNextTickAsync(hurry);
            }
            catch (OperationCanceledException)
            {
                Hurried();
                return;
            }
        }
        Drained(RunningCount);
    }

    [LoggerMessage(1, LogLevel.Information, "Draining: {Count} terminals may run for {Timeout} more; no new ones are opened. A second signal ends them at once")]
    private partial void Draining(int count, TimeSpan timeout);

    [LoggerMessage(2, LogLevel.Information, "Draining: {Count} terminals still run, for {Seconds} s at most")]
    private partial void Remaining(int count, int seconds);

    [LoggerMessage(3, LogLevel.Information, "Drained: {Count} terminals are left and are ended")]
    private partial void Drained(int count);

    [LoggerMessage(4, LogLevel.Warning, "Draining was cut short by a second signal")]
    private partial void Hurried();
}
