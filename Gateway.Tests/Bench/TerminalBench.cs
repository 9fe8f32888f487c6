using Gateway.Tests.Harness;

namespace Gateway.Tests.Bench;

/// <summary>The measurements of one terminal: how fast, how soon, and what a stalled viewer does.</summary>
internal sealed class TerminalBench(SshServer server, BenchGateway gateway)
{
    private const int Megabytes = 64;
    private const string Prompt = "$ ";
    private const string Done = "done\r\n$ ";

    public IEnumerable<(string Name, Func<Task<List<BenchLine>>> Run)> All =>
    [
        ("throughput", ThroughputAsync),
        ("echo", EchoAsync),
        ("echo beside a flood", EchoBesideFloodAsync),
        ("first byte", FirstByteAsync),
        ("ctrl-c", InterruptAsync),
        ("stalled viewer", StalledAsync),
    ];

    private async Task<List<BenchLine>> ThroughputAsync()
    {
        using var data = new BenchData(Megabytes);
        string command = $"cat {data.Path}; echo do''ne\r";
        using var raw = Started(server.RawClient());
        using var page = Started(await gateway.PageAsync(server));
        List<double> ratios = [], limits = [], ours = [];
        for (int round = 0; round < 8; round++)
        {
            // Turn about, so that what else the machine does falls on both.
            raw.Write(command);
            double limit = Measure.Seconds(() => raw.ReadTo(Done));
            page.Type(command);
            double own = Measure.Seconds(() => page.ReadTo(Done));
            if (round == 0) continue; // both warm up
            limits.Add(limit);
            ours.Add(own);
            ratios.Add(limit / own);
        }
        double ratio = Measure.Median(ratios);
        return [BenchLine.Of(ratio >= 0.95, $"{Megabytes} MiB cat through ssh to a hub client runs at {ratio:0.00} of the raw PTY (goal 0.95); {Megabytes / Measure.Median(ours):0} of {Megabytes / Measure.Median(limits):0} MiB/s")];
    }

    private async Task<List<BenchLine>> EchoAsync()
    {
        using var raw = Started(server.RawClient());
        using var page = Started(await gateway.PageAsync(server));
        var (limit, own) = Echo(raw, page, 2000);
        double more = (Measure.Median(own) - Measure.Median(limit)) * 1000;
        return [BenchLine.Of(more <= 0.3, $"a keystroke's echo through ssh takes {more:0.00} ms more than raw at the median (goal 0.3), {Measure.Median(own) / Measure.Median(limit):0.00} times raw")];
    }

    private async Task<List<BenchLine>> EchoBesideFloodAsync()
    {
        using var raw = Started(server.RawClient());
        using var page = Started(await gateway.PageAsync(server));
        using var neighbour = Started(await gateway.PageAsync(server));
        neighbour.Type("while :; do seq 100000; done\r");
        using var stop = new CancellationTokenSource();
        var flood = Task.Factory.StartNew(() => { while (!stop.IsCancellationRequested) neighbour.ReadSome(); }, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var (limit, own) = Echo(raw, page, 1000);
        await stop.CancelAsync();
        await flood;
        double more = (Measure.Percentile(own, 99) - Measure.Percentile(limit, 99)) * 1000;
        return [BenchLine.Of(more <= 4, $"with a neighbour flooding the echo's p99 is {more:0.0} ms above raw beside the same flood (goal 4), {Measure.Percentile(own, 99) / Measure.Percentile(limit, 99):0.00} times raw")];
    }

    private async Task<List<BenchLine>> FirstByteAsync()
    {
        List<double> limit = [], own = [];
        for (int round = 0; round < 12; round++)
        {
            limit.Add(Measure.Seconds(() =>
            {
                using var raw = Started(server.RawClient());
            }));
            string cookie = await LeanPage.VisitAsync(gateway.Address);
            own.Add(Measure.Seconds(() =>
            {
                using var page = Started(LeanPage.Open(gateway.Address, cookie, SshServer.User, server.Port));
            }));
        }
        double more = (Measure.Median(own) - Measure.Median(limit)) * 1000;
        return [BenchLine.Of(more <= 20, $"opening adds {more:0.0} ms to what ssh itself takes to its prompt (goal 20), {Measure.Median(own) / Measure.Median(limit):0.00} times raw")];
    }

    private async Task<List<BenchLine>> InterruptAsync()
    {
        using var page = Started(await gateway.PageAsync(server));
        page.Type("yes 'a line of an endless flood'\r");
        page.ReadTo("endless flood\r\na line");
        List<double> times = [];
        for (int round = 0; round < 3; round++)
        {
            Measure.Stall(TimeSpan.FromSeconds(round == 0 ? 10 : 2)); // reads nothing, acknowledges nothing
            page.Type("\u0003");
            times.Add(Measure.Seconds(() => page.ReadTo("^C\r\n$ ")) * 1000);
            page.Type("yes 'a line of an endless flood'\r");
            page.ReadTo("endless flood\r\na line");
        }
        return [BenchLine.Of(times[0] <= 50, $"Ctrl-C on a flood after the viewer stalled 10 s: prompt {times[0]:0} ms after reading again (goal 50); after 2 s {times[1]:0} and {times[2]:0} ms")];
    }

    private async Task<List<BenchLine>> StalledAsync()
    {
        using var data = new BenchData(Megabytes);
        using var hash = new StreamHash(data.Length);
        using var page = Started(await gateway.PageAsync(server));
        page.Type("stty -echo -opost\r");
        page.ReadTo(Prompt);
        page.Observe = hash.Add;
        page.Type($"cat {data.Path}; echo do''ne\r");
        page.ReadTo("000000100 the quick");
        long before = gateway.Memory;
        Measure.Stall(TimeSpan.FromSeconds(60));
        double grown = (gateway.Memory - before) / 1048576.0;
        page.ReadTo("done\n$ ");
        bool whole = hash.Result == data.Hash;
        return [BenchLine.Of(grown <= 4 && whole, $"while a viewer stalled 60 s the gateway's memory grew by {grown:0.0} MiB (goal: flat, within 4); all {Megabytes} MiB came whole afterwards: {(whole ? "yes" : "NO")}")];
    }

    // Types and waits for the echo, here and there in turn.
    private static (List<double> Raw, List<double> Own) Echo(RawPty raw, LeanPage page, int keys)
    {
        List<double> limit = [], own = [];
        for (int key = 0; key < keys; key++)
        {
            string text = $"{(char)('a' + key % 26)}";
            limit.Add(Measure.Seconds(() =>
            {
                raw.Write(text);
                raw.ReadTo(text);
            }));
            own.Add(Measure.Seconds(() =>
            {
                page.Type(text);
                page.ReadTo(text);
            }));
            if (key % 50 != 49) continue;
            // A line too long for the shell's input would ring instead of echoing.
            raw.Write("\u0003");
            raw.ReadTo(Prompt);
            page.Type("\u0003");
            page.ReadTo(Prompt);
        }
        return (limit, own);
    }

    private static RawPty Started(RawPty raw)
    {
        raw.ReadTo(Prompt);
        return raw;
    }

    private static LeanPage Started(LeanPage page)
    {
        page.ReadTo(Prompt);
        return page;
    }
}
