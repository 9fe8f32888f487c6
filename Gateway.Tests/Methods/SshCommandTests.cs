using Gateway.Methods;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Methods;

/// <summary>Asks the real ssh (<c>-G</c>) what our command line comes to, beside the most hostile file that <c>-F</c> could name.</summary>
public sealed class SshCommandTests
{
    // All that would open a way out, run something, or lend the gateway's own keys.
    private const string Hostile = """
        Host *
            HostName evil.example
            User evil
            Port 99
            HostKeyAlias evil
            EscapeChar ~
            EnableEscapeCommandline yes
            ProxyCommand touch {0}
            ProxyJump evil.example
            ProxyUseFdpass yes
            PermitLocalCommand yes
            LocalCommand touch {0}
            KnownHostsCommand /usr/bin/touch {0}
            RemoteCommand touch {0}
            RequestTTY no
            SessionType none
            StdinNull yes
            ForkAfterAuthentication yes
            ForwardAgent yes
            ForwardX11 yes
            ForwardX11Trusted yes
            GatewayPorts yes
            LocalForward 4001 evil.example:1
            RemoteForward 4002 evil.example:2
            DynamicForward 4003
            Tunnel yes
            ClearAllForwardings no
            ControlMaster yes
            ControlPath {0}
            ControlPersist yes
            CanonicalizeHostname always
            CanonicalDomains evil.example
            CheckHostIP yes
            VerifyHostKeyDNS yes
            UpdateHostKeys yes
            HashKnownHosts yes
            StrictHostKeyChecking no
            NoHostAuthenticationForLocalhost yes
            UserKnownHostsFile /dev/null
            GlobalKnownHostsFile {0}
            IdentitiesOnly no
            IdentityAgent {0}
            AddKeysToAgent yes
            PKCS11Provider {0}
            GSSAPIAuthentication yes
            HostbasedAuthentication yes
            PubkeyAuthentication yes
            BatchMode yes
            NumberOfPasswordPrompts 99
            LogLevel QUIET
            ConnectTimeout 9999
        """;

    [Theory]
    [InlineData(HostKeyPolicy.Strict, "true")]
    [InlineData(HostKeyPolicy.AcceptNew, "accept-new")]
    [InlineData(HostKeyPolicy.Ask, "ask")]
    [InlineData(HostKeyPolicy.Bypass, "false")]
    public async Task A_hostile_ssh_config_undoes_nothing_that_the_command_line_sets(HostKeyPolicy policy, string strict)
    {
        var effective = await EffectiveAsync(Catalogs.Options with { HostKeys = policy });
        var expected = new Dictionary<string, string>
        {
            ["hostname"] = "192.0.2.7", ["user"] = "alice", ["port"] = "6022", ["hostkeyalias"] = "[192.0.2.7]:6022",
            ["proxyusefdpass"] = "no", ["escapechar"] = "none", ["enableescapecommandline"] = "no", ["permitlocalcommand"] = "no",
            ["requesttty"] = "force", ["sessiontype"] = "default", ["stdinnull"] = "no", ["forkafterauthentication"] = "no",
            ["forwardagent"] = "no", ["forwardx11"] = "no", ["forwardx11trusted"] = "no", ["gatewayports"] = "no", ["tunnel"] = "false",
            ["clearallforwardings"] = "yes", ["controlmaster"] = "false", ["controlpersist"] = "no",
            ["canonicalizehostname"] = "false", ["checkhostip"] = "no", ["verifyhostkeydns"] = "false", ["updatehostkeys"] = "false",
            ["hashknownhosts"] = "no", ["stricthostkeychecking"] = strict, ["nohostauthenticationforlocalhost"] = "no",
            ["userknownhostsfile"] = policy == HostKeyPolicy.Bypass ? "/dev/null" : "/var/lib/gateway/known_hosts",
            ["globalknownhostsfile"] = "/dev/null", ["identitiesonly"] = "yes", ["identityagent"] = "none", ["addkeystoagent"] = "false",
            ["gssapiauthentication"] = "no", ["hostbasedauthentication"] = "no",
            ["pubkeyauthentication"] = "false", ["batchmode"] = "no", ["numberofpasswordprompts"] = "3", ["loglevel"] = "INFO",
            ["connecttimeout"] = "15", ["serveraliveinterval"] = "30", ["serveralivecountmax"] = "3", ["tcpkeepalive"] = "yes",
        };
        Assert.Equal(expected.Select(Line), expected.Keys.Select(key => Line(new(key, string.Join('|', effective[key])))));
        // ssh leaves these out where they are "none".
        Assert.Empty(effective["localforward"].Concat(effective["remoteforward"]).Concat(effective["dynamicforward"]));
        string[] none = ["proxycommand", "proxyjump", "remotecommand", "knownhostscommand", "controlpath", "pkcs11provider"];
        Assert.All(none.SelectMany(key => effective[key]), value => Assert.Equal("none", value));
    }

