namespace Gateway.Methods;

/// <summary>
/// The second ssh that carries a session through the jump host. OpenSSH hands its command to the account's shell
/// (ssh_config(5), ProxyCommand), so it is made of the operator's own settings only, and those may hold no character that
/// means anything to a shell or to ssh's <c>%</c>-tokens; no visitor's word is in it.
/// </summary>
internal static class SshJump
{
    /// <summary>The command.</summary>
    /// <exception cref="ArgumentException">A value holds a character that has a meaning of its own there.</exception>
    public static string Command(string program, MethodOptions options, JumpHost jump, string host, int port)
    {
        if (!RemoteUser.IsValid(jump.User)) throw new ArgumentException($"'{jump.User}' is not a user.", nameof(jump));
        string[] words =
        [
            program, "-F", options.SshConfigFile, "-e", "none", "-T", "-p", Number(jump.Port), "-l", jump.User,
            .. Set("ProxyCommand=none"), .. Set("ProxyJump=none"), .. Set("ProxyUseFdpass=no"), .. Set("EnableEscapeCommandline=no"), .. Set("AddKeysToAgent=no"), .. Set("PermitLocalCommand=no"), .. Set("KnownHostsCommand=none"), .. Set("ForwardAgent=no"), .. Set("ForwardX11=no"),
            .. Set("ControlMaster=no"), .. Set("ControlPath=none"), .. Set("Tunnel=no"), .. Set("ClearAllForwardings=yes"), .. Set("ExitOnForwardFailure=yes"), .. Set("SessionType=none"), .. Set("RemoteCommand=none"), .. Set("ForkAfterAuthentication=no"),
            .. Set($"HostName={options.Domain}"), .. Set($"HostKeyAlias={SshMethod.HostKeyName(options.Domain, jump.Port)}"), .. Set("CanonicalizeHostname=no"),
            .. Set("NoHostAuthenticationForLocalhost=no"), .. Set("CheckHostIP=no"), .. Set("UpdateHostKeys=no"), .. Set("HashKnownHosts=no"), .. Set("VerifyHostKeyDNS=no"),
            .. Set("GlobalKnownHostsFile=/dev/null"), .. Set($"UserKnownHostsFile={options.KnownHostsFile}"),
            .. Set($"StrictHostKeyChecking={(options.HostKeys == HostKeyPolicy.Strict ? "yes" : "accept-new")}"),
            .. Set("IdentitiesOnly=yes"), .. Set("IdentityAgent=none"), .. Set("PKCS11Provider=none"), .. Set($"IdentityFile={jump.IdentityFile}"), .. Set("CertificateFile=none"),
            .. Set("PubkeyAuthentication=yes"), .. Set("PasswordAuthentication=no"), .. Set("KbdInteractiveAuthentication=no"), .. Set("GSSAPIAuthentication=no"), .. Set("HostbasedAuthentication=no"),
            // It asks nobody anything, also not the program that answers for the device (ssh(1), SSH_ASKPASS): that is another host's.
            .. Set("BatchMode=yes"), .. Set("LogLevel=INFO"),
            .. Set($"ConnectTimeout={Number(Math.Max(1, (int)options.ConnectTimeout.TotalSeconds))}"),
            "-W", host.Contains(':', StringComparison.Ordinal) ? $"[{host}]:{Number(port)}" : $"{host}:{Number(port)}", "--", options.Domain,
        ];
        // A bracket is a pattern to a shell, but one that only ever matches file names of one character: quoted all the same.
        return string.Join(' ', words.Select(word => IsPlain(word) ? word.Contains('[', StringComparison.Ordinal) ? $"'{word}'" : word
            : throw new ArgumentException($"'{word}' cannot be handed to a jump host's command.", nameof(options))));

        static string[] Set(string option) => ["-o", option];
    }

    private static bool IsPlain(string word) => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "./_:@+=-,[]".Contains(c));

    private static string Number(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
