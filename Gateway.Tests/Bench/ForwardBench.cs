using Gateway.Tests.Harness;

namespace Gateway.Tests.Bench;

/// <summary>A terminal seen through a node that passes the connection on, beside one seen through the node that runs both.</summary>
internal sealed class ForwardBench(SshServer server)
{
    private const int Megabytes = 64;
    private const int Rounds = 9;
    private const int Keys = 2000;
    private const string Prompt = "$ ";
    private const string Done = "done\r\n$ ";

    public IEnumerable<(string Name, Func<Task<List<BenchLine>>> Run)> All => [("forward", ForwardAsync)];

    private async Task<List<BenchLine>> ForwardAsync()
    {
        await using var nodes = await BenchNodes.StartAsync(server, 2);
        var (owner, other) = (nodes.All[0], nodes.All[1]);
        string cookie = await LeanPage.VisitAsync(owner.Address);
        using var direct = Started(LeanPage.Open(owner.Address, cookie, SshServer.User, server.Port));
        using var opener = Started(LeanPage.Open(owner.Address, cookie, SshServer.User, server.Port));
        using var passed = Started(LeanPage.Join(other.Address, cookie, opener.Attached)); // takes the opener's place
        return [Throughput(direct, passed, owner, other), Echo(direct, passed)];
    }

    private static BenchLine Throughput(LeanPage direct, LeanPage passed, BenchGateway owner, BenchGateway other)
    {
        using var data = new BenchData(Megabytes);
        List<double> ratios = [], here = [], there = [];
        var (spentThere, spentHere) = (other.Processor, owner.Processor);
        for (int round = 0; round < Rounds; round++)
        {
            // Turn about, so that what else the machine does falls on both.
            double own = Cat(direct), through = Cat(passed);
            if (round == 0) // both warm up
            {
                (spentThere, spentHere) = (other.Processor, owner.Processor);
                continue;
            }
            here.Add(own);
            there.Add(through);
            ratios.Add(own / through);
        }
        double ratio = Measure.Median(ratios);
        double share = (other.Processor - spentThere) / ((owner.Processor - spentHere) / 2); // the owner ran both
        return BenchLine.Of(ratio >= 0.8, $"{Megabytes} MiB cat through a node that passes it on runs at {ratio:0.00} of the owning node's (goal 0.80), {ratios.Min():0.00} to {ratios.Max():0.00}; {Megabytes / Measure.Median(there):0} of {Megabytes / Measure.Median(here):0} MiB/s; passing on takes {share:0.00} of the owner's processor time");

        double Cat(LeanPage page) => Measure.Seconds(() =>
        {
            page.Type($"cat {data.Path}; echo do''ne\r");
            page.ReadTo(Done);
        });
    }

    private static BenchLine Echo(LeanPage direct, LeanPage passed)
    {
        List<double> here = [], there = [];
        for (int key = 0; key < Keys; key++)
        {
            here.Add(Press(direct, key));
            there.Add(Press(passed, key));
        }
        double more = (Measure.Median(there) - Measure.Median(here)) * 1000;
        double rare = (Measure.Percentile(there, 99) - Measure.Percentile(here, 99)) * 1000;
        return BenchLine.Of(more <= 0.5, $"a keystroke's echo through it takes {more:0.00} ms more than through the owning node at the median (goal 0.5) and {rare:0.00} ms more at p99, {Measure.Median(there) / Measure.Median(here):0.00} times the median");
    }

    private static double Press(LeanPage page, int key)
    {
        string text = $"{(char)('a' + key % 26)}";
        double seconds = Measure.Seconds(() =>
        {
            page.Type(text);
            page.ReadTo(text);
        });
        if (key % 50 != 49) return seconds;
        // A line too long for the shell's input would ring instead of echoing.
        page.Type("\u0003");
        page.ReadTo(Prompt);
        return seconds;
    }

    private static LeanPage Started(LeanPage page)
    {
        page.ReadTo(Prompt);
        return page;
    }
}
