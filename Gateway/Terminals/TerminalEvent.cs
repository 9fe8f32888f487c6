namespace Gateway.Terminals;

/// <summary>What changed about a terminal, for those who watch from outside.</summary>
[Flags]
public enum TerminalEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It was opened, ended or removed, or its viewers changed.</summary>
    Listed = 1,

    /// <summary>Its size changed.</summary>
    Resized = 2,

    /// <summary>Its closing for inactivity came near, or went away again.</summary>
    Idle = 4,

    /// <summary>Who is on it, or who of them types, changed.</summary>
    Company = 8,

    /// <summary>Somebody came or left of whom nobody on it is to learn.</summary>
    Unseen = 16,
}

/// <summary>
/// A change of one terminal. It carries no values: whoever handles it reads the terminal as it is then, so a burst of
/// changes is one event and the queue is bounded by the number of terminals.
/// </summary>
/// <param name="Terminal">The terminal.</param>
/// <param name="Changes">What changed, since the last event about it.</param>
public readonly record struct TerminalEvent(Terminal Terminal, TerminalEvents Changes);
