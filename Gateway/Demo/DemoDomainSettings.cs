namespace Gateway.Demo;

/// <summary>Where the demo's domain lives and what its visitors land in.</summary>
/// <param name="DataFolder">Keys and generated configuration; made with mode 700 if missing. May hold blanks, not control characters.</param>
public sealed record DemoDomainSettings(string DataFolder)
{
    /// <summary>TCP port of the SSH server on 127.0.0.1, 1 to 65535.</summary>
    public int SshPort { get; init; } = 6022;

    /// <summary>TCP port of the telnet server on 127.0.0.1, 1 to 65535.</summary>
    public int TelnetPort { get; init; } = 7023;

    /// <summary>Devices with an ssh server of their own on 127.0.0.1 that nobody is told of: they dial in. Each with its name, <c>[a-z0-9-]</c>, and port.</summary>
    public IReadOnlyList<(string Name, int Port)> Hidden { get; init; } = [];

    /// <summary>
    /// Program and arguments that everybody lands in, as an absolute path and plain arguments, with <c>TERM</c>, <c>LANG</c>,
    /// <c>PATH</c> and <c>HOME</c> set. Null for the demo device.
    /// </summary>
    public IReadOnlyList<string>? Command { get; init; }
}

/// <summary>The demo's domain could not start. The message says what to do.</summary>
public sealed class DemoDomainException(string message) : Exception(message);
