namespace Gateway.Terminals;

/// <summary>
/// A viewer's place in a terminal. It outlives the connection, so that a browser which comes back goes on at the
/// exact byte in both directions. Guarded by the terminal's lock.
/// </summary>
internal sealed class Seat(string id, string alias, Participant by)
{
    private volatile bool _holds;

    /// <summary>Whose place it is.</summary>
    public Participant By { get; } = by;

    /// <summary>Random name of the place, known to its browser tab only.</summary>
    public string Id { get; } = id;

    /// <summary>Random name of the place for everybody on the terminal; nobody can take the place with it.</summary>
    public string Alias { get; } = alias;

    /// <summary>Whether the terminal belongs to whoever sits here.</summary>
    public bool IsOwner { get; init; }

    /// <summary>Whether it was taken to look on: it never types and never holds the program.</summary>
    public bool Watches { get; init; }

    /// <summary>Whether it was taken as one who looks after the gateway.</summary>
    public bool IsAdministrator { get; init; }

    /// <summary>Whether nobody on the terminal is to learn of it.</summary>
    public bool IsUnseen { get; init; }

    /// <summary>When it was first taken, UTC.</summary>
    public DateTimeOffset Taken { get; init; }

    /// <summary>Whether the connection that sits here lost its right to type, whatever the terminal allows.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Whether it could be given the keyboard.</summary>
    public bool MayType => !Watches && !IsStopped;

    /// <summary>Whether it may type now.</summary>
    public bool Types { get; set; }

    /// <summary>Whether it has asked for the keyboard.</summary>
    public bool Wants { get; set; }

    /// <summary>The size that its page would like.</summary>
    public TerminalSize? Wish { get; set; }

    /// <summary>The latest of a terminal's wishes has the largest number.</summary>
    public long WishNumber { get; set; }

    /// <summary>Who sits here now, or null while the connection is lost.</summary>
    public Viewer? Viewer { get; set; }

    /// <summary>Time stamp of the last progress: an acknowledgement, or the moment it was taken or left.</summary>
    public long Since { get; set; }

    /// <summary>Whether this place holds the program while it is behind. Streams read it without the lock.</summary>
    public bool Holds
    {
        get => _holds;
        set => _holds = value;
    }

    /// <summary>Output offset below which the page has parsed everything.</summary>
    public long Acknowledged { get; set; }

    /// <summary>Input bytes accepted from this viewer, or taken and dropped.</summary>
    public long Accepted { get; set; }

    /// <summary>Input bytes of this viewer that the client program has been given, or that were dropped.</summary>
    public long Written { get; set; }

    /// <summary>The value of <see cref="Written"/> that the page was last told.</summary>
    public long Reported { get; set; }
}
