namespace Gateway.Terminals;

/// <summary>Limits of this node's terminals. Every one is a bound on memory, processes or time.</summary>
public sealed record TerminalOptions
{
    /// <summary>Most terminals one visitor may have, running or just ended.</summary>
    public int PerVisitor { get; init; } = 20;

    /// <summary>Most terminals on this node, running or just ended.</summary>
    public int PerNode { get; init; } = 500;

    /// <summary>Most viewers of one terminal, connected or lately lost.</summary>
    public int ViewersPerTerminal { get; init; } = 20;

    /// <summary>A terminal that nobody types into is closed after this time; zero: never.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromHours(8);

    /// <summary>How long before that its viewers are warned.</summary>
    public TimeSpan IdleWarning { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a terminal outlives its last viewer.</summary>
    public TimeSpan DetachedTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long one can come back to a terminal that has ended, to read its last lines.</summary>
    public TimeSpan EndedTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the place of a viewer whose connection was lost holds the program, so that it misses nothing.</summary>
    public TimeSpan ReconnectGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A viewer that holds the program and acknowledges nothing for this time is dropped.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a client may take to end after it was asked to, before it is killed.</summary>
    public TimeSpan HangUpTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Bytes of input that a viewer may have waiting for the client.</summary>
    public int InputWindow { get; init; } = 256 * 1024;

    /// <summary>Bytes of output kept per terminal.</summary>
    public int LogCapacity { get; init; } = 2 * 1024 * 1024;

    /// <summary>Unacknowledged bytes above which the program is paused.</summary>
    public int GateHigh { get; init; } = 384 * 1024;

    /// <summary>Unacknowledged bytes below which it goes on.</summary>
    public int GateLow { get; init; } = 128 * 1024;
}
