using System.Globalization;

namespace Gateway.Agent;

/// <summary>A running agent: it dials, and dials again, until it is to end.</summary>
internal sealed class AgentRun(AgentSettings settings, StateFolder state, TextWriter output, TimeProvider time)
{
    // Who is refused for days needs no line every half minute.
    private const int LinesOfOneReason = 3;

    private static readonly TimeSpan SayAgain = TimeSpan.FromMinutes(10);

    private readonly AgentLog _log = new(state.LogFile, output, time);
    private readonly AgentStatus _status = new(settings, time);
    private readonly Backoff _backoff = new(Random.Shared.NextDouble);
    private string _reason = "";
    private int _times;
    private long _said;

    /// <summary>Runs until it is cancelled.</summary>
    /// <exception cref="AgentException">It cannot start; the message says why.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        settings.Check();
        using var held = state.Hold();
        using var identity = AgentIdentity.Read(settings, state);
        new AgentDialer(settings).Dispose(); // so that a file that is missing is said at once
        using var on = new AgentSwitch(state);
        await using var door = AgentDoor.Open(state, _status, on);
        _log.Write($"agent {AgentVersion.Text} of {settings.Name} ({settings.Member}) starts, for {settings.Url}: {string.Join(", ", settings.Services().Values)}");
        on.Restore();
        try
        {
            while (true) await LinkOnceAsync(identity, on, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _log.Write("agent ends");
        }
    }

    private async Task LinkOnceAsync(AgentIdentity identity, AgentSwitch on, CancellationToken cancellation)
    {
        var waiting = on.OnAsync(cancellation);
        if (!waiting.IsCompleted)
        {
            _status.Down($"stopped on the device; {AgentVersion.Program} start connects it again", null);
            _log.Write("stopped on the device");
        }
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(await waiting, cancellation);
        try
        {
            var end = await LinkAsync(identity, stopping.Token);
            var wait = _backoff.After(end.Up, end.Retry);
            _status.Down(end.Reason, wait);
            Say(end.Reason, wait);
            await Task.Delay(wait, time, stopping.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            _reason = ""; // somebody on the device has stopped it
        }
    }

    private async Task<LinkEnd> LinkAsync(AgentIdentity identity, CancellationToken cancellation)
    {
        try
        {
            return await new AgentLink(settings, identity, state, _log, _status, time).RunAsync(cancellation);
        }
        catch (AgentException exception)
        {
            return new LinkEnd(exception.Message, TimeSpan.Zero, TimeSpan.Zero);
        }
    }

    private void Say(string reason, TimeSpan wait)
    {
        (_times, _reason) = (reason == _reason ? _times + 1 : 1, reason);
        if (_times > LinesOfOneReason && time.GetElapsedTime(_said) < SayAgain) return;
        _said = time.GetTimestamp();
        _log.Write(string.Create(CultureInfo.InvariantCulture, $"not connected: {reason}. Next try in {Math.Ceiling(wait.TotalSeconds):0} s{(_times > 1 ? $" (after {_times} tries with this result)" : "")}"));
    }
}
