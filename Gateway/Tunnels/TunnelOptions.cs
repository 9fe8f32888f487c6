using System.Collections.Immutable;
using System.Net;

namespace Gateway.Tunnels;

/// <summary>How devices dial in.</summary>
public sealed record TunnelOptions
{
    /// <summary>Whether they can at all.</summary>
    public bool IsOn { get; init; }

    /// <summary>IP address of this node at which the ports of devices that dial in are opened; loopback unless the operator publishes them.</summary>
    public IPAddress Publish { get; init; } = IPAddress.Loopback;

    /// <summary>Whether that is every address of this node.</summary>
    public bool IsPublishedEverywhere => Publish.Equals(IPAddress.IPv6Any) || Publish.Equals(IPAddress.Any);

    /// <summary>Where plain OpenSSH dials in; null for nowhere.</summary>
    public IPEndPoint? SshListen { get; init; }

    /// <summary>Name or address that devices are told to dial, for ssh.</summary>
    public string SshHost { get; init; } = "";

    /// <summary>The account that devices sign in to, for ssh; nobody gets a shell there.</summary>
    public string SshUser { get; init; } = "gateway";

    /// <summary>Whether the sshd of the system serves devices (a drop-in in its configuration), and the gateway runs none.</summary>
    public bool UsesSystemSshd { get; init; }

    /// <summary>Absolute path of sshd.</summary>
    public string SshdPath { get; init; } = "/usr/sbin/sshd";

    /// <summary>Absolute path of the private host key of the gateway's sshd; made if it is missing.</summary>
    public required string SshHostKey { get; init; }

    /// <summary>How often a silent device is asked whether it is still there; three missed answers end its tunnel.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an enrolment code counts.</summary>
    public TimeSpan CodeValidity { get; init; } = TimeSpan.FromHours(24);

    /// <summary>What the host names of devices' web pages end with, "web.gateway.example"; null for no such pages.</summary>
    public string? WebHost { get; init; }

    /// <summary>How this program is started, with its configuration: what sshd runs to take a key that ssh-copy-id leaves. Empty for not at all.</summary>
    public ImmutableArray<string> Ourselves { get; init; } = [];

    /// <summary>The folder for what is generated; for the gateway's account alone.</summary>
    public required string Folder { get; init; }
}
