using System.Text.Json.Nodes;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Bench;

/// <summary>What it costs whoever types that the terminal is recorded: two gateways in turn, of which one records.</summary>
internal sealed class RecordingBench(SshServer server, BenchGateway plain)
{
    private const int Megabytes = 64;
    private const int Keys = 2000;
    private const string Prompt = "$ ";

    public IEnumerable<(string Name, Func<Task<List<BenchLine>>> Run)> All => [("recording", RunAsync)];

    private async Task<List<BenchLine>> RunAsync()
    {
        using var data = new BenchData(Megabytes);
        await using var recording = await BenchGateway.StartAsync(server, file => file["recording"] = new JsonObject { ["terminals"] = "required" });
        using var without = await plain.PageAsync(server);
        using var with = await recording.PageAsync(server);
        without.ReadTo(Prompt);
        with.ReadTo(Prompt);
        List<double> ratios = [];
        for (int round = 0; round < 6; round++)
        {
            double one = Send(without, data), other = Send(with, data);
            if (round > 0) ratios.Add(one / other); // both warm up
        }
        List<double> limit = [], own = [];
        for (int key = 0; key < Keys; key++)
        {
            limit.Add(Echo(without, key));
            own.Add(Echo(with, key));
        }
        double ratio = Measure.Median(ratios), more = (Measure.Median(own) - Measure.Median(limit)) * 1000;
        return
        [
            BenchLine.Of(ratio >= 0.95, $"{Megabytes} MiB cat into a terminal that is recorded run at {ratio:0.00} of one that is not (goal 0.95; rounds {ratios.Min():0.00} to {ratios.Max():0.00})"),
            BenchLine.Of(more <= 0.1, $"a keystroke's echo there takes {more:0.000} ms more at the median (goal 0.1)"),
        ];
    }

    private static double Send(LeanPage page, BenchData data) => Measure.Seconds(() =>
    {
        page.Type($"cat {data.Path}; echo do''ne\r");
        page.ReadTo("done\r\n$ ");
    });

    private static double Echo(LeanPage page, int key)
    {
        string text = $"{(char)('a' + key % 26)}";
        double took = Measure.Seconds(() =>
        {
            page.Type(text);
            page.ReadTo(text);
        });
        if (key % 50 != 49) return took;
        // A line too long for the shell's input would ring instead of echoing.
        page.Type("\u0003");
        page.ReadTo(Prompt);
        return took;
    }
}
