using System.Globalization;

namespace Gateway.Tests.Harness;

/// <summary>
/// A real OpenSSH server on a free port of 127.0.0.1, for the account that runs the tests. By default each session is
/// a plain <c>sh</c> with the prompt <c>$ </c>.
/// </summary>
internal sealed class SshServer : IAsyncDisposable
{
    public const string Shell = "exec /usr/bin/env -i PATH=/usr/bin:/bin:/usr/sbin TERM=\"$TERM\" PS1='$ ' LANG=C.UTF-8 /bin/sh -i";

    private readonly Scratch _scratch = new();
    private Tool? _sshd;

    private SshServer(int port) => Port = port;

    public int Port { get; }

    public static string User => Environment.UserName;

    /// <summary>The private key that may sign in.</summary>
    public string Identity => _scratch.PathOf("identity");

    public string HostKey => _scratch.PathOf("hostkey");

    public string Log => _sshd?.Output ?? "";

    public Tool Process => _sshd!;

    public static async Task<SshServer> StartAsync(string command = Shell, int? port = null, string more = "", SshServer? sameKeyAs = null, string? password = null)
    {
        var server = new SshServer(port ?? Ports.Free());
        if (Environment.UserName == "root") Directory.CreateDirectory("/run/sshd"); // sshd(8) insists when privileged
        await KeyAsync(server.Identity);
        await KeyAsync(server.HostKey);
        server._scratch.Write("run", $"#!/bin/sh\n{command}\n", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        // SHLVL: as the outermost shell under sshd, bash would read the account's .bashrc before each command (bash(1),
        // INVOCATION), and a test would hang or differ with what stands in it.
        server._scratch.Write("sshd_config", $"""
            ListenAddress 127.0.0.1
            Port {server.Port.ToString(CultureInfo.InvariantCulture)}
            HostKey {server.HostKey}
            AuthorizedKeysFile {(sameKeyAs ?? server).Identity}.pub
            ForceCommand {server._scratch.PathOf("run")}
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PidFile none
            PrintMotd no
            PrintLastLog no
            SetEnv SHLVL=2
            MaxStartups 1000
            MaxSessions 1000
            {more}
            """);
        if (password is not null) await server.TakePasswordAsync(password);
        await server.StartAsync();
        return server;
    }

    private string Shadow => _scratch.PathOf("shadow");

    /// <summary>Adds a line to the keys that may sign in.</summary>
    public void Authorize(string line) => File.AppendAllText(Identity + ".pub", line + "\n");

    /// <summary>Has the account sign in with a password too.</summary>
    private async Task TakePasswordAsync(string password)
    {
        var (_, hash) = await Tool.RunAsync("/usr/bin/openssl", ["passwd", "-6", password]);
        _scratch.Write("shadow", $"{User}:{hash.Trim()}:19000:0:99999:7:::\n");
        string config = _scratch.PathOf("sshd_config");
        // For each keyword the first value counts (sshd_config(5)).
        await File.WriteAllTextAsync(config, $"PasswordAuthentication yes\nPermitRootLogin yes\n{await File.ReadAllTextAsync(config)}");
    }

    /// <summary>Stops listening; with <see cref="StartAsync()"/> it comes back on the same port.</summary>
    public async Task StopAsync()
    {
        if (_sshd is not null) await _sshd.DisposeAsync();
        _sshd = null;
    }

    public async Task StartAsync()
    {
        string[] sshd = ["/usr/sbin/sshd", "-D", "-e", "-f", _scratch.PathOf("sshd_config")];
        // Another list of passwords, in a mount namespace of its own: the system's stays as it is.
        string[] own = Environment.UserName == "root" ? ["--mount"] : ["--user", "--map-current-user", "--mount", "--keep-caps"];
        _sshd = !File.Exists(Shadow) ? Tool.Start(sshd[0], sshd[1..])
            : Tool.Start("/usr/bin/unshare", [.. own, "/bin/sh", "-c", "mount --bind \"$0\" /etc/shadow && exec \"$@\"", Shadow, .. sshd]);
        await _sshd.ListensAsync(Port);
    }

    /// <summary>Gives the server another key, as a device that was set up anew has.</summary>
    public async Task ChangeHostKeyAsync()
    {
        await StopAsync();
        File.Delete(HostKey);
        File.Delete(HostKey + ".pub");
        await KeyAsync(HostKey);
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _scratch.Dispose();
    }

    private static async Task KeyAsync(string path)
    {
        var (exitCode, output) = await Tool.RunAsync("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "gateway test", "-f", path]);
        if (exitCode != 0) throw new InvalidOperationException($"ssh-keygen failed: {output}");
    }
}
