using System.Globalization;
using System.Net;
using System.Text;

namespace Gateway.Tunnels.Sshd;

/// <summary>What the gateway's sshd is told: sshd_config(5), and authorized_keys as sshd(8) describes it. Pure.</summary>
internal static class SshdText
{
    /// <summary>Its configuration.</summary>
    public static string Configuration(TunnelOptions options, string account, bool locked, string authorizedKeys) =>
        $"""
        HostKey {Quote(options.SshHostKey)}
        AuthorizedKeysFile {Quote(authorizedKeys).Replace("%", "%%", StringComparison.Ordinal)}
        AllowUsers {Quote(account)}
        AuthenticationMethods publickey
        PubkeyAuthentication yes
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        HostbasedAuthentication no
        PermitRootLogin prohibit-password

        # A port of its own for each device, which its line in authorized_keys names, and nothing else: each line has a
        # command of its own too, which does nothing.
        AllowTcpForwarding remote
        GatewayPorts {(IsWildcard(options.Publish) ? "yes" : "no")}
        AddressFamily {(IsWildcard(options.Publish) ? "any" : "inet")}
        PermitOpen none
        AllowStreamLocalForwarding no
        AllowAgentForwarding no
        X11Forwarding no
        PermitTunnel no
        PermitTTY no
        PermitUserRC no
        PermitUserEnvironment no
        MaxSessions 1

        # The folder is ours alone (mode 700), but may lie below one that is not.
        StrictModes no
        UsePAM {(locked ? "yes" : "no")}
        UseDNS no
        PidFile none
        PrintMotd no
        PrintLastLog no
        Compression no
        LoginGraceTime 20
        MaxAuthTries 6
        ClientAliveInterval {Math.Max(1, (int)options.KeepAlive.TotalSeconds).ToString(CultureInfo.InvariantCulture)}
        ClientAliveCountMax 3
        LogLevel VERBOSE

        """;

    /// <summary>One line for each key that may dial in, or leave a key, now.</summary>
    /// <param name="devices">Whose they are.</param>
    /// <param name="ourselves">How the gateway's own program is started, to take a key.</param>
    public static string AuthorizedKeys(DialIns devices, IReadOnlyCollection<string> ourselves)
    {
        var text = new StringBuilder();
        foreach (var device in devices.ByName.Values.Where(device => !device.Stopped))
            foreach (var (which, member) in device.Members())
                if (member.Key is { } key && devices.FindByKey(key) == (device, which)) text.Append(Line(member, key)).Append('\n');
        foreach (var device in devices.ByName.Values.Where(device => !device.Stopped && ourselves.Count > 0))
            foreach (var (which, member) in device.Members())
                if (member.EnrolKey is { } key) text.Append(CultureInfo.InvariantCulture, $"restrict,command=\"{TakeKey(device.Name, which, key, ourselves)}\" {key}\n");
        return text.ToString();
    }

    /// <summary>The line of a member: its ports to listen on, and nothing else.</summary>
    public static string Line(DialInMember member, string key) =>
        $"restrict,port-forwarding,{string.Join(',', member.Ports().Select(port => string.Create(CultureInfo.InvariantCulture, $"permitlisten=\"{port.Port}\"")))},command=\"exit 1\" {key}";

    // The account's shell reads it (sshd(8), command=), and sshd a quote with a backslash before it.
    private static string TakeKey(string device, Member which, string key, IReadOnlyCollection<string> ourselves) =>
        string.Join(' ', ((string[])["exec", .. ourselves, "device", "take-key", device, DialInKey.Fingerprint(key), .. which == Member.Clone ? (string[])["--clone"] : []]).Select(word => word == "exec" ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'"))
            .Replace("\"", "\\\"", StringComparison.Ordinal);

    private static bool IsWildcard(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    // sshd_config(5): double quotes, with backslash before a quote or a backslash.
    private static string Quote(string word) =>
        "\"" + word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
