namespace Gateway.Terminals;

/// <summary>How a client process ended, as waitpid(2) tells it.</summary>
/// <param name="Code">Exit status 0 to 255, or null if a signal ended it or somebody else took the status away.</param>
/// <param name="Signal">Number of the signal that ended it, or null.</param>
public readonly record struct ExitStatus(int? Code, int? Signal)
{
    /// <summary>Nobody knows: the parent ignored SIGCHLD when it was started.</summary>
    public static ExitStatus Unknown => default;

    /// <summary>The signal's name, for example <c>SIGKILL</c>, or null.</summary>
    public string? SignalName => Signal switch
    {
        null => null,
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        6 => "SIGABRT",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        15 => "SIGTERM",
        { } other => $"signal {other}",
    };

    internal static ExitStatus FromWait(int status) => (status & 0x7f) == 0 ? new((status >> 8) & 0xff, null) : new(null, status & 0x7f);
}
