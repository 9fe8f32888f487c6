namespace Gateway.Methods;

/// <summary>How the key of a device is checked, in the words of ssh_config(5) <c>StrictHostKeyChecking</c>.</summary>
public enum HostKeyPolicy
{
    /// <summary>Only keys already in the known-hosts file.</summary>
    Strict,

    /// <summary>A first key is remembered, a changed one is a stop.</summary>
    AcceptNew,

    /// <summary>The person is asked about a first key; a changed one is a stop.</summary>
    Ask,

    /// <summary>No check at all. Anybody on the way can read and change the session.</summary>
    Bypass,
}

/// <summary>Everything a command line is made of that does not come from the link.</summary>
public sealed record MethodOptions
{
    /// <summary>The one host that every terminal is locked to: a host name or an IP address.</summary>
    public required string Domain { get; init; }

    /// <summary>The ports of the domain that may be opened.</summary>
    public required PortSet Ports { get; init; }

    /// <summary>Absolute path of the ssh client, or null where the method is switched off.</summary>
    public string? SshPath { get; init; }

    /// <summary>Absolute path of the telnet client, or null where the method is switched off.</summary>
    public string? TelnetPath { get; init; }

    /// <summary>An empty folder that the clients see as their home and start in.</summary>
    public required string Home { get; init; }

    /// <summary>The ssh_config(5) file given with <c>-F</c>; the options of the command line come before it.</summary>
    public required string SshConfigFile { get; init; }

    /// <summary>The one known-hosts file, with one entry per port.</summary>
    public required string KnownHostsFile { get; init; }

    /// <summary>How host keys are checked.</summary>
    public HostKeyPolicy HostKeys { get; init; } = HostKeyPolicy.AcceptNew;

    /// <summary>A private key that ssh offers, or null: then the person types the password.</summary>
    public string? IdentityFile { get; init; }

    /// <summary>How long ssh tries to connect; whole seconds, at least 1.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often ssh asks a silent server for a sign of life; three missed ones end the session. Zero: never.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);
}
