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
    public TimeSpan CodeValidity { get; init; } = TimeSpan.FromDays(1);

    /// <summary>What the host names of devices' web pages end with, in lower case; null for no such pages.</summary>
    public string? WebHost { get; init; }

    /// <summary>Reverse tunnels of plain OpenSSH.</summary>
    public TunnelSshSettings Ssh { get; init; } = new();

    internal static TunnelSettings Read(Section tunnels, PathSettings paths)
    {
        var defaults = new TunnelSettings();
        return new TunnelSettings
        {
            Enabled = tunnels.Flag("enabled", defaults.Enabled),
            Publish = ReadPublish(tunnels) ?? defaults.Publish,
            KeepAlive = tunnels.Duration("keepAlive", defaults.KeepAlive, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
            CodeValidity = tunnels.Duration("codeValidity", defaults.CodeValidity, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30)),
            WebHost = ReadWebHost(tunnels),
            Ssh = TunnelSshSettings.Read(tunnels.Group("ssh"), paths),
        };
    }

    /// <summary>Whether a text is an IP address as people write it, rather than "1" or "0x7f.1".</summary>
    internal static bool IsAddress(string text, out IPAddress address) =>
        IPAddress.TryParse(text, out address!) && !text.Contains('%', StringComparison.Ordinal) && text[0] != '[' && (text.Contains(':', StringComparison.Ordinal) || text == address.ToString());

    private static string? ReadPublish(Section tunnels)
    {
        if (tunnels.Find("publish") is not { } value) return null;
        if (value.IsText && value.Text == "*") return "*";
        if (value.IsText && IsAddress(value.Text, out var address)) return address.ToString();
        tunnels.Fault("publish", value, "is no IP address", "Write the address of this node at which devices' ports are opened: \"127.0.0.1\" for the gateway alone, \"10.0.0.11\" for others too, or \"*\" for all.");
        return null;
    }

    // Cookies and certificates need names, so an address will not do.
    private static string? ReadWebHost(Section tunnels)
    {
        if (tunnels.Find("webHost") is not { IsNull: false } value) return null;
        string? problem = !value.IsText ? "is not text" : DomainName.ProblemOf(value.Text)
            ?? (IPAddress.TryParse(value.Text, out _) ? "is an IP address" : value.Text.Contains('_', StringComparison.Ordinal) ? "holds '_', which browsers do not take in a host name"
            : !value.Text.Contains('.', StringComparison.Ordinal) ? "is one word, which browsers keep no cookies for" : value.Text.Length > 189 ? "is longer than 189 characters, which leaves no room for a device's name" : null);
        if (problem is null) return value.Text.ToLowerInvariant();
        tunnels.Fault("webHost", value, problem, "Write what the host names of devices' pages end with, best a domain of its own, such as \"web.gateway.example\": a device's pages are then at sop001.web.gateway.example.");
        return null;
    }
}
