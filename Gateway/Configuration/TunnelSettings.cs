using System.Net;

namespace Gateway.Configuration;

/// <summary>Devices that dial in.</summary>
public sealed record TunnelSettings
{
    /// <summary>Whether they can.</summary>
    public bool Enabled { get; init; }

    /// <summary>IP address of this node at which their ports are opened; <c>*</c> for all of them.</summary>
    public string Publish { get; init; } = "127.0.0.1";

    /// <summary>How often a silent device is asked whether it is still there, 1 second to 5 minutes; three missed answers end its tunnel.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a code counts that enrols a device once, 1 minute to 30 days.</summary>
    public TimeSpan CodeValidity { get; init; } = TimeSpan.FromHours(24);

    /// <summary>What the host names of devices' web pages end with; null for no such pages.</summary>
    public string? WebHost { get; init; }

    /// <summary>Reverse tunnels of plain OpenSSH.</summary>
    public TunnelSshSettings Ssh { get; init; } = new();
}

/// <summary>Reverse tunnels of plain OpenSSH.</summary>
public sealed record TunnelSshSettings
{
    /// <summary>Where they dial in; null for nowhere.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>Name or address that devices are told to dial; null for the public URL's host.</summary>
    public string? Host { get; init; }

    /// <summary>Whether the system's sshd serves them, and the gateway runs none.</summary>
    public bool UsesSystem { get; init; }

    /// <summary>Absolute path of sshd.</summary>
    public string Program { get; init; } = "/usr/sbin/sshd";

    /// <summary>Absolute path of the private host key; null for one in the data folder, made if it is missing.</summary>
    public string? HostKey { get; init; }
}
