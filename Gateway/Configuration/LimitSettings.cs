namespace Gateway.Configuration;

/// <summary>Numbers and times that keep one visitor from using up the node.</summary>
public sealed record LimitSettings
{
    /// <summary>Terminals that one visitor may have at once, 1 to 1,000.</summary>
    public int TerminalsPerVisitor { get; init; } = 20;

    /// <summary>Terminals on this node at once, 1 to 100,000.</summary>
    public int TerminalsPerNode { get; init; } = 500;

    /// <summary>Terminals on all nodes together at once, up to 1,000,000; zero sets no limit beyond that of each node. Counted only with Redis.</summary>
    public int TerminalsPerGateway { get; init; }

    /// <summary>Browser connections on one terminal at once, 1 to 1,000.</summary>
    public int ViewersPerTerminal { get; init; } = 20;

    /// <summary>Terminals that one visitor may open in a minute, 1 to 10,000.</summary>
    public int OpensPerMinute { get; init; } = 60;

    /// <summary>How long a terminal lives without a keystroke, up to 365 days; zero is for ever.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromHours(8);

    /// <summary>How long a terminal outlives its last viewer, up to 365 days; zero ends it at once.</summary>
    public TimeSpan DetachedTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long the last output of an ended terminal can still be read, up to 1 day.</summary>
    public TimeSpan EndedTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long the program waits for a typing viewer whose connection was lost, up to 1 hour.</summary>
    public TimeSpan ReconnectGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a node that was told to stop waits for its terminals to end, up to 7 days; zero ends them at once.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>How long a connected typing viewer may acknowledge nothing before it is dropped, 5 seconds to 1 day.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Largest input call in bytes, 1,024 to 65,536.</summary>
    public int InputSize { get; init; } = 16 * 1024;

    /// <summary>Typed or pasted bytes that may wait for the client program, <see cref="InputSize"/> to 16 MiB.</summary>
    public int InputWindow { get; init; } = 256 * 1024;
}
