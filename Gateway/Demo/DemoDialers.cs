using System.Diagnostics;

namespace Gateway.Demo;

/// <summary>
/// What the demo's devices that dial in run, started anew whenever it ends: plain ssh, and the gateway's agent. It ends with
/// this object, and with this process however that ends.
/// </summary>
public sealed class DemoDialers : IAsyncDisposable
{
    // As in DemoDomain: one process group, whose leader waits for our end of its standard input to close.
    private const string Supervisor =
        """
        again() {
          trap '' TERM
          while :; do
            env --default-signal /bin/sh "$1" >"$1.log" 2>&1
            sleep 1
          done
        }
        for script; do again "$script" & done
        while read -r line; do :; done
        trap '' TERM
        kill -TERM 0
        sleep 0.2
        kill -KILL 0
        """;

    private readonly Process _supervisor;

    private DemoDialers(Process supervisor) => _supervisor = supervisor;

    /// <summary>Starts them.</summary>
    /// <param name="folder">The folder for scripts, keys and logs; made with mode 700 if missing.</param>
    /// <param name="commands">A name for each, <c>[a-z0-9-]</c>, with its program and arguments.</param>
    /// <exception cref="DemoDomainException">A program is missing.</exception>
    public static DemoDialers Start(string folder, IReadOnlyList<(string Name, IReadOnlyList<string> Command)> commands)
    {
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo(DemoPrograms.Find("setsid"))
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            ArgumentList = { "/bin/sh", "-c", Supervisor, "demo-dialers" },
        };
        foreach (var (name, command) in commands)
        {
            File.WriteAllText(Path.Combine(folder, name), $"exec {string.Join(' ', command.Select(DemoPrograms.Quote))}\n");
            start.ArgumentList.Add($"./{name}");
        }
        return new DemoDialers(Process.Start(start)!);
    }

    /// <summary>Ends them; returns when they have ended.</summary>
    public async ValueTask DisposeAsync() => await DemoPrograms.EndAsync(_supervisor);
}
