using System.Security.Cryptography;

namespace Gateway.Terminals;

/// <summary>The places at the terminal: who comes, reads, types and leaves.</summary>
public sealed partial class Terminal
{
    // The gateway's own place: it types before anybody else has, and is seen by nobody.
    private readonly Seat _gateway = new("", "", new Participant("", ""));

    private Action? _gatewayTyped;
    private long _wishes;
    private bool _hasBeenTyped;

    /// <summary>
    /// Attaches a connection. With the name of an earlier place it takes that place again, away from the connection
    /// that may still hold it.
    /// </summary>
    /// <param name="place">The earlier place, or null for a new one.</param>
    /// <param name="by">Who it is; a place is given back only to the one whose it was.</param>
    /// <param name="watches">Whether it only looks on: it never types, and never holds the program up.</param>
    /// <param name="administrator">Whether it looks on as one who looks after the gateway.</param>
    /// <param name="unseen">Whether nobody on the terminal is to learn of it, nor whoever sees a recording: it is not noted.</param>
    /// <returns>Null if the terminal has as many viewers as it may have; the last place is the owner's, to type.</returns>
    public Viewer? Attach(string? place, Participant by, bool watches = false, bool administrator = false, bool unseen = false)
    {
        Viewer viewer;
        Viewer? previous;
        lock (_lock)
        {
            bool owns = by.Id == Owner;
            var seat = place is null ? null : _seats.Find(candidate => candidate.Id == place && candidate.Watches == watches && candidate.By.Id == by.Id);
            if (seat is null)
            {
                // The place is its one client's for good: nobody else is let in, in no other tab of his either.
                if (IsForOne && !administrator && _seats.Exists(taken => !taken.IsAdministrator)) return null;
                bool first = owns && !watches;
                int limit = first ? _options.ViewersPerTerminal : _options.ViewersPerTerminal - 1;
                if (_seats.Count >= limit && !_seats.Remove(_seats.Find(candidate => candidate.Viewer is null && (first || !candidate.IsOwner))!)) return null;
                seat = new Seat(NewId(), NewId(), by) { IsOwner = owns, Watches = watches, IsAdministrator = administrator, IsUnseen = unseen, Taken = _time.GetUtcNow(), Acknowledged = Log.Start };
                _seats.Add(seat);
            }
            // Another connection sits here now, with a right of its own.
            seat.IsStopped = false;
            previous = seat.Viewer;
            viewer = new Viewer(this, seat, Log.Start, Log.End);
            (seat.Viewer, seat.Since, seat.Types) = (viewer, _time.GetTimestamp(), _keyboard.Counts(seat));
            seat.Holds = seat.Types;
            seat.Acknowledged = Math.Max(seat.Acknowledged, viewer.Start);
            UpdateFloor();
            unseen = seat.IsUnseen;
            if (previous is null && !unseen) Noted?.Invoke(new TerminalNote.Joined(BytesReceived, by, watches));
        }
        previous?.Leave(Departure.TakenOver);
        // Also where nobody else is there, or it would show that somebody unseen is.
        _changed(this, unseen ? TerminalEvents.Unseen : TerminalEvents.Listed | TerminalEvents.Company);
        return viewer;
    }

    // The page has everything below the offset and nothing above it, which after a reload may be less than before.
    internal LogReader Read(Viewer viewer, long offset)
    {
        lock (_lock)
        {
            if (offset == Viewer.FromScreen) offset = Log.End; // the screen is at least so far
            if (viewer.Seat.Viewer == viewer)
            {
                viewer.Seat.Acknowledged = Math.Clamp(offset, Log.Start, Log.End);
                UpdateFloor();
            }
        }
        return Log.OpenReader(offset);
    }

    internal void Detach(Viewer viewer, Departure departure)
    {
        var happened = viewer.Seat.IsUnseen ? TerminalEvents.Unseen : TerminalEvents.Listed | TerminalEvents.Company;
        lock (_lock)
        {
            var seat = viewer.Seat;
            if (seat.Viewer != viewer) return;
            seat.Viewer = null;
            seat.Since = _time.GetTimestamp();
            if (seat is { IsOwner: true, Watches: false }) _lastViewer = seat.Since;
            if (seat.Watches) _seats.Remove(seat); // it has nothing to come back to
            // Whoever had the keyboard leaves it to the owner, at once.
            if (_keyboard.Release(seat) && PassKeyboard()) happened |= TerminalEvents.Resized;
            if (_sizer == seat)
            {
                _sizer = null;
                if (ApplyOwners()) happened |= TerminalEvents.Resized;
            }
            if (!seat.IsUnseen) Noted?.Invoke(new TerminalNote.Left(BytesReceived, viewer.By, viewer.Watches));
        }
        viewer.Leave(departure);
        _changed(this, happened);
    }

