using System.Diagnostics;
using System.Globalization;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Bench;

/// <summary>The measurements of the terminal path.</summary>
internal sealed class TerminalBench(SshServer server, GatewayProcess gateway)
{
    private const int Megabytes = 64;

    public IEnumerable<(string Name, Func<Task<List<BenchLine>>> Run)> All =>
    [
        ("throughput", ThroughputAsync),
        ("echo", EchoAsync),
    ];

    private RawPty Raw() => new("/usr/bin/ssh",
    [
        "-F", "/dev/null", "-e", "none", "-tt", "-p", server.Port.ToString(CultureInfo.InvariantCulture), "-l", SshServer.User, "-i", server.Identity,
        "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "--", "127.0.0.1",
    ]);

    private async Task<LeanPage> PageAsync() => LeanPage.Open(gateway.Address, await LeanPage.VisitAsync(gateway.Address), SshServer.User, server.Port);

    private async Task<List<BenchLine>> ThroughputAsync()
    {
        using var scratch = new Scratch();
        string file = scratch.PathOf("data");
        WriteText(file);
        string command = $"cat {file}; echo do''ne\r";
        using var raw = Raw();
        raw.ReadTo("$ ");
        using var page = await PageAsync();
        page.ReadTo("$ ");

        List<double> ratios = [], raws = [], ours = [];
        for (int round = 0; round < 6; round++)
        {
            var rawCpu = Process.GetCurrentProcess().TotalProcessorTime;
            raw.Write(command);
            double limit = Measure(() => raw.ReadTo("done\r\n$ "));
            rawCpu = Process.GetCurrentProcess().TotalProcessorTime - rawCpu;
            page.Type(command);
            var cpu = gateway.Cpu; int frames = page.Frames;
            var own = Process.GetCurrentProcess().TotalProcessorTime;
            double gate = Measure(() => page.ReadTo("done\r\n$ "));
            if (Environment.GetEnvironmentVariable("BENCH_DEBUG") is not null) Console.WriteLine($"raw {limit * 1000:0} ms CPU {rawCpu.TotalMilliseconds:0}, gateway {gate * 1000:0} ms, gateway CPU {(gateway.Cpu - cpu).TotalMilliseconds:0} ms, client CPU {(Process.GetCurrentProcess().TotalProcessorTime - own).TotalMilliseconds:0} ms, {page.Frames - frames} frames");
            if (round == 0) continue; // both warm up
            raws.Add(limit);
            ours.Add(gate);
            ratios.Add(limit / gate);
        }
        double ratio = Median(ratios);
        return [new(ratio >= 0.95, string.Create(CultureInfo.InvariantCulture,
            $"64 MiB cat through ssh to a hub client at {ratio:0.00} of the raw PTY ({Megabytes / Median(ours):0} of {Megabytes / Median(raws):0} MiB/s), goal 0.95"))];
    }

    private async Task<List<BenchLine>> EchoAsync()
    {
        using var raw = Raw();
        raw.ReadTo("$ ");
        using var page = await PageAsync();
        page.ReadTo("$ ");
        List<double> limit = [], ours = [];
        for (int round = 0; round < 2000; round++)
        {
            limit.Add(Measure(() =>
            {
                raw.Write("x");
                raw.ReadTo("x");
            }));
            ours.Add(Measure(() =>
            {
                page.Type("x");
                page.ReadTo("x");
            }));
            if (round % 60 != 59) continue;
            raw.Write("\u0015");
            page.Type("\u0015");
            Thread.Sleep(5);
            Drain();
        }
        double more = (Median(ours) - Median(limit)) * 1000;
        return [new(more <= 0.3, string.Create(CultureInfo.InvariantCulture,
            $"a keystroke's echo through ssh takes {more:0.00} ms more than raw at the median (goal 0.3), {Median(ours) / Median(limit):0.00} times raw"))];

        void Drain()
        {
            raw.Write("#");
            page.Type("#");
            raw.ReadTo("#");
            page.ReadTo("#");
        }
    }

    private static double Measure(Action action)
    {
        long from = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(from).TotalSeconds;
    }

    private static double Median(List<double> values) => Percentile(values, 50);

    private static double Percentile(List<double> values, double percent)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * percent / 100))];
    }

    // Lines of text, as logs and listings are.
    private static void WriteText(string path)
    {
        using var writer = new StreamWriter(path);
        long written = 0;
        for (int line = 0; written < Megabytes * 1024L * 1024; line++)
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"{line:D9} the quick brown fox jumps over the lazy dog 0123456789 abcdefghijk");
            writer.Write(text);
            writer.Write('\n');
            written += text.Length + 1;
        }
    }
}
