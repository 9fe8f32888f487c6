using System.Net;

namespace Gateway.Configuration;

/// <summary>Desktop sessions: people's own programs, encrypted from them to the device, with the gateway in between.</summary>
public sealed record DesktopSettings
{
    /// <summary>Whether there are any.</summary>
    public bool Enabled { get; init; }

    /// <summary>Ports of this node that are handed out, one for each session while it waits for its person.</summary>
    public PortRange Ports { get; init; } = new(9000, 9099);

    /// <summary>IP address that those ports are opened at; null for the one that browsers come to.</summary>
    public string? Listen { get; init; }

    /// <summary>Name or address that people are told to connect to; null for the public URL's host.</summary>
    public string? Host { get; init; }

    /// <summary>How long a port or a ticket waits for its person, 10 seconds to 10 minutes.</summary>
    public TimeSpan Validity { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a silent session over https is kept awake for the proxies in between, 1 second to 5 minutes.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    internal static DesktopSettings Read(Section desktop)
    {
        var defaults = new DesktopSettings();
        return new DesktopSettings
        {
            Enabled = desktop.Flag("enabled", defaults.Enabled),
            Ports = ReadPorts(desktop, defaults.Ports),
            Listen = ReadListen(desktop),
            Host = ReadHost(desktop),
            Validity = desktop.Duration("validity", defaults.Validity, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10)),
            KeepAlive = desktop.Duration("keepAlive", defaults.KeepAlive, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
        };
    }

    private static PortRange ReadPorts(Section desktop, PortRange fallback)
    {
        if (desktop.Find("ports") is not { } value) return fallback;
        if ((value.IsText || value.IsNumber) && PortRange.TryParse(value.Text, out var range)) return range;
        desktop.Fault("ports", value, "is no range of ports", $"Write the first and the last port, \"{fallback}\".");
        return fallback;
    }

    private static string? ReadListen(Section desktop)
    {
        if (desktop.Find("listen") is not { IsNull: false } value) return null;
        if (value.IsText && IPAddress.TryParse(value.Text, out var address) && (value.Text.Contains(':', StringComparison.Ordinal) || value.Text == address.ToString())) return address.ToString();
        desktop.Fault("listen", value, "is no IP address", "Write the address of this node that people reach, such as \"10.0.0.11\"; \"0.0.0.0\" or \"::\" stand for all.");
        return null;
    }

    private static string? ReadHost(Section desktop)
    {
        if (desktop.Find("host") is not { IsNull: false } value) return null;
        string? problem = value.IsText ? DomainName.ProblemOf(value.Text) : "is not text";
        if (problem is null) return value.Text;
        desktop.Fault("host", value, problem, "Write the name of this node that people's programs connect to, such as \"node1.example\".");
        return null;
    }
}
