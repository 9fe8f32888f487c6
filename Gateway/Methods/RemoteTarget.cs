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

    /// <summary>
    /// The IP address that <see cref="Address"/> stood for when it was asked, which the client is handed in its place: a name
    /// that comes to mean another host later leads nowhere else. Null where the jump host looks the name up.
    /// </summary>
    public string? Pinned { get; init; }

    /// <summary>The port: one of the domain, or of <see cref="Address"/>.</summary>
    public required int Port { get; init; }

    /// <summary>The port that the client is told in place of <see cref="Port"/>; null for that one.</summary>
    public int? PinnedPort { get; init; }

    /// <summary>The port of the domain under whose name the host key stands, where <see cref="Port"/> leads now to one device and now to another; null for <see cref="Port"/>.</summary>
    public int? HostKeyPort { get; init; }

    /// <summary>Whether the port belongs to a device that dials in: it is never looked for at the domain itself, but where the gateway has found the device.</summary>
    public bool DialsIn { get; init; }

    /// <summary>Whether people sign in there with keys only.</summary>
    public bool KeysOnly { get; init; }

    /// <summary>The jump host that <see cref="Address"/> is reached through; null for directly.</summary>
    public JumpHost? Jump { get; init; }

    /// <summary>How the host key is checked; null as the gateway checks all.</summary>
    public HostKeyPolicy? HostKeys { get; init; }

    /// <summary>Old algorithms that this device needs, of <see cref="LegacyAlgorithms"/>.</summary>
    public ImmutableArray<string> Legacy { get; init; } = [];

    /// <summary>The last day on which old algorithms were allowed, where that is past and <see cref="Legacy"/> empty for it; null if it is not.</summary>
    public DateOnly? LegacyEnded { get; init; }

    /// <summary>The terminal type that the client is told (terminfo(5)): <c>[A-Za-z0-9._+-]{1,32}</c>.</summary>
    public string TerminalType { get; init; } = "xterm-256color";

    /// <summary>The device's character set: a name of the WHATWG Encoding Standard in lower case, as the inventory has checked it.</summary>
    public string Encoding { get; init; } = "utf-8";

    /// <summary>Whether BREAK and other signals can be sent to it, over a method that has a way to.</summary>
    public bool Signals { get; init; }

    /// <summary>Whether it is a port of the domain, and no device's own address.</summary>
    public bool IsOfDomain => Address is null;

    /// <summary>The port that the client is told.</summary>
    public int ConnectPort => PinnedPort ?? Port;

    /// <summary>What is reached, in words for a person: <c>6022</c>, or <c>10.0.0.9:22</c>.</summary>
    public string Place => Address is null ? Number(Port)
        : Address.Contains(':', StringComparison.Ordinal) ? $"[{Address}]:{Number(Port)}" : $"{Address}:{Number(Port)}";

    /// <summary>
    /// What two terminals have in common that lead to the same: <c>6022</c>, or <c>router-1/10.0.0.9:22</c>. The same address and
    /// port of two devices is not the same: they may be in two networks.
    /// </summary>
    public string Key => Address is null ? Place : $"{Device}/{Place}";

    private static string Number(int port) => port.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The domain as a jump host (ssh_config(5), ProxyJump): ssh signs in there with the gateway's own key, and goes on by <c>-W</c>.</summary>
/// <param name="Port">Its ssh port, 1 to 65535.</param>
/// <param name="User">The account there, within <see cref="RemoteUser"/>'s grammar.</param>
/// <param name="IdentityFile">Absolute path of the private key that signs in.</param>
public sealed record JumpHost(int Port, string User, string IdentityFile);
