namespace Gateway.Terminals;

/// <summary>How the people on a terminal share its keyboard.</summary>
public enum KeyboardMode
{
    /// <summary>One person types at a time, first the owner.</summary>
    Baton,

    /// <summary>Everybody types who came in to type.</summary>
    Open,
}

/// <summary>Who of the places on a terminal types now. It only keeps the rules; guarded by the terminal's lock.</summary>
internal sealed class Keyboard
{
    /// <summary>How it is shared.</summary>
    public KeyboardMode Mode { get; private set; }

    /// <summary>The guest who has the keyboard; null while it is the owner's, on all his pages, or everybody's.</summary>
    public Seat? Holder { get; private set; }

    /// <summary>Whether nobody may type, whoever has the keyboard.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>Whether the keys of a place count now.</summary>
    public bool Counts(Seat seat) =>
        !IsReadOnly && seat.MayType && (Mode == KeyboardMode.Open || (Holder is null ? seat.IsOwner : Holder == seat));

    /// <summary>The owner chooses how it is shared; it begins with him.</summary>
    public void Choose(KeyboardMode mode) => (Mode, Holder) = (mode, null);

    /// <summary>Notes that a guest would like to have it. False if he is not to have it, or needs not ask.</summary>
    public bool Ask(Seat seat) => seat.Wants = Mode == KeyboardMode.Baton && seat.MayType && !seat.IsOwner && Holder != seat;

    /// <summary>The owner, or the guest who has it, gives it to somebody who may type.</summary>
    public bool Give(Seat by, Seat to)
    {
        if (Mode == KeyboardMode.Open || !(by.IsOwner || by == Holder) || !to.MayType || to.Viewer is null) return false;
        Holder = to.IsOwner ? null : to;
        to.Wants = false;
        return true;
    }

    /// <summary>The owner takes it back.</summary>
    public bool Take(Seat by)
    {
        if (!by.IsOwner || Holder is null) return false;
        Holder = null;
        return true;
    }

    /// <summary>A guest gives it back, withdraws his wish, leaves, is lost, or may not have it any more.</summary>
    public bool Release(Seat seat)
    {
        bool changed = seat.Wants || Holder == seat;
        seat.Wants = false;
        if (Holder == seat) Holder = null;
        return changed;
    }
}
