using Gateway.Terminals;

namespace Gateway.Web;

/// <summary>One clock for all terminals' time limits.</summary>
internal sealed partial class TerminalClock(TerminalTable terminals, TimeProvider time, ILogger<TerminalClock> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                terminals.Tick();
            }
            catch (Exception exception)
            {
                Failed(exception); // a clock that stopped would let everything run for ever
            }
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Looking after the terminals failed; it is tried again")]
    private partial void Failed(Exception exception);
}
