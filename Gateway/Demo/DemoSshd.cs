namespace Gateway.Demo;

/// <summary>The demo's sshd_config: one key, one account, one command, nothing forwarded. Keywords are those of sshd_config(5).</summary>
internal static class DemoSshd
{
    public static string Configuration(string folder, string user, string deviceName) =>
        $"""
        HostKey {Quote(Path.Combine(folder, "host_key"))}
        AuthorizedKeysFile {Quote(Path.Combine(folder, "authorized_keys")).Replace("%", "%%", StringComparison.Ordinal)}
        AllowUsers {Quote(user)}
        AuthenticationMethods publickey
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        PermitRootLogin prohibit-password

        # Everybody lands in the device: shells, commands, scp and sftp alike. The home is an empty folder, so that the
        # start-up files of the account's shell, which sshd uses to run the command, do nothing.
        ForceCommand exec /bin/sh {DemoPrograms.Quote(Path.Combine(folder, "land"))} {deviceName}
        SetEnv {Quote("HOME=" + Path.Combine(folder, "home"))} ZDOTDIR=/nonexistent SHLVL=1
        PermitTTY yes
        PermitUserRC no
        PermitUserEnvironment no
        DisableForwarding yes
        PermitTunnel no
        GatewayPorts no

        # The folder is ours alone (mode 700), but may lie below one that is not.
        StrictModes no
        UsePAM {(DemoAccount.IsLocked(user) ? "yes" : "no")}
        UseDNS no
        PidFile none
        PrintMotd no
        PrintLastLog no
        LoginGraceTime 30
        LogLevel ERROR

        """;

    // sshd_config(5): double quotes, with backslash before a quote or a backslash.
    private static string Quote(string word) =>
        "\"" + word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
