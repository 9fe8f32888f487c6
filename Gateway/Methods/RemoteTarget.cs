using System.Collections.Immutable;

namespace Gateway.Methods;

/// <summary>
/// Where a terminal goes, and what is particular about it. It is made from the operator's settings and inventory only;
/// nothing of it comes from a visitor.
/// </summary>
public sealed record RemoteTarget
{
    /// <summary>Name of the device; null for a port that no device of the inventory has.</summary>
    public string? Device { get; init; }

    /// <summary>The device's own address: an IP address or a host name. Null for a port of the domain.</summary>
    public string? Address { get; init; }

    /// <summary>The port: one of the domain, or of <see cref="Address"/>.</summary>
    public required int Port { get; init; }

    /// <summary>The jump host that <see cref="Address"/> is reached through; null for directly.</summary>
    public JumpHost? Jump { get; init; }

    /// <summary>How the host key is checked; null as the gateway checks all.</summary>
    public HostKeyPolicy? HostKeys { get; init; }

    /// <summary>Old algorithms that this device needs, of <see cref="LegacyAlgorithms"/>.</summary>
    public ImmutableArray<string> Legacy { get; init; } = [];

    /// <summary>The terminal type that the client is told (terminfo(5)): <c>[A-Za-z0-9._+-]{1,32}</c>.</summary>
    public string TerminalType { get; init; } = "xterm-256color";

    /// <summary>What is reached, in words for a person and the same for all terminals there: <c>6022</c>, or <c>10.0.0.9:22</c>.</summary>
    public string Place => Address is null ? Port.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : Address.Contains(':', StringComparison.Ordinal) ? $"[{Address}]:{Port}" : $"{Address}:{Port}";
}

/// <summary>The domain as a jump host (ssh_config(5), ProxyJump): ssh signs in there with the gateway's own key, and goes on by <c>-W</c>.</summary>
/// <param name="Port">Its ssh port, 1 to 65535.</param>
/// <param name="User">The account there, within <see cref="RemoteUser"/>'s grammar.</param>
/// <param name="IdentityFile">Absolute path of the private key that signs in.</param>
public sealed record JumpHost(int Port, string User, string IdentityFile);
