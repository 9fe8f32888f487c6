namespace Gateway.Terminals;

/// <summary>Who types, and whose window the terminal fits.</summary>
public sealed partial class Terminal
{
    // Where everybody types the size does not change hands in the middle of somebody's word.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    // Whose window it fits, where everybody types; null for the owner's.
    private Seat? _sizer;

    /// <summary>How its keyboard is shared.</summary>
    public KeyboardMode KeyboardMode
    {
        get { lock (_lock) return _keyboard.Mode; }
    }

    /// <summary>Whether input is refused, for everybody. Output goes on.</summary>
    public bool IsReadOnly
    {
        get { lock (_lock) return _keyboard.IsReadOnly; }
        set => Change(() =>
        {
            if (_keyboard.IsReadOnly == value) return false;
            _keyboard.IsReadOnly = value;
            return true;
        });
    }

    /// <summary>Every connection that is there now, in the order in which they came.</summary>
    public IReadOnlyList<Present> Present
    {
        get
        {
            lock (_lock)
                return [.. _seats.Where(seat => seat.Viewer is not null)
                    .Select(seat => new Present(seat.Alias, seat.By, seat.IsOwner, seat.IsAdministrator, seat.MayType, seat.Types, seat.Wants, seat.Taken))];
        }
    }

    /// <summary>The owner chooses how the keyboard is shared. False if it is not for this viewer to choose.</summary>
    public bool ShareKeyboard(Viewer by, KeyboardMode mode) => by.Seat.IsOwner && Change(() =>
    {
        if (by.Seat.Viewer != by) return false;
        _keyboard.Choose(mode);
        foreach (var seat in _seats) seat.Wants = false;
        return true;
    });

    /// <summary>A guest asks for the keyboard. False if there is nothing to ask for.</summary>
    public bool AskKeyboard(Viewer by) => Change(() => by.Seat.Viewer == by && _keyboard.Ask(by.Seat));

    /// <summary>The owner, or who has it, gives the keyboard to somebody who is there. Gives whom; null if that is not to be.</summary>
    public Participant? GrantKeyboard(Viewer by, string? alias)
    {
        Participant? given = null;
        Change(() =>
        {
            if (by.Seat.Viewer != by || _seats.Find(seat => seat.Alias == alias) is not { } to || !_keyboard.Give(by.Seat, to)) return false;
            given = to.By;
            return true;
        });
        return given;
    }

    /// <summary>The owner takes the keyboard back, at once. False if nobody else had it.</summary>
    public bool TakeKeyboard(Viewer by) => Change(() => by.Seat.Viewer == by && _keyboard.Take(by.Seat));

    /// <summary>Whoever has the keyboard gives it back; whoever asked for it asks no more. False if he did neither.</summary>
    public bool ReleaseKeyboard(Viewer by) => Change(() => by.Seat.Viewer == by && _keyboard.Release(by.Seat));

    internal void StopTyping(Viewer viewer, bool stopped) => Change(() =>
    {
        if (viewer.Seat.Viewer != viewer || viewer.Seat.IsStopped == stopped) return false;
        viewer.Seat.IsStopped = stopped;
        if (stopped) _keyboard.Release(viewer.Seat);
        return true;
    });

    private bool Change(Func<bool> change)
    {
        var happened = TerminalEvents.Company;
        lock (_lock)
        {
            if (!change()) return false;
            if (PassKeyboard()) happened |= TerminalEvents.Resized;
        }
        _changed(this, happened);
        return true;
    }

    // Who types may have changed. Under the lock, so that input that comes a moment later already finds it so. Gives whether
    // the size changed with it.
    private bool PassKeyboard()
    {
        foreach (var seat in _seats)
        {
            bool types = _keyboard.Counts(seat);
            if (types == seat.Types) continue;
            seat.Types = types;
            // Who cannot type does not hold the program either, and must not find it held by what he missed.
            seat.Holds = types && seat.Viewer is not null;
            seat.Acknowledged = Math.Max(seat.Acknowledged, Log.Start);
            if (!types) _input.Drop(seat);
            seat.Viewer?.TypingChanged?.Invoke(types);
            seat.Viewer?.Poke();
        }
        UpdateFloor();
        if (_keyboard.Mode == KeyboardMode.Open || _sizer == _keyboard.Holder) return false;
        _sizer = _keyboard.Holder;
        return _sizer is { } typist ? Apply(typist) : ApplyOwners();
    }

    // Of the owner's pages the one counts that wished last.
    private bool ApplyOwners() =>
        _seats.Where(seat => seat is { IsOwner: true, Watches: false, Viewer: not null, Wish: not null }).MaxBy(seat => seat.WishNumber) is { } own && Apply(own);

    private bool SetsSize(Seat seat) => _sizer is null ? seat.IsOwner : _sizer == seat;

    // Where everybody types the size follows who does.
    private bool TakesSize(Seat seat)
    {
        if (_keyboard.Mode != KeyboardMode.Open || SetsSize(seat) || IdleTime < Pause) return false;
        _sizer = seat.IsOwner ? null : seat;
        return Apply(seat);
    }

    private bool Apply(Seat seat)
    {
        if (seat.Wish is not { } size || size == Size) return false;
        Size = size;
        _sizes.Add(BytesReceived, size);
        _pty.Resize(size);
        Noted?.Invoke(new TerminalNote.Resized(BytesReceived, seat.By, size));
        return true;
    }
}
