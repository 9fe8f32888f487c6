using Gateway.Methods;

namespace Gateway.Terminals;

/// <summary>The terminal's own life: reading the PTY until the client has gone, and what time does to it.</summary>
public sealed partial class Terminal
{
    // How long a client may keep its terminal open after it ended, or live on after it closed it.
    private static readonly TimeSpan Straggle = TimeSpan.FromMilliseconds(500);

    private async Task RunAsync()
    {
        var (outcome, status) = (new Outcome(EndReason.Failed, "The gateway could not go on with this terminal.", "Reconnect to start a new one."), ExitStatus.Unknown);
        try
        {
            var reading = _output.RunAsync();
            if (await Task.WhenAny(reading, _pty.Exited) == reading) await KillStragglerAsync();
            else await DrainAsync(reading);
            status = await _pty.Exited;
            _output.Stop();
            if (_relay is not null) await _relay.StopAsync(Straggle);
            // What the client knows of is the relay only.
            outcome = _ordered ?? (_relay?.Fault is { } fault ? Request.Method.Explain(Request, 1, null, fault) : Request.Method.Explain(Request, status.Code, status.SignalName, LastWords()));
            if (_ordered is null && Explained is { } explained) outcome = explained(outcome);
        }
        catch (Exception exception)
        {
            // For example no watch left in the kernel for one more descriptor. The page has to hear of it all the same.
            _logger.Broken(Id, exception);
            _pty.Kill();
            _output.Stop();
            if (_relay is not null) await _relay.StopAsync(TimeSpan.Zero);
        }
        End = new TerminalEnd(outcome, status, _time.GetUtcNow());
        _metrics.Ended(this, outcome.Reason);
        _logger.Ended(Id, outcome.Reason, status.Code, status.SignalName, BytesReceived);
        Log.Complete(); // after End is set: who has read everything finds it
        _ended.SetResult(End);
        _changed(this, TerminalEvents.Listed);
    }

    // The client has ended. Its output ends with it, unless some other process holds the terminal open.
    private async Task DrainAsync(Task reading)
    {
        long before;
        do
        {
            before = BytesReceived;
            await Task.WhenAny(reading, Task.Delay(Straggle, _time));
        }
        while (!reading.IsCompleted && (_gate.IsClosed || BytesReceived != before));
    }

    private async Task KillStragglerAsync()
    {
        _pty.HangUp();
        await Task.WhenAny(_pty.Exited, Task.Delay(Straggle, _time));
        _pty.Kill();
    }

    /// <summary>Does what time demands. Called about once a second.</summary>
    internal void Tick()
    {
        if (End is not null) return;
        List<Viewer> stalled = [];
        bool attached = false;
        lock (_lock)
        {
            if (!_gate.IsClosed) _openAt = _time.GetTimestamp();
            foreach (var seat in _seats)
            {
                attached |= seat is { Viewer: not null, Watches: false, IsOwner: true };
                var quiet = _time.GetElapsedTime(seat.Since);
                if (seat.Viewer is null)
                {
                    if (quiet >= _options.ReconnectGrace) seat.Holds = false;
                }
                // Who had nothing to acknowledge for an hour is not late with what came a moment ago.
                else if (seat.Holds && _gate.IsClosed && BytesReceived - seat.Acknowledged >= _options.GateLow && quiet >= _options.StallTimeout
                    && _time.GetElapsedTime(_openAt) >= _options.StallTimeout)
                {
                    seat.Holds = false;
                    stalled.Add(seat.Viewer);
                }
            }
            // A guest's place is kept for a connection that was lost, not for another day.
            _seats.RemoveAll(seat => seat is { Viewer: null, IsOwner: false } && _time.GetElapsedTime(seat.Since) >= _options.ReconnectGrace);
            UpdateFloor();
        }
        foreach (var viewer in stalled)
        {
            _logger.Stalled(Id);
            Detach(viewer, Departure.Dropped);
        }

        if (!attached && IsForOne && _time.GetElapsedTime(_lastViewer) >= _options.ReconnectGrace)
            _ = EndAsync(new Outcome(EndReason.Closed, $"Closed: it was for one client only, which was gone for {Words(_options.ReconnectGrace)}.", "Reconnect to start a new one."));
        else if (!attached && _time.GetElapsedTime(_lastViewer) >= _options.DetachedTimeout)
            _ = EndAsync(new Outcome(EndReason.Closed, $"Closed: nobody came back to it for {Words(_options.DetachedTimeout)}.", "Reconnect to start a new one."));
        if (_options.IdleTimeout > TimeSpan.Zero) WatchIdleness();
    }

    private void WatchIdleness()
    {
        var left = _options.IdleTimeout - IdleTime;
        if (left <= TimeSpan.Zero)
        {
            _ = EndAsync(new Outcome(EndReason.Idle, $"Closed for inactivity: nobody typed for {Words(_options.IdleTimeout)}.", "Reconnect to start a new one."));
        }
        else if (left <= _options.IdleWarning && ClosesIn == TimeSpan.Zero)
        {
            ClosesIn = left;
            _changed(this, TerminalEvents.Idle);
        }
    }

    private static string Words(TimeSpan time) => time switch
    {
        { TotalHours: >= 1 } => Count(time.TotalHours, "hour"),
        { TotalMinutes: >= 1 } => Count(time.TotalMinutes, "minute"),
        _ => Count(time.TotalSeconds, "second"),
    };

    private static string Count(double value, string unit)
    {
        string number = value.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);
        return number == "1" ? $"1 {unit}" : $"{number} {unit}s";
    }
}
