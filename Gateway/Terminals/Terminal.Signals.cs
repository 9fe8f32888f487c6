using Gateway.Methods;

namespace Gateway.Terminals;

/// <summary>BREAK and the other signals, where a relay stands between the client and its device.</summary>
public sealed partial class Terminal
{
    internal SignalVerdict Signal(Viewer viewer, DeviceSignal signal)
    {
        var seat = viewer.Seat;
        lock (_lock)
        {
            if (_relay is not { } relay || End is not null) return SignalVerdict.NoWay;
            if (seat.Viewer != viewer || seat.Watches || !seat.Types) return SignalVerdict.NotTyping;
            if (relay.IsFull || _input.IsFull) return SignalVerdict.TooMany;
            Volatile.Write(ref _lastInput, _time.GetTimestamp());
            _hasBeenTyped = true;
            Noted?.Invoke(new TerminalNote.Signalled(BytesReceived, seat.By, signal));
            _input.Add(seat, () => relay.Send(signal)); // behind what was typed, of whomever
        }
        KeepOpen();
        return SignalVerdict.Sent;
    }

    // Somebody is there: it is not closed for inactivity after all.
    private void KeepOpen()
    {
        if (ClosesIn <= TimeSpan.Zero) return;
        ClosesIn = TimeSpan.Zero;
        _changed(this, TerminalEvents.Idle);
    }

    private Pty Spawn(RemoteRequest request, TerminalSize size)
    {
        if (request.Method.BehindRelay(request) is not { } device) return Pty.Spawn(request.Method.Build(request), size);
        var relay = new TelnetRelay(device, _time);
        try
        {
            var pty = Pty.Spawn(request.Method.Build(request.Through(relay.Port)), size);
            relay.Start(pty.Pid);
            _relay = relay;
            return pty;
        }
        catch
        {
            relay.Dispose();
            throw;
        }
    }
}
