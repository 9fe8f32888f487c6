namespace Gateway.Configuration;

/// <summary>The client programs. At least one is set.</summary>
public sealed record ClientSettings
{
    /// <summary>Absolute path of the OpenSSH client; null switches the method <c>ssh</c> off.</summary>
    public string? Ssh { get; init; } = "/usr/bin/ssh";

    /// <summary>Absolute path of the telnet client; null switches the method <c>telnet</c> off.</summary>
    public string? Telnet { get; init; } = "/usr/bin/telnet";
}
