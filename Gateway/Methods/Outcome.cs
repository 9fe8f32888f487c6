namespace Gateway.Methods;

/// <summary>Why a terminal ended, as a program sees it.</summary>
public enum EndReason
{
    /// <summary>The session came to its own end.</summary>
    Exited,

    /// <summary>The port refused the connection.</summary>
    Refused,

    /// <summary>The domain could not be found or reached.</summary>
    Unreachable,

    /// <summary>The device did not accept the person.</summary>
    Authentication,

    /// <summary>The device's key was not accepted.</summary>
    HostKey,

    /// <summary>The connection broke.</summary>
    Disconnected,

    /// <summary>Nobody typed for too long.</summary>
    Idle,

    /// <summary>The visitor closed it, or nobody came back to it.</summary>
    Closed,

    /// <summary>The gateway is stopping.</summary>
    Shutdown,

    /// <summary>The right to it ended: the sign-in, the rule's hours or longest time, or the rule itself.</summary>
    Revoked,

    /// <summary>An administrator ended it.</summary>
    Ordered,

    /// <summary>It has to be recorded, and the recording could not go on.</summary>
    Unrecorded,

    /// <summary>The client could not do its work.</summary>
    Failed,
}

/// <summary>Why a terminal ended, for a person.</summary>
/// <param name="Reason">The reason as a closed list.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Hint">What to do about it; may be empty.</param>
public sealed record Outcome(EndReason Reason, string Message, string Hint)
{
    // What both clients have in common once their own words said nothing.
    internal static Outcome Plain(int? exitCode, string? signal) => (exitCode, signal) switch
    {
        (0, _) => new(EndReason.Exited, "The session has ended.", ""),
        ({ } code, _) => new(EndReason.Exited, $"The session has ended with exit status {code}.", ""),
        (_, { } name) => new(EndReason.Failed, $"The client was ended by {name}.", "Reconnect to start a new one."),
        _ => new(EndReason.Exited, "The session has ended.", ""),
    };

    // The words of strerror(3) that both clients print after a failed connect(2).
    internal static Outcome? Network(string domain, int port, string tail)
    {
        if (tail.Contains("Connection refused", StringComparison.Ordinal))
            return new(EndReason.Refused, $"Connection refused by port {port}.", "Nothing listens on this port of the gateway host now. Check that the device is on and connected.");
        if (tail.Contains("timed out", StringComparison.Ordinal))
            return new(EndReason.Unreachable, $"Port {port} of {domain} did not answer in time.", "Check the network between the gateway and the device.");
        if (tail.Contains("No route to host", StringComparison.Ordinal) || tail.Contains("Network is unreachable", StringComparison.Ordinal))
            return new(EndReason.Unreachable, $"There is no way to {domain} from the gateway.", "Check the gateway's network.");
        if (tail.Contains("Could not resolve", StringComparison.OrdinalIgnoreCase) || tail.Contains("Name or service not known", StringComparison.Ordinal)
            || tail.Contains("Temporary failure in name resolution", StringComparison.Ordinal))
            return new(EndReason.Unreachable, $"The name {domain} could not be resolved.", "Check the gateway's DNS and the setting 'domain'.");
        return null;
    }
}
