using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Bench;

/// <summary>The same ssh to the same server, by each road on which a device dials in, beside the one that is made directly.</summary>
internal sealed class RoadBench(SshServer server)
{
    private const int Megabytes = 64;
    private const int Rounds = 9;
    private const int Keys = 1000;
    private const string Prompt = "$ ";
    private const string Done = "done\r\n$ ";

    public IEnumerable<(string Name, Func<Task<List<BenchLine>>> Run)> All => [("roads", RoadsAsync)];

    private async Task<List<BenchLine>> RoadsAsync()
    {
        var (tunnel, agent, door) = (Ports.Free(), Ports.Free(), Ports.Free());
        await using var gateway = await BenchGateway.StartAsync(server, file =>
        {
            file["ports"] = new JsonArray(server.Port, tunnel, agent);
            file["tunnels"] = new JsonObject { ["enabled"] = true, ["ssh"] = new JsonObject { ["listen"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{door}") } };
        });
        await using var reverse = await DialedIn.BySshAsync(gateway, door, tunnel, server.Port);
        await using var socket = await DialedIn.ByAgentAsync(gateway, agent, server.Port);
        return [.. Measured("a reverse ssh tunnel", tunnel), .. Measured("an agent's WebSocket", agent)];
    }

    private List<BenchLine> Measured(string road, int port)
    {
        using var data = new BenchData(Megabytes);
        using var direct = Started(server.RawClient());
        using var through = Started(server.RawClient(port));
        List<double> ratios = [], here = [], there = [];
        for (int round = 0; round < Rounds; round++)
        {
            // Turn about, so that what else the machine does falls on both.
            double own = Cat(direct), by = Cat(through);
            if (round == 0) continue; // both warm up
            here.Add(own);
            there.Add(by);
            ratios.Add(own / by);
        }
        double ratio = Measure.Median(ratios);
        List<double> echo = [], far = [];
        for (int key = 0; key < Keys; key++)
        {
            echo.Add(Press(direct, key));
            far.Add(Press(through, key));
        }
        double more = (Measure.Median(far) - Measure.Median(echo)) * 1000;
        return
        [
            BenchLine.Of(ratio >= 0.7, $"{Megabytes} MiB cat through ssh by {road} runs at {ratio:0.00} of the same ssh made directly (goal 0.70), {ratios.Min():0.00} to {ratios.Max():0.00}; {Megabytes / Measure.Median(there):0} of {Megabytes / Measure.Median(here):0} MiB/s"),
            BenchLine.Of(more <= 0.5, $"a keystroke's echo by {road} takes {more:0.00} ms more than made directly at the median (goal 0.5), {Measure.Median(far) / Measure.Median(echo):0.00} times"),
        ];

        double Cat(RawPty ssh) => Measure.Seconds(() =>
        {
            ssh.Write($"cat {data.Path}; echo do''ne\r");
            ssh.ReadTo(Done);
        });
    }

    private static double Press(RawPty ssh, int key)
    {
        string text = $"{(char)('a' + key % 26)}";
        double seconds = Measure.Seconds(() =>
        {
            ssh.Write(text);
            ssh.ReadTo(text);
        });
        if (key % 50 != 49) return seconds;
        // A line too long for the shell's input would ring instead of echoing.
        ssh.Write("\u0003");
        ssh.ReadTo(Prompt);
        return seconds;
    }

    private static RawPty Started(RawPty raw)
    {
        raw.ReadTo(Prompt);
        return raw;
    }
}
