namespace Gateway.Terminals;

/// <summary>
/// A viewer's place in a terminal. It outlives the connection, so that a browser which comes back goes on at the
/// exact byte in both directions. Guarded by the terminal's lock.
/// </summary>
internal sealed class Seat(string id, bool watches, Participant by)
{
    /// <summary>Whose place it is.</summary>
    public Participant By { get; } = by;

    /// <summary>Random name of the place, known to its browser tab only.</summary>
    public string Id { get; } = id;

    /// <summary>Whether it was taken to look on: it never types and never holds the program.</summary>
    public bool Watches { get; } = watches;

    /// <summary>Whether the connection that sits here lost its right to type, whatever the terminal allows.</summary>
    public bool IsStopped { get; set; }

    /// <summary>Whether it may type now.</summary>
    public bool Types { get; set; } = !watches;

    /// <summary>Who sits here now, or null while the connection is lost.</summary>
    public Viewer? Viewer { get; set; }

    /// <summary>Time stamp of the last progress: an acknowledgement, or the moment it was taken or left.</summary>
    public long Since { get; set; }

    /// <summary>Whether this place holds the program while it is behind.</summary>
    public bool Holds { get; set; }

    /// <summary>Output offset below which the page has parsed everything.</summary>
    public long Acknowledged { get; set; }

    /// <summary>Input bytes accepted from this viewer.</summary>
    public long Accepted { get; set; }

    /// <summary>Input bytes of this viewer that the client program has been given.</summary>
    public long Written { get; set; }

    /// <summary>The value of <see cref="Written"/> that the page was last told.</summary>
    public long Reported { get; set; }
}
