namespace Gateway.Configuration;

/// <summary>Asks the file system whether the paths of a configuration are what they should be. Changes nothing.</summary>
internal static class FileChecks
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    /// <summary>What a file that holds a secret of one account must not allow.</summary>
    public const UnixFileMode OthersRead = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>What a file that the gateway trusts must not allow.</summary>
    public const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>What a secret's file must not allow: its group may read it, the whole machine may not.</summary>
    public const UnixFileMode WorldReads = UnixFileMode.OtherRead | OthersWrite;

    /// <summary>Every fault, without values and origins, which the caller knows.</summary>
    public static IEnumerable<ConfigurationFault> Faults(GatewayConfiguration configuration)
    {
        var faults = new List<ConfigurationFault?>
        {
            Program("clients.ssh", configuration.Clients.Ssh, "Install openssh-client, write the program's path, or null to switch the method off."),
            Program("clients.telnet", configuration.Clients.Telnet, "Install inetutils-telnet, write the program's path, or null to switch the method off."),
            Folder("data", DataFolder.ProblemOf(configuration.Data)),
        };
        if (configuration.Logging.File is { } log && log != LoggingSettings.DefaultFile(configuration.Data))
            faults.Add(Folder("logging.file", DataFolder.WritingProblemOf(Path.GetDirectoryName(log)!)));
        if (configuration.Ssh.Identity is { } identity)
        {
            faults.Add(Readable("ssh.identity", identity) ?? Mode("ssh.identity", identity, OthersRead | OthersWrite,
                "is a private key that others can read or write", $"Run: chmod 600 {identity}"));
        }
        if (configuration.Ssh.ConfigFile is var file && file != SshSettings.DefaultConfigFile)
        {
            faults.Add(Readable("ssh.configFile", file) ?? Mode("ssh.configFile", file, OthersWrite,
                "can be changed by others, who could make ssh run any program", $"Run: chmod go-w {file}"));
        }
        if (Path.GetDirectoryName(configuration.Ssh.KnownHosts) is { } folder && folder != configuration.Data && !Directory.Exists(folder))
            faults.Add(new ConfigurationFault("ssh.knownHosts", null, $"lies in a folder that does not exist: {folder}", "Create the folder, or leave the setting out to keep host keys in the data folder."));
        faults.Add(ForSsh("ssh.knownHosts", configuration.Ssh.KnownHosts));
        faults.Add(ForSsh("ssh.identity", configuration.Ssh.Identity));
        faults.AddRange(PemChecks.Pair("tls", configuration.Tls.Certificate, configuration.Tls.Key));
        if (configuration.Redis.Address is not null)
            faults.AddRange(Nodes(configuration.Redis, configuration.Cluster));
        faults.AddRange(SignIn(configuration.SignIn));
        if (configuration.Audit.File is { } audit && audit != AuditSettings.DefaultFile(configuration.Data))
            faults.Add(Folder("audit.file", Directory.Exists(audit) ? ("is a folder", "Write the path of a file.") : DataFolder.WritingProblemOf(Path.GetDirectoryName(audit)!)));
        faults.AddRange(RecordingRules.Files(configuration));
        faults.AddRange(CredentialReader.Files(configuration.Credentials));
        faults.AddRange(InventoryChecks.Files(configuration));
        faults.AddRange(TunnelChecks.Files(configuration.Tunnels));
        faults.Add(SecretChecks.Token("operations.tokenFile", configuration.Operations.TokenFile));
        return faults.OfType<ConfigurationFault>();
    }

    private static ConfigurationFault? Folder(string key, (string Problem, string Repair)? found) =>
        found is { } problem ? new ConfigurationFault(key, null, problem.Problem, problem.Repair) : null;

    // ssh_config(5) has no way to write these in the two options; every terminal would fail.
    private static ConfigurationFault? ForSsh(string key, string? path) =>
        path is null || path.AsSpan().IndexOfAny("\"\\$\r\n") < 0 ? null
            : new ConfigurationFault(key, null, $"holds a character that ssh takes in no path: {path}", "Choose a path without \", \\, $ and line breaks.");

    /// <summary>The fault of a program that is not there, cannot be started or can be changed by others; null for none.</summary>
    public static ConfigurationFault? Program(string key, string? path, string missing)
    {
        if (path is null)
            return null;
        if (!File.Exists(path))
            return new ConfigurationFault(key, null, $"does not exist: {path}", missing);
        if ((ModeOf(path) & AnyExecute) == 0)
            return new ConfigurationFault(key, null, "is not executable", $"Write the path of the program, or run: chmod +x {path}");
        return Mode(key, path, OthersWrite, "is a program that others can change", $"Run: chmod go-w {path}");
    }

    private static IEnumerable<ConfigurationFault?> Nodes(RedisSettings redis, ClusterSettings cluster) =>
    [
        SecretChecks.Password("redis.passwordFile", redis.PasswordFile),
        PemChecks.Authority("redis.authority", redis.Authority),
        .. PemChecks.Pair("redis", redis.Certificate, redis.Key),
        PemChecks.Authority("cluster.authority", cluster.Authority),
        .. PemChecks.Pair("cluster", cluster.Certificate, cluster.Key),
    ];

    // What is not used is not looked at.
    private static IEnumerable<ConfigurationFault?> SignIn(SignInSettings signIn)
    {
        if (signIn.People is { } people)
        {
            yield return Readable("signIn.people", people) is { } fault
                ? File.Exists(people) || Directory.Exists(people) ? fault : fault with { Repair = "Run: gateway user add NAME" }
                : Mode("signIn.people", people, WorldReads, "holds people's hashed passwords and can be read or written by others", $"Run: chmod 640 {people}");
        }
        if (signIn.Oidc.Authority is not null)
        {
            yield return SecretChecks.Password("signIn.oidc.clientSecretFile", signIn.Oidc.ClientSecretFile);
            yield return PemChecks.Authority("signIn.oidc.certificateAuthority", signIn.Oidc.CertificateAuthority);
        }
        if (signIn.Ldap.Url is not null)
        {
            yield return SecretChecks.Password("signIn.ldap.bindPasswordFile", signIn.Ldap.BindPasswordFile);
            yield return PemChecks.Authority("signIn.ldap.certificateAuthority", signIn.Ldap.CertificateAuthority);
        }
        yield return PemChecks.Authority("signIn.certificates.authority", signIn.Certificates.Authority);
    }

    /// <summary>The fault of a path that is no file this account can read; null if it is one.</summary>
    public static ConfigurationFault? Readable(string key, string path)
    {
        if (Directory.Exists(path))
            return new ConfigurationFault(key, null, "is a folder", "Write the path of a file.");
        if (!File.Exists(path))
            return new ConfigurationFault(key, null, $"does not exist: {path}", "Write the path of a file that is there.");
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new ConfigurationFault(key, null, $"cannot be read by {Environment.UserName}", $"Give that account the right to read {path}.");
        }
    }

    /// <summary>The fault of a file that allows what it must not; null if it allows none of it.</summary>
    public static ConfigurationFault? Mode(string key, string path, UnixFileMode forbidden, string problem, string repair) =>
        (ModeOf(path) & forbidden) == 0 ? null : new ConfigurationFault(key, null, problem, repair);

    /// <summary>The permissions of a file or folder, or of what a link leads to.</summary>
    public static UnixFileMode ModeOf(string path) =>
        File.GetUnixFileMode(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
}
