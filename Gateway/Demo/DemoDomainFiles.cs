namespace Gateway.Demo;

/// <summary>Keys and generated configuration in the demo's data folder.</summary>
internal sealed class DemoDomainFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _folder;

    private DemoDomainFiles(string folder, string user) => (_folder, User) = (folder, user);

    public string User { get; }

    public string Identity => In("identity");

    public string HostKey { get; private set; } = "";

    /// <summary>Name of the script that serves one connection to a hidden device.</summary>
    public static string ServerOf(string name) => $"ssh-server.{name}";

    private string In(string name) => Path.Combine(_folder, name);

    public static async Task<DemoDomainFiles> PrepareAsync(DemoDomainSettings settings, CancellationToken cancel)
    {
        if (settings.DataFolder.Any(char.IsControl))
            throw new DemoDomainException("The demo's data folder has control characters in its name.");
        var files = new DemoDomainFiles(settings.DataFolder, DemoAccount.Name());
        Directory.CreateDirectory(settings.DataFolder, OwnerOnly);
        File.SetUnixFileMode(settings.DataFolder, OwnerOnly);
        Directory.CreateDirectory(files.In("home"), OwnerOnly);
        await files.WriteAsync(settings, cancel);
        return files;
    }

    private async Task WriteAsync(DemoDomainSettings settings, CancellationToken cancel)
    {
        var (sshd, telnetd) = (DemoPrograms.Find("sshd", "openssh-server"), DemoPrograms.Find("telnetd", "inetutils-telnetd"));
        DemoPrograms.Find("socat");
        await MakeKeyAsync(In("host_key"), cancel);
        await MakeKeyAsync(Identity, cancel);
        var hostKey = await File.ReadAllTextAsync(In("host_key.pub"), cancel);
        HostKey = string.Join(' ', hostKey.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2)).Trim();
        File.Copy(Identity + ".pub", In("authorized_keys"), overwrite: true);

        await File.WriteAllTextAsync(In("land"), Land(settings), cancel);
        await File.WriteAllTextAsync(In("ssh-server"), $"exec {DemoTerminals.Prepare(_folder)} {sshd} -i -e -f ./sshd_config\n", cancel);
        // telnetd splits its option at blanks, hence a path without any. -h: no words before the device's own.
        await File.WriteAllTextAsync(In("telnet-server"), $"exec {telnetd} -h -E '/bin/sh ./land sw-{settings.TelnetPort}'\n", cancel);
        foreach (var (name, _) in settings.Hidden)
        {
            await File.WriteAllTextAsync(In(ServerOf(name)), $"exec {DemoTerminals.Prepare(_folder)} {sshd} -i -e -f ./sshd_config.{name}\n", cancel);
            await File.WriteAllTextAsync(In($"sshd_config.{name}"), DemoSshd.Configuration(_folder, User, name), cancel);
        }
        await File.WriteAllTextAsync(In("sshd_config"), DemoSshd.Configuration(_folder, User, $"sw-{settings.SshPort}"), cancel);
        if (Environment.IsPrivilegedProcess)
            Directory.CreateDirectory("/run/sshd");
        await DemoPrograms.RunAsync(sshd, ["-t", "-f", In("sshd_config")], cancel);
    }

    private static async Task MakeKeyAsync(string file, CancellationToken cancel)
    {
        if (File.Exists(file) && File.Exists(file + ".pub"))
            return;
        File.Delete(file);
        await DemoPrograms.RunAsync(
            DemoPrograms.Find("ssh-keygen", "openssh-client"), ["-q", "-t", "ed25519", "-N", "", "-C", "gateway demo", "-f", file], cancel);
    }

    // Whoever connects brings an environment along (telnet's NEW-ENVIRON, ssh's command); only the terminal's name is let in.
    // Dynamic code optimisation and diagnostics would cost every visitor start-up time.
    private string Land(DemoDomainSettings settings)
    {
        var command = settings.Command is { } given
            ? string.Join(' ', given.Select(DemoPrograms.Quote))
            : string.Join(' ', DemoPrograms.Ourselves().Select(DemoPrograms.Quote)) + " demo-device --name \"$1\"";
        return $"""
            exec env -i "TERM=$TERM" LANG=C.UTF-8 PATH=/usr/bin:/bin HOME={DemoPrograms.Quote(In("home"))} \
              DOTNET_TieredPGO=0 DOTNET_EnableDiagnostics=0 DOTNET_CLI_TELEMETRY_OPTOUT=1 \
              {command}

            """;
    }
}
