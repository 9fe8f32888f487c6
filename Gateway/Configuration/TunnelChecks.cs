namespace Gateway.Configuration;

/// <summary>What the settings of devices that dial in have to be to the others, and what the file system says of them.</summary>
internal static class TunnelChecks
{
    /// <summary>Adds a fault for every rule that is broken.</summary>
    public static void Check(GatewayConfiguration configuration, Reading reading)
    {
        var (tunnels, ssh) = (configuration.Tunnels, configuration.Tunnels.Ssh);
        if (ssh is { UsesSystem: true, Listen: not null })
            Rules.Broken(reading, "tunnels.ssh.listen", "is set, but tunnels.ssh.server is \"system\", so the gateway runs no sshd", "Leave it out: the system's sshd says itself where it listens.", "tunnels.ssh.server");
        if (ssh.Listen is { Port: not 0 } listen && new ListenAddress(false, listen.Address.ToString(), listen.Port) is var taken && configuration.Listen.FirstOrDefault(taken.Overlaps) is { } other)
            Rules.Broken(reading, "tunnels.ssh.listen", $"takes the port of {other}, where the gateway listens for browsers", "Write another port, such as 2222.", "listen");
        if (tunnels.WebHost is not { } host || configuration.PublicUrl?.Host is not { } own) return;
        // Pages of a device are not to set cookies for the gateway, or to be taken for it.
        if (own.Equals(host, StringComparison.OrdinalIgnoreCase))
            Rules.Broken(reading, "tunnels.webHost", "is the host of publicUrl, whose pages and cookies are the gateway's own", Repair, "publicUrl");
        else if (own.EndsWith("." + host, StringComparison.OrdinalIgnoreCase))
            Rules.Broken(reading, "tunnels.webHost", $"is a parent of {own}, the host of publicUrl, which would be the name of a device", Repair, "publicUrl");
    }

    /// <summary>The faults of files that are used, without values and origins.</summary>
    public static IEnumerable<ConfigurationFault?> Files(TunnelSettings tunnels)
    {
        if (!tunnels.Enabled || tunnels.Ssh is not { Listen: not null, UsesSystem: false } ssh) yield break;
        yield return FileChecks.Program("tunnels.ssh.program", ssh.Program, "Install openssh-server, or write the program's path.");
        if (ssh.HostKey is not { } key) yield break;
        yield return FileChecks.Readable("tunnels.ssh.hostKey", key) is { } fault
            ? File.Exists(key) || Directory.Exists(key) ? fault : fault with { Repair = $"Run as the gateway's account: ssh-keygen -q -t ed25519 -N '' -f {key}" }
            : FileChecks.Mode("tunnels.ssh.hostKey", key, FileChecks.OthersRead | FileChecks.OthersWrite, "is a private key that others can read or write", $"Run: chmod 600 {key}");
    }

    /// <summary>What an operator should know, as sentences.</summary>
    public static IEnumerable<string> Warnings(GatewayConfiguration configuration)
    {
        var (tunnels, ssh) = (configuration.Tunnels, configuration.Tunnels.Ssh);
        if (!tunnels.Enabled) yield break;
        if (tunnels.Publish is not ("127.0.0.1" or "::1") && !(TunnelSettings.IsAddress(tunnels.Publish, out var address) && System.Net.IPAddress.IsLoopback(address)))
            yield return $"Whoever reaches {(tunnels.Publish == "*" ? "this node" : tunnels.Publish)} reaches the devices that dial in, past the gateway's sign-in, policy and record (tunnels.publish).";
        if (ssh is { Listen: { } listen, Host: null } && !System.Net.IPAddress.IsLoopback(listen.Address) && configuration.PublicUrl is null)
            yield return "Nobody knows what devices have to dial for ssh: set tunnels.ssh.host, or publicUrl.";
        if (tunnels.WebHost is { } pages && configuration.PublicUrl?.Scheme != Uri.UriSchemeHttps && !$".{pages}".EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
            yield return "There are no web pages of devices: tunnels.webHost needs a publicUrl with https.";
        if (tunnels.WebHost is { } host && configuration.PublicUrl?.Host is { } own && IsBeside(host, own))
            yield return $"Pages of devices at *.{host} share a domain with {own} and can set cookies for it (tunnels.webHost): better is a domain of its own.";
        if (configuration.Redis.Address is not null && ssh is { Listen: not null, UsesSystem: false, HostKey: null })
            yield return "Each node has its own ssh host key (tunnels.ssh.hostKey is null): devices that know one node's refuse the others.";
    }

    private const string Repair = "Write a domain of its own, such as \"gateway-devices.example\", with a wildcard in DNS and certificate.";

    // A cookie may name any parent that is no public suffix; two labels are the least that anybody owns.
    private static bool IsBeside(string host, string own)
    {
        string[] one = host.ToLowerInvariant().Split('.'), two = own.ToLowerInvariant().Split('.');
        return one.Length > 1 && two.Length > 1 && one[^1] == two[^1] && one[^2] == two[^2];
    }
}
