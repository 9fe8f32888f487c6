namespace Gateway.Configuration;

/// <summary>How <c>ssh</c> is called.</summary>
public sealed record SshSettings
{
    /// <summary>What happens with host keys that are not on record.</summary>
    public HostKeyPolicy HostKeys { get; init; } = HostKeyPolicy.AcceptNew;

    /// <summary>Absolute path of the one known_hosts file; it holds one entry for each port.</summary>
    public required string KnownHosts { get; init; }

    /// <summary>Absolute path of the private key that signs in to devices; null leaves the password to the person.</summary>
    public string? Identity { get; init; }

    /// <summary>Absolute path of the locked ssh_config that is given to <c>ssh -F</c>.</summary>
    public string ConfigFile { get; init; } = DefaultConfigFile;

    /// <summary>How many administrators have to accept a changed host key, 1 or 2.</summary>
    public int KeyApprovals { get; init; } = 1;

    /// <summary>How long a connection may take, in whole seconds from 1 second to 5 minutes.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Silence after which the device is asked whether it is still there, in whole seconds up to 1 hour; zero never asks.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The ssh_config that comes with the program, beside it.</summary>
    public static string DefaultConfigFile => Path.Combine(AppContext.BaseDirectory, "config", "ssh_config");

    /// <summary>Where host keys are recorded unless the file says otherwise.</summary>
    public static string DefaultKnownHosts(string dataFolder) => Path.Combine(dataFolder, "known_hosts");
}
