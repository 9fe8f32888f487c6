using System.Collections.Immutable;

namespace Gateway.Methods;

/// <summary>OpenSSH's client, with everything switched off that is not a terminal to one port of the domain.</summary>
public sealed class SshMethod : Method
{
    /// <summary>Makes the method from checked settings.</summary>
    /// <exception cref="ArgumentException">The domain or the client's path could not be handed over safely.</exception>
    public SshMethod(MethodOptions options) : base(options, options.SshPath ?? throw new ArgumentException("ssh is switched off.", nameof(options)))
    {
    }

    /// <inheritdoc/>
    public override string Name => "ssh";

    /// <inheritdoc/>
    public override Outcome Explain(RemoteRequest request, int? exitCode, string? signal, string tail) =>
        SshOutcome.From(Options.Domain, request.Port, exitCode, signal, tail);

    // Command-line options are read before the file of -F, and for each keyword the first value counts
    // (ssh_config(5)): whatever that file says, none of these can be undone by it.
    private protected override ImmutableArray<string> Arguments(string user, int port)
    {
        var options = Options;
        bool key = options.IdentityFile is not null;
        var arguments = ImmutableArray.CreateBuilder<string>();
        arguments.AddRange("-F", options.SshConfigFile, "-e", "none", "-tt", "-p", Number(port), "-l", user);

        // Nothing runs on the gateway, nothing else is reached through it.
        Set("ProxyCommand", "none");
        Set("ProxyJump", "none");
        Set("PermitLocalCommand", "no");
        Set("KnownHostsCommand", "none");
        Set("EnableEscapeCommandline", "no");
        Set("ClearAllForwardings", "yes");
        Set("ForwardAgent", "no");
        Set("ForwardX11", "no");
        Set("ForwardX11Trusted", "no");
        Set("Tunnel", "no");
        Set("GatewayPorts", "no");
        Set("ControlMaster", "no");
        Set("ControlPath", "none");
        Set("ControlPersist", "no");
        Set("ForkAfterAuthentication", "no");
        Set("RemoteCommand", "none");
        Set("SessionType", "default");
        Set("StdinNull", "no");

        // The destination is the configured one, under no other name, and its key is checked on loopback too.
        Set("HostName", options.Domain);
        Set("NoHostAuthenticationForLocalhost", "no");
        Set("CanonicalizeHostname", "no");
        Set("HostKeyAlias", HostKeyName(options.Domain, port));
        Set("HashKnownHosts", "no");
        Set("CheckHostIP", "no");
        Set("VerifyHostKeyDNS", "no");
        Set("UpdateHostKeys", "no");
        Set("GlobalKnownHostsFile", "/dev/null");
        Set("UserKnownHostsFile", options.HostKeys == HostKeyPolicy.Bypass ? "/dev/null" : Quote(options.KnownHostsFile));
        Set("StrictHostKeyChecking", options.HostKeys switch
        {
            HostKeyPolicy.Strict => "yes",
            HostKeyPolicy.AcceptNew => "accept-new",
            HostKeyPolicy.Ask => "ask",
            HostKeyPolicy.Bypass => "no",
            _ => throw new InvalidOperationException($"Unknown host-key policy {options.HostKeys}."),
        });

        // No credential of the account that runs the gateway is ever offered to a device.
        Set("IdentitiesOnly", "yes");
        Set("IdentityAgent", "none");
        Set("AddKeysToAgent", "no");
        Set("PKCS11Provider", "none");
        Set("GSSAPIAuthentication", "no");
        Set("HostbasedAuthentication", "no");
        Set("IdentityFile", key ? Quote(options.IdentityFile!) : "none");
        Set("PubkeyAuthentication", key ? "yes" : "no");
        Set("BatchMode", "no");
        Set("NumberOfPasswordPrompts", "3");

        Set("ConnectTimeout", Number(Math.Max(1, (int)options.ConnectTimeout.TotalSeconds)));
        Set("ServerAliveInterval", Number((int)options.KeepAlive.TotalSeconds));
        Set("ServerAliveCountMax", "3");
        Set("TCPKeepAlive", "yes");
        Set("LogLevel", "INFO");
        arguments.AddRange("--", options.Domain);
        return arguments.ToImmutable();

        void Set(string keyword, string value) => arguments.AddRange("-o", $"{keyword}={value}");
    }

    /// <summary>The name under which a port's key stands in the known-hosts file: <c>[domain]:port</c>, sshd(8).</summary>
    public static string HostKeyName(string domain, int port) => $"[{domain}]:{Number(port)}";

    // ssh splits these two values at blanks and expands %-tokens and ${} in them (ssh_config(5), TOKENS).
    private static string Quote(string path)
    {
        if (path.AsSpan().IndexOfAny("\"\\\r\n$") >= 0)
            throw new ArgumentException($"The path '{path}' holds a character that ssh_config(5) cannot carry.");
        return $"\"{path.Replace("%", "%%", StringComparison.Ordinal)}\"";
    }
}
