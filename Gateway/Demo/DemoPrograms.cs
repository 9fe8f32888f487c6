using System.Diagnostics;

namespace Gateway.Demo;

/// <summary>The programs of the operating system that the demo starts.</summary>
internal static class DemoPrograms
{
    // Debian leaves the sbin folders out of an ordinary user's PATH.
    private static readonly string[] Folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/sbin", "/usr/local/bin"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The absolute path of a program.</summary>
    /// <exception cref="DemoDomainException">It is not installed.</exception>
    public static string Find(string name, string? package = null) =>
        Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new DemoDomainException($"The demo needs {name}. Install {package ?? name} (make run does).");

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="DemoDomainException">It failed; the message holds what it wrote to standard error.</exception>
    public static async Task RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardInput = true })!;
        process.StandardInput.Close();
        var said = await process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0)
            throw new DemoDomainException($"{program} failed: {said.Trim()}");
    }

    /// <summary>Ends a supervisor that waits for its standard input to close, and all of its process group; returns when it has ended.</summary>
    public static async Task EndAsync(Process supervisor)
    {
        supervisor.StandardInput.Close();
        try
        {
            await supervisor.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            await RunAsync("/bin/sh", ["-c", "kill -s KILL -- -$0", $"{supervisor.Id}"], CancellationToken.None);
        }
        supervisor.Dispose();
    }

    /// <summary>A word as a POSIX shell takes it literally.</summary>
    public static string Quote(string word) => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    /// <summary>
    /// How this very program is started: through the dotnet host when it is a library of a shared runtime, which is also so
    /// where another program (a test runner) has loaded it.
    /// </summary>
    public static IReadOnlyList<string> Ourselves()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location);
        var library = Path.Combine(AppContext.BaseDirectory, typeof(DemoPrograms).Assembly.GetName().Name + ".dll");
        if (string.IsNullOrEmpty(runtime) || !File.Exists(library))
            return [Environment.ProcessPath!];
        var host = Path.GetFullPath(Path.Combine(runtime, "../../../dotnet"));
        return File.Exists(host) ? [host, library] : [Environment.ProcessPath!];
    }
}