    [Fact]
    public async Task The_configured_identity_is_the_only_key()
    {
        var effective = await EffectiveAsync(Catalogs.Options with { IdentityFile = "/etc/gateway/my key 100%" });
        Assert.Equal(["/etc/gateway/my key 100%"], effective["identityfile"].Select(value => value.Replace("%%", "%", StringComparison.Ordinal)));
        Assert.Equal(["true"], effective["pubkeyauthentication"]);
        Assert.Equal(["yes"], effective["identitiesonly"]);
        Assert.Equal(["none"], effective["identityagent"]);
    }

    [Fact]
    public async Task Without_an_identity_there_is_no_key_at_all()
    {
        var effective = await EffectiveAsync(Catalogs.Options);
        Assert.Equal(["none"], effective["identityfile"]);
        Assert.Equal(["false"], effective["pubkeyauthentication"]);
    }

    [Theory]
    [InlineData("x@evil.example")]
    [InlineData("x@evil.example@evil.example")]
    [InlineData("CORP\\alice")]
    [InlineData("a+b.c-d_e")]
    public async Task A_user_with_an_at_sign_stays_on_the_domain(string user)
    {
        var effective = await EffectiveAsync(Catalogs.Options, user);
        Assert.Equal(["192.0.2.7"], effective["hostname"]);
        Assert.Equal([user], effective["user"]);
        Assert.Equal(["6022"], effective["port"]);
    }

