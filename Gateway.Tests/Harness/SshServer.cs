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

    // SHLVL: bash under sshd reads ~/.bashrc else, and what that does is not ours to know.
    public static async Task<SshServer> StartAsync(string command = Shell, int? port = null, string more = "")
    {
        var server = new SshServer(port ?? Ports.Free());
        if (Environment.UserName == "root") Directory.CreateDirectory("/run/sshd"); // sshd(8) insists when privileged
        await KeyAsync(server.Identity);
        await KeyAsync(server.HostKey);
        server._scratch.Write("run", $"#!/bin/sh\n{command}\n", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        server._scratch.Write("sshd_config", $"""
            ListenAddress 127.0.0.1
            Port {server.Port.ToString(CultureInfo.InvariantCulture)}
            HostKey {server.HostKey}
            AuthorizedKeysFile {server.Identity}.pub
            ForceCommand {server._scratch.PathOf("run")}
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PidFile none
            SetEnv SHLVL=2
            PrintMotd no
            PrintLastLog no
            MaxStartups 1000
            MaxSessions 1000
            {more}
            """);
        await server.StartAsync();
        return server;
    }

    /// <summary>Stops listening; with <see cref="StartAsync()"/> it comes back on the same port.</summary>
    public async Task StopAsync()
    {
        if (_sshd is not null) await _sshd.DisposeAsync();
        _sshd = null;
    }

    public async Task StartAsync()
    {
        _sshd = Tool.Start("/usr/sbin/sshd", ["-D", "-e", "-f", _scratch.PathOf("sshd_config")]);
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
