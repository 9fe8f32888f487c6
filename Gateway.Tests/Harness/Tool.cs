using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Tests.Harness;

/// <summary>A real program that a test runs beside the gateway; killed with its children when disposed.</summary>
internal sealed class Tool : IAsyncDisposable
{
    // No test is about how soon a program is there, and on a busy machine it takes its time.
    private static readonly TimeSpan ToStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ToEnd = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private Tool(Process process)
    {
        _process = process;
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Output
    {
        get { lock (_output) return _output.ToString(); }
    }

    public Process Process => _process;

    /// <summary>Starts a program; a missing one is a failed test.</summary>
    public static Tool Start(string program, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = folder ?? "" };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return new Tool(Process.Start(start)!);
    }

    /// <summary>Runs a program to its end and returns what it printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, IEnumerable<string> arguments, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        await using var tool = Start(program, arguments, folder, environment);
        tool._process.StandardInput.Close();
        await tool._process.WaitForExitAsync().WaitAsync(ToEnd);
        return (tool._process.ExitCode, tool.Output);
    }

    /// <summary>Sends a signal by its short name, such as TERM.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits until something accepts connections on a port of 127.0.0.1.</summary>
    public async Task ListensAsync(int port)
    {
        var until = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port);
                return;
            }
            catch (SocketException)
            {
                if (_process.HasExited || until.Elapsed > ToStart)
                    throw new InvalidOperationException($"{_process.StartInfo.FileName} does not listen on port {port}. It said:\n{Output}");
                await Task.Delay(10);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        // Not the asynchronous wait: that also waits for grandchildren who still hold the output.
        _process.WaitForExit(TimeSpan.FromSeconds(10));
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output) _output.AppendLine(line.Data);
    }
}
