using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Demo;

/// <summary>
/// The domain 127.0.0.1 of the demo: a real OpenSSH server and a real telnet server, unprivileged, reachable from this
/// machine only, both landing in a demo device. They end with this object, and with this process however that ends.
/// </summary>
public sealed class DemoDomain : IAsyncDisposable
{
    // Connections are children of one process group. Its leader waits for our end of its standard input to close, which the
    // kernel does even if we are killed, and takes the group with it. "env --default-signal": a shell starts background
    // jobs with Ctrl-C ignored, and the devices would inherit that.
    private const string Supervisor =
        """
        serve() {
          trap '' TERM
          env --default-signal socat -d -d "TCP-LISTEN:$1,bind=127.0.0.1,reuseaddr,backlog=512,nodelay,fork" "EXEC:/bin/sh ./$2,nofork"
          kill -TERM 0
        }
        while [ $# -gt 0 ]; do
          serve "$1" "$2" &
          shift 2
        done
        while read -r line; do :; done
        trap '' TERM
        kill -TERM 0
        wait
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Process _supervisor;
    private readonly DemoDomainLog _log = new();

    private DemoDomain(DemoDomainSettings settings, DemoDomainFiles files)
    {
        (SshPort, TelnetPort) = (settings.SshPort, settings.TelnetPort);
        (User, IdentityFile, HostKey) = (files.User, files.Identity, files.HostKey);
        var start = new ProcessStartInfo(DemoPrograms.Find("setsid"))
        {
            WorkingDirectory = settings.DataFolder,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            ArgumentList = { "/bin/sh", "-c", Supervisor, "demo-domain", $"{SshPort}", "ssh-server", $"{TelnetPort}", "telnet-server" },
        };
        foreach (var (name, port) in settings.Hidden)
        {
            start.ArgumentList.Add($"{port}");
            start.ArgumentList.Add(DemoDomainFiles.ServerOf(name));
        }
        _supervisor = Process.Start(start)!;
        _supervisor.ErrorDataReceived += (_, line) => _log.Add(line.Data);
        _supervisor.BeginErrorReadLine();
        Ended = _supervisor.WaitForExitAsync();
    }

    /// <summary>Port of the SSH server on 127.0.0.1.</summary>
    public int SshPort { get; }

    /// <summary>Port of the telnet server on 127.0.0.1.</summary>
    public int TelnetPort { get; }

    /// <summary>The one account that may sign in over ssh: the one that runs this process.</summary>
    public string User { get; }

    /// <summary>Private key (mode 600, no passphrase) that signs <see cref="User"/> in.</summary>
    public string IdentityFile { get; }

    /// <summary>The SSH server's public key as known_hosts wants it after the host: "ssh-ed25519 AAAA…".</summary>
    public string HostKey { get; }

    /// <summary>Completes when the servers have ended, wanted or not.</summary>
    public Task Ended { get; }

    /// <summary>The last lines that the servers logged, oldest first.</summary>
    public IReadOnlyList<string> Log => _log.Lines;

    /// <summary>Makes what is missing in the data folder, starts both servers and returns when they accept connections.</summary>
    /// <exception cref="DemoDomainException">A program is missing, a port is taken, or the account cannot be used.</exception>
    public static async Task<DemoDomain> StartAsync(DemoDomainSettings settings, CancellationToken cancel)
    {
        settings = settings with { DataFolder = Path.GetFullPath(settings.DataFolder) };
        var files = await DemoDomainFiles.PrepareAsync(settings, cancel);
        InsistOnFree(settings.SshPort);
        InsistOnFree(settings.TelnetPort);
        foreach (var (_, port) in settings.Hidden) InsistOnFree(port);
        var domain = new DemoDomain(settings, files);
        try
        {
            var listening = domain._log.ListeningAsync([settings.SshPort, settings.TelnetPort, .. settings.Hidden.Select(device => device.Port)]);
            await Task.WhenAny(listening, domain.Ended).WaitAsync(Patience, cancel);
            if (!listening.IsCompletedSuccessfully)
                throw new DemoDomainException("The demo's servers did not start: " + string.Join(" | ", domain.Log));
            return domain;
        }
        catch
        {
            await domain.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends both servers and everybody connected to them; returns when they have ended.</summary>
    public async ValueTask DisposeAsync() => await DemoPrograms.EndAsync(_supervisor);

    private static void InsistOnFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new DemoDomainException(
                $"The demo needs port {port} of 127.0.0.1: {e.Message}. End what uses it (ss -ltnp 'sport = :{port}' shows it).");
        }
    }
}