    [Fact]
    public void The_destination_is_last_and_behind_two_dashes()
    {
        Assert.Equal(["--", "192.0.2.7"], Catalogs.Build(Catalogs.Options, "ssh").Arguments.TakeLast(2));
        Assert.Equal(["-E", "-c", "-l", "alice", "--", "192.0.2.7", "6022"], Catalogs.Build(Catalogs.Options, "telnet").Arguments.ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-oProxyCommand=x")]
    [InlineData("ssh://evil.example:99")]
    [InlineData("a b")]
    [InlineData("user@evil.example")]
    [InlineData("%h")]
    [InlineData("a\0b")]
    public void A_domain_that_could_be_read_otherwise_is_never_handed_over(string domain) =>
        Assert.Throws<ArgumentException>(() => new MethodCatalog(Catalogs.Options with { Domain = domain }));

    [Theory]
    [InlineData("ssh")]
    [InlineData("./ssh")]
    [InlineData("")]
    public void A_client_without_an_absolute_path_is_refused(string path) =>
        Assert.Throws<ArgumentException>(() => new MethodCatalog(Catalogs.Options with { SshPath = path }));

    [Fact]
    public void A_switched_off_method_is_unknown()
    {
        var catalog = new MethodCatalog(Catalogs.Options with { TelnetPath = null });
        Assert.Equal(["ssh"], catalog.Names);
        Assert.Equal(LinkVerdict.UnknownMethod, catalog.Read("telnet", "alice", "23", out _));
        Assert.Equal(LinkVerdict.UnknownMethod, catalog.Read("SSH", "alice", "23", out _));
    }

    [Fact]
    public void The_environment_is_four_variables() =>
        Assert.Equal(["HOME", "LANG", "PATH", "TERM"], Catalogs.Build(Catalogs.Options, "ssh").Environment.Keys.Order());

    [Fact]
    public void A_sign_in_by_itself_adds_three_variables_and_an_agent_and_nothing_else()
    {
        var sign = new AutomaticSignIn("/opt/gateway/askpass", "/run/gateway/ask", "/run/gateway/agent", "/run/gateway/cert");
        var (plain, signed) = (Build(new RemoteTarget { Port = 6022 }), Build(new RemoteTarget { Port = 6022 }, sign));
        Assert.Equal(["GATEWAY_ASKPASS=/run/gateway/ask", "SSH_ASKPASS=/opt/gateway/askpass", "SSH_ASKPASS_REQUIRE=force"], signed.Environment.Except(plain.Environment).Select(pair => $"{pair.Key}={pair.Value}").Order());
        Assert.Equal(["CertificateFile=\"/run/gateway/cert\"", "IdentitiesOnly=no", "IdentityAgent=\"/run/gateway/agent\"", "PubkeyAuthentication=yes"], signed.Arguments.Except(plain.Arguments).Order());
        Assert.Equal(["IdentitiesOnly=yes", "IdentityAgent=none", "PubkeyAuthentication=no"], plain.Arguments.Except(signed.Arguments).Order());
    }

    [Fact]
    public async Task A_devices_own_address_its_key_and_its_old_algorithms_are_what_ssh_takes()
    {
        var target = new RemoteTarget { Device = "r1", Address = "router.example", Pinned = "10.0.0.9", Port = 2022, HostKeys = HostKeyPolicy.Strict, Legacy = ["diffie-hellman-group1-sha1", "ssh-rsa"], TerminalType = "vt100" };
        var effective = await EffectiveAsync(Catalogs.Options, target: target);
        Assert.Equal(("10.0.0.9", "r1/router.example:2022", "2022", "true"), (effective["hostname"].Single(), effective["hostkeyalias"].Single(), effective["port"].Single(), effective["stricthostkeychecking"].Single()));
        Assert.EndsWith("diffie-hellman-group1-sha1", effective["kexalgorithms"].Single(), StringComparison.Ordinal);
        Assert.EndsWith("ssh-rsa", effective["hostkeyalgorithms"].Single(), StringComparison.Ordinal);
        Assert.Equal("vt100", Build(target).Environment["TERM"]);
        // None that is not on the list, and none where the device has none.
        foreach (string name in new[] { "none", "ssh-rsa,none", "ssh-rsa -oProxyCommand=x", "", "SSH-RSA" })
            Assert.Throws<ArgumentException>(() => Build(target with { Legacy = [name] }));
        Assert.DoesNotContain("group1-", (await EffectiveAsync(Catalogs.Options))["kexalgorithms"].Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_way_through_the_jump_host_is_one_command_of_plain_words_that_no_ssh_config_undoes()
    {
        var jump = new JumpHost(2222, "hop", "/etc/gateway/jump_key");
        var target = new RemoteTarget { Device = "r1", Address = "fd00::9", Port = 22, Jump = jump };
        var effective = await EffectiveAsync(Catalogs.Options, "x@evil.example", target);
        string command = effective["proxycommand"].Single();
        Assert.Equal(("fd00::9", "r1/[fd00::9]:22"), (effective["hostname"].Single(), effective["hostkeyalias"].Single()));
        Assert.DoesNotContain("evil", command, StringComparison.Ordinal);
        Assert.Matches(@"\A([A-Za-z0-9./_:@+=,-]+ |'[A-Za-z0-9./_:@+=,\[\]-]+' )+-W '\[fd00::9\]:22' -- 192\.0\.2\.7\z", command);
        // What that command comes to itself, as the shell would split it, beside the same hostile file.
        string[] words = [.. command.Split(' ').Select(word => word.Trim('\''))];
        using var scratch = new Scratch();
        string hostile = scratch.Write("hostile", Hostile.Replace("{0}", scratch.PathOf("trap"), StringComparison.Ordinal));
        var (exitCode, output) = await Tool.RunAsync(words[0], ["-G", .. words[1..].Select((word, index) => words[index] == "-F" ? hostile : word)]);
        Assert.True(exitCode == 0, output);
        var hop = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ', 2)).ToLookup(parts => parts[0], parts => parts.Length > 1 ? parts[1] : "");
        var expected = new Dictionary<string, string>
        {
            ["hostname"] = "192.0.2.7", ["user"] = "hop", ["port"] = "2222", ["hostkeyalias"] = "[192.0.2.7]:2222", ["batchmode"] = "yes", ["identityfile"] = "/etc/gateway/jump_key",
            ["identitiesonly"] = "yes", ["identityagent"] = "none", ["stricthostkeychecking"] = "accept-new", ["pubkeyauthentication"] = "true", ["passwordauthentication"] = "no",
            ["kbdinteractiveauthentication"] = "no", ["gssapiauthentication"] = "no", ["hostbasedauthentication"] = "no", ["forwardagent"] = "no", ["permitlocalcommand"] = "no", ["tunnel"] = "false",
            ["controlmaster"] = "false", ["canonicalizehostname"] = "false", ["addkeystoagent"] = "false", ["userknownhostsfile"] = "/var/lib/gateway/known_hosts", ["globalknownhostsfile"] = "/dev/null",
            ["loglevel"] = "INFO", ["proxyusefdpass"] = "no", ["enableescapecommandline"] = "no", ["nohostauthenticationforlocalhost"] = "no", ["clearallforwardings"] = "yes",
        };
        Assert.Equal(expected.Select(Line), expected.Keys.Select(key => Line(new(key, string.Join('|', hop[key])))));
        Assert.All(new[] { "proxycommand", "proxyjump", "remotecommand", "knownhostscommand", "pkcs11provider" }.SelectMany(key => hop[key]), value => Assert.Equal("none", value));
    }

    [Theory]
    [InlineData("$(touch /x)", "hop", "/key")]
    [InlineData("a;b", "hop", "/key")]
    [InlineData("-oProxyCommand=x", "hop", "/key")]
    [InlineData("a%h", "hop", "/key")]
    [InlineData("[fd00::9]", "hop", "/key")]
    [InlineData("10.0.0.9", "hop;x", "/key")]
    [InlineData("10.0.0.9", "CORP\\hop", "/key")]
    [InlineData("10.0.0.9", "-lroot", "/key")]
    [InlineData("10.0.0.9", "hop", "/my key")]
    [InlineData("10.0.0.9", "hop", "/key$(x)")]
    [InlineData("10.0.0.9", "hop", "~/key")]
    [InlineData("10.0.0.9", "hop", "/key%d")]
    public void What_a_shell_could_read_otherwise_is_never_handed_to_a_jump_host(string address, string user, string key) =>
        Assert.Throws<ArgumentException>(() => Build(new RemoteTarget { Device = "r1", Address = address, Port = 22, Jump = new JumpHost(22, user, key) }));

    [Fact]
    public void An_address_is_a_devices_and_telnet_has_no_way_through_a_jump_host()
    {
        Assert.Throws<ArgumentException>(() => Build(new RemoteTarget { Address = "10.0.0.9", Port = 22 }));
        Assert.Throws<ArgumentException>(() => Build(new RemoteTarget { Device = "r1", Address = "10.0.0.9", Pinned = "a b", Port = 22 }));
        Assert.Throws<ArgumentException>(() => Build(new RemoteTarget { Port = 22, TerminalType = "xterm;x" }));
        Assert.Throws<ArgumentException>(() => Build(new RemoteTarget { Device = "r1", Address = "10.0.0.9", Port = 23, Jump = new JumpHost(22, "hop", "/key") }, method: "telnet"));
        Assert.Equal(["--", "10.0.0.9", "23"], Build(new RemoteTarget { Device = "r1", Address = "r1.example", Pinned = "10.0.0.9", Port = 23 }, method: "telnet").Arguments.TakeLast(3));
    }

    private static CommandLine Build(RemoteTarget target, AutomaticSignIn? sign = null, string method = "ssh")
    {
        Assert.Equal(LinkVerdict.Allowed, new MethodCatalog(Catalogs.Options).Read(method, "alice", target, out var request));
        return request!.Method.Build(request with { SignIn = sign });
    }

    private static string Line(KeyValuePair<string, string> pair) => $"{pair.Key} {pair.Value}";

    private static async Task<ILookup<string, string>> EffectiveAsync(MethodOptions options, string user = "alice", RemoteTarget? target = null)
    {
        using var scratch = new Scratch();
        string trap = scratch.PathOf("trap");
        options = options with { SshConfigFile = scratch.Write("hostile", Hostile.Replace("{0}", trap, StringComparison.Ordinal)) };
        Assert.Equal(LinkVerdict.Allowed, new MethodCatalog(options).Read("ssh", user, target ?? new RemoteTarget { Port = 6022 }, out var request));
        var command = request!.Method.Build(request);
        var (exitCode, output) = await Tool.RunAsync(command.Program, ["-G", .. command.Arguments]);
        Assert.True(exitCode == 0, output);
        Assert.False(File.Exists(trap), "The hostile file ran a program.");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(' ', 2)).ToLookup(parts => parts[0], parts => parts.Length > 1 ? parts[1] : "");
    }
}
