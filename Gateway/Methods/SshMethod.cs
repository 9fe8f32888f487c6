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
        SshOutcome.From(Options.Domain, request.Target, exitCode, signal, tail);

    // Command-line options are read before the file of -F, and for each keyword the first value counts
    // (ssh_config(5)): whatever that file says, none of these can be undone by it.
    private protected override ImmutableArray<string> Arguments(RemoteRequest request) => Arguments(request, null);

    /// <summary>The command line that only writes down which key a place shows: nobody signs in, and nothing is checked against.</summary>
    /// <param name="request">The place.</param>
    /// <param name="file">Absolute path of the file, which is not there yet, that gets the one line of known_hosts.</param>
    /// <exception cref="ArgumentException">The request is of another method, or its target could not be handed over safely.</exception>
    public CommandLine Look(RemoteRequest request, string file) => Build(request with { SignIn = null }) with { Arguments = Arguments(request with { SignIn = null }, file), Environment = base.Environment(request) };

    private ImmutableArray<string> Arguments(RemoteRequest request, string? look)
    {
        var (options, target, host, port) = (Options, request.Target, ConnectHostOf(request), request.Target.ConnectPort);
        var hostKeys = look is not null ? HostKeyPolicy.AcceptNew : target.HostKeys ?? options.HostKeys;
        // What was on record a moment ago has to be so still, and a key of another type is no known one.
        if (request.SignIn is { MustBeKnown: true }) hostKeys = HostKeyPolicy.Strict;
        string? agent = request.SignIn?.Agent;
        bool key = look is null && (options.IdentityFile is not null || agent is not null);
        var arguments = ImmutableArray.CreateBuilder<string>();
        arguments.AddRange("-F", options.SshConfigFile, "-e", "none", look is null ? "-tt" : "-T", "-p", Number(port), "-l", request.User);

        // Nothing runs on the gateway, nothing else is reached through it.
        Set("ProxyCommand", target.Jump is { } jump ? SshJump.Command(Program, options, jump, host, port) : "none");
        Set("ProxyJump", "none");
        Set("ProxyUseFdpass", "no");
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

        // What an old device needs, and no other; before whatever the file says of these.
        foreach (var (keyword, value) in LegacyAlgorithms.Options(target.Legacy)) Set(keyword, value);

        // The destination is the configured one, under no other name, and its key is checked on loopback too.
        Set("HostName", host);
        Set("NoHostAuthenticationForLocalhost", "no");
        Set("CanonicalizeHostname", "no");
        Set("HostKeyAlias", HostKeyName(options.Domain, target));
        Set("HashKnownHosts", "no");
        Set("CheckHostIP", "no");
        Set("VerifyHostKeyDNS", "no");
        Set("UpdateHostKeys", "no");
        Set("GlobalKnownHostsFile", "/dev/null");
        Set("UserKnownHostsFile", hostKeys == HostKeyPolicy.Bypass ? "/dev/null" : Quote(look ?? options.KnownHostsFile));
        Set("StrictHostKeyChecking", hostKeys switch
        {
            HostKeyPolicy.Strict => "yes",
            HostKeyPolicy.AcceptNew => "accept-new",
            HostKeyPolicy.Ask => "ask",
            HostKeyPolicy.Bypass => "no",
            _ => throw new InvalidOperationException($"Unknown host-key policy {hostKeys}."),
        });

        // No credential of the account that runs the gateway is ever offered to a device.
        // The agent is one of this sign-in's own, with one key: "yes" would have ssh use only keys that are files too.
        Set("IdentitiesOnly", agent is null ? "yes" : "no");
        Set("IdentityAgent", agent is null ? "none" : Quote(agent));
        Set("AddKeysToAgent", "no");
        Set("PKCS11Provider", "none");
        Set("GSSAPIAuthentication", "no");
        Set("HostbasedAuthentication", "no");
        Set("IdentityFile", agent is null && key ? Quote(options.IdentityFile!) : "none");
        if (request.SignIn?.Certificate is { } certificate) Set("CertificateFile", Quote(certificate));
        Set("PubkeyAuthentication", key ? "yes" : "no");
        if (look is not null) Set("PreferredAuthentications", "none");
        else if (target.KeysOnly)
        {
            Set("PreferredAuthentications", "publickey");
            Set("PasswordAuthentication", "no");
            Set("KbdInteractiveAuthentication", "no");
        }
        Set("BatchMode", look is null ? "no" : "yes");
        Set("NumberOfPasswordPrompts", "3");

        Set("ConnectTimeout", Number(Math.Max(1, (int)options.ConnectTimeout.TotalSeconds)));
        Set("ServerAliveInterval", Number((int)options.KeepAlive.TotalSeconds));
        Set("ServerAliveCountMax", "3");
        Set("TCPKeepAlive", "yes");
        Set("LogLevel", "INFO");
        arguments.AddRange("--", host);
        return arguments.ToImmutable();

        void Set(string keyword, string value) => arguments.AddRange("-o", $"{keyword}={value}");
    }

    // ssh asks the named program for every secret, and only there: with "force" never at the terminal (ssh(1), ENVIRONMENT).
    private protected override ImmutableDictionary<string, string> Environment(RemoteRequest request)
    {
        var usual = base.Environment(request);
        if (request.SignIn is not { Program: { } program, Socket: { } socket } signIn) return usual;
        var asking = usual.Add("SSH_ASKPASS", program).Add("SSH_ASKPASS_REQUIRE", "force").Add(AskpassSocket, socket);
        return signIn.Runtime is { } runtime ? asking.Add("DOTNET_ROOT", runtime) : asking;
    }

    /// <summary>Environment variable that tells the program that ssh asks where to ask the gateway: a path, never a secret.</summary>
    public const string AskpassSocket = "GATEWAY_ASKPASS";

    /// <summary>The name under which a port's key stands in the known-hosts file: <c>[domain]:port</c>, sshd(8). In small letters, as ssh writes and compares it.</summary>
    public static string HostKeyName(string domain, int port) => $"[{domain.ToLowerInvariant()}]:{Number(port)}";

    /// <summary>The name under which a target's key stands there: that of a port of the domain, or <c>router-1/10.0.0.9:22</c> for a device's own address.</summary>
    public static string HostKeyName(string domain, RemoteTarget target) => target.IsOfDomain ? HostKeyName(domain, target.HostKeyPort ?? target.Port) : target.Key.ToLowerInvariant();

    // ssh splits these two values at blanks and expands %-tokens and ${} in them (ssh_config(5), TOKENS).
    internal static string Quote(string path)
    {
        if (path.AsSpan().IndexOfAny("\"\\\r\n$") >= 0)
            throw new ArgumentException($"The path '{path}' holds a character that ssh_config(5) cannot carry.");
        return $"\"{path.Replace("%", "%%", StringComparison.Ordinal)}\"";
    }
}