    /// <summary>Types for the gateway, unless a person has typed. It is not noted: no recording has it as input.</summary>
    /// <param name="bytes">What to type.</param>
    /// <param name="typed">Called once the client has been given it, or has gone.</param>
    /// <returns>Whether it was typed.</returns>
    public bool TypeBeforePeople(ReadOnlyMemory<byte> bytes, Action? typed = null)
    {
        lock (_lock)
        {
            if (_hasBeenTyped || End is not null) return false;
            _gateway.Accepted += bytes.Length;
            _gatewayTyped = typed;
            _input.Add(_gateway, bytes);
            return true;
        }
    }

    /// <summary>Whether a person has typed.</summary>
    public bool HasBeenTyped
    {
        get { lock (_lock) return _hasBeenTyped; }
    }

    internal bool Input(Viewer viewer, long offset, ReadOnlyMemory<byte> bytes)
    {
        var seat = viewer.Seat;
        bool resized;
        lock (_lock)
        {
            if (seat.Viewer != viewer || seat.Watches) return true; // on its way out, or the page has nothing to say
            if (offset < 0 || offset > seat.Accepted) return false;
            long fresh = Math.Max(0, offset + bytes.Length - seat.Accepted);
            if (!seat.Types)
            {
                // The page has yet to hear that it may not. It is not to send this once more when it may again.
                seat.Accepted += fresh;
                seat.Written += fresh;
                return true;
            }
            resized = fresh > 0 && TakesSize(seat);
            Volatile.Write(ref _lastInput, _time.GetTimestamp()); // an empty input types nothing, but says that somebody is there
            if (fresh > 0)
            {
                bytes = bytes[^(int)fresh..];
                // A connection that comes back may have a window of its own on top of what still waits.
                if (seat.Accepted + bytes.Length - seat.Written > 2L * _options.InputWindow || _input.IsFull) return false;
                seat.Accepted += bytes.Length;
                _hasBeenTyped = true;
                Noted?.Invoke(new TerminalNote.Typed(BytesReceived, seat.By, bytes)); // before they can be answered
                _input.Add(seat, bytes); // under the lock, or two viewers' bytes could pass each other
            }
        }
        if (resized) _changed(this, TerminalEvents.Resized);
        KeepOpen();
        return true;
    }

    internal void Acknowledge(Viewer viewer, long offset)
    {
        lock (_lock)
        {
            if (viewer.Seat.Viewer != viewer || offset <= viewer.Seat.Acknowledged) return;
            viewer.Seat.Acknowledged = Math.Min(offset, Log.End);
            viewer.Seat.Since = _time.GetTimestamp();
            UpdateFloor();
            if (!viewer.Seat.Holds) viewer.Poke();
        }
    }

    internal void Resize(Viewer viewer, TerminalSize size)
    {
        lock (_lock)
        {
            var seat = viewer.Seat;
            if (seat.Viewer != viewer || seat.Watches) return;
            (seat.Wish, seat.WishNumber) = (size, ++_wishes);
            if (!seat.Types || !SetsSize(seat) || !Apply(seat)) return;
        }
        _changed(this, TerminalEvents.Resized);
    }

    internal long AcknowledgedBy(Seat seat)
    {
        lock (_lock) return seat.Acknowledged;
    }

    internal long WrittenBy(Seat seat)
    {
        lock (_lock) return seat.Written;
    }

    private void Written(Seat seat, int count)
    {
        lock (_lock) Volatile.Write(ref _typed, _typed + count);
        Dropped(seat, count);
    }

    // It waits no more, written or not.
    private void Dropped(Seat seat, int count)
    {
        Action<long>? report = null;
        long total;
        lock (_lock)
        {
            total = seat.Written += count;
            if (seat == _gateway && seat.Written == seat.Accepted) _gatewayTyped?.Invoke();
            // Single keystrokes are not reported: the page learns of them with its next ping.
            if (total - seat.Reported >= _options.InputWindow / 16)
            {
                seat.Reported = total;
                report = seat.Viewer?.InputWritten;
            }
        }
        report?.Invoke(total);
    }
}
