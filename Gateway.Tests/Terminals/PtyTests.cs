using System.Collections.Immutable;
using System.Text;
using Gateway.Methods;
using Gateway.Terminals;
using Gateway.Tests.Harness;
using Xunit;

namespace Gateway.Tests.Terminals;

public sealed class PtyTests
{
    [Fact]
    public async Task Two_hundred_spawns_leave_no_zombie_and_no_descriptor()
    {
        await RunAsync("exit 0"); // whatever the runtime opens once, it opens here
        int own = Terminals();
        var pids = new List<int>();
        for (int batch = 0; batch < 20; batch++)
        {
            var runs = Enumerable.Range(0, 10).Select(i => RunAsync($"exit {i}")).ToList();
            var results = await Task.WhenAll(runs);
            for (int i = 0; i < results.Length; i++)
            {
                Assert.Equal(new ExitStatus(i, null), results[i].Status);
                pids.Add(results[i].Pid);
            }
        }
        Assert.All(pids, pid => Assert.False(new Child(pid).Stat is [_, var parent, ..] && parent == Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        // Other tests open terminals meanwhile, but none keeps so many open.
        await Wait.UntilAsync(() => Terminals() < own + 60, () => $"the end of the terminals: {own} before, {Terminals()} now");

        static int Terminals() => Directory.GetFiles("/proc/self/fd").Count(link => new FileInfo(link).LinkTarget == "/dev/ptmx");
    }

    [Fact]
    public async Task The_last_output_of_a_program_that_ends_at_once_is_never_lost()
    {
        for (int i = 0; i < 20; i++)
        {
            var (_, output, status) = await RunAsync("stty raw; head -c 1048576 /dev/zero | tr '\\0' x; printf END; exit 5");
            Assert.Equal(1048576 + 3, output.Length);
            Assert.EndsWith("xEND", output, StringComparison.Ordinal);
            Assert.Equal(5, status.Code);
        }
    }

    [Theory]
    [InlineData("kill -9 $$", 9, "SIGKILL")]
    [InlineData("kill -15 $$", 15, "SIGTERM")]
    [InlineData("kill -13 $$", 13, "SIGPIPE")]
    [InlineData("kill -1 $$", 1, "SIGHUP")]
    public async Task A_signal_that_ends_it_is_told(string script, int signal, string name)
    {
        var (_, _, status) = await RunAsync(script);
        Assert.Equal((null, signal, name), (status.Code, status.Signal, status.SignalName));
    }

    [Fact]
    public void A_program_that_is_not_there_is_an_error_and_leaks_nothing()
    {
        for (int i = 0; i < 50; i++)
            Assert.Throws<IOException>(() => Pty.Spawn(Command("x") with { Program = "/nonexistent/client" }, new TerminalSize(80, 24)));
        Assert.Throws<IOException>(() => Pty.Spawn(Command("x\0y"), new TerminalSize(80, 24)));
    }

    [Theory]
    [InlineData(-5, -5, 2, 1)]
    [InlineData(0, 0, 2, 1)]
    [InlineData(int.MaxValue, int.MaxValue, 1000, 500)]
    [InlineData(80, 24, 80, 24)]
    public void A_size_is_always_within_its_range(int columns, int rows, int givenColumns, int givenRows)
    {
        var size = new TerminalSize(columns, rows);
        Assert.Equal((givenColumns, givenRows), (size.Columns, size.Rows));
    }

    private static CommandLine Command(string script) => new(
        "/bin/sh", ["-c", script], ImmutableDictionary<string, string>.Empty.Add("PATH", "/usr/bin:/bin"), "/");

    private static async Task<(int Pid, string Output, ExitStatus Status)> RunAsync(string script)
    {
        using var pty = Pty.Spawn(Command(script), new TerminalSize(80, 24));
        using var timeout = new CancellationTokenSource(HubClient.Patience);
        var output = new StringBuilder();
        byte[] buffer = new byte[32 * 1024];
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        pty.Watch(() =>
        {
            int count = pty.Read(buffer);
            if (count > 0) output.Append(Encoding.Latin1.GetString(buffer, 0, count));
            if (count == 0) ended.SetResult();
            return count != 0;
        });
        await ended.Task.WaitAsync(timeout.Token);
        return (pty.Pid, output.ToString(), await pty.Exited.WaitAsync(timeout.Token));
    }
}
