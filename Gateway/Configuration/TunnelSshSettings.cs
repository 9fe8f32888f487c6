using System.Globalization;
using System.Net;

namespace Gateway.Configuration;

/// <summary>Whose sshd devices dial in to.</summary>
public enum TunnelSshServer
{
    /// <summary>One that the gateway runs.</summary>
    Own,

    /// <summary>The system's, with a drop-in in its configuration.</summary>
    System,
}

/// <summary>Reverse tunnels of plain OpenSSH.</summary>
public sealed record TunnelSshSettings
{
    /// <summary>Where they dial in; null for nowhere. Port 0 lets the system choose.</summary>
    public IPEndPoint? Listen { get; init; }

    /// <summary>Name or address that devices are told to dial; null for the public URL's host.</summary>
    public string? Host { get; init; }

    /// <summary>Whose sshd serves them.</summary>
    public TunnelSshServer Server { get; init; }

    /// <summary>Absolute path of sshd.</summary>
    public string Program { get; init; } = "/usr/sbin/sshd";

    /// <summary>Absolute path of the private host key; null for one in the data folder, made if it is missing.</summary>
    public string? HostKey { get; init; }

    /// <summary>Whether the system's sshd serves them, and the gateway runs none.</summary>
    public bool UsesSystem => Server == TunnelSshServer.System;

    internal static TunnelSshSettings Read(Section ssh, PathSettings paths)
    {
        var defaults = new TunnelSshSettings();
        return new TunnelSshSettings
        {
            Listen = ReadListen(ssh),
            Host = ReadHost(ssh),
            Server = ssh.Choice("server", defaults.Server, server => server == TunnelSshServer.Own ? "own" : "system"),
            Program = ReadProgram(ssh) ?? defaults.Program,
            HostKey = paths.Read(ssh, "hostKey"),
        };
    }

    private static IPEndPoint? ReadListen(Section ssh)
    {
        if (ssh.Find("listen") is not { IsNull: false } value) return null;
        if (value.IsText && Endpoint(value.Text) is { } endpoint) return endpoint;
        ssh.Fault("listen", value, "is no address with a port", "Write an IP address of this node and a port, such as \"10.0.0.11:2222\" or \"[::1]:2222\"; \"0.0.0.0:2222\" stands for all of IPv4, \"*:2222\" for all.");
        return null;
    }

    private static IPEndPoint? Endpoint(string text)
    {
        int colon = text.LastIndexOf(':');
        if (colon < 1 || !int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port > IPEndPoint.MaxPort) return null;
        string host = text[..colon];
        if (host == "*") return new IPEndPoint(IPAddress.IPv6Any, port);
        bool bracketed = host is ['[', _, .., ']'];
        if (bracketed) host = host[1..^1];
        return TunnelSettings.IsAddress(host, out var address) && bracketed == host.Contains(':', StringComparison.Ordinal) ? new IPEndPoint(address, port) : null;
    }

    private static string? ReadHost(Section ssh)
    {
        if (ssh.Find("host") is not { IsNull: false } value) return null;
        string? problem = value.IsText ? DomainName.ProblemOf(value.Text) : "is not text";
        if (problem is null) return value.Text;
        ssh.Fault("host", value, problem, "Write the name that devices dial, such as \"gateway.example\".");
        return null;
    }

    private static string? ReadProgram(Section ssh)
    {
        if (ssh.Find("program") is not { } value) return null;
        if (value.IsText && value.Text.StartsWith('/') && value.Text.Length <= 4096 && !value.Text.Any(char.IsControl)) return value.Text;
        ssh.Fault("program", value, "is not the absolute path of a program", "Write the path of sshd, such as \"/usr/sbin/sshd\".");
        return null;
    }
}
