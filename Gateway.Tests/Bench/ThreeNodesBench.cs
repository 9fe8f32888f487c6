using System.Globalization;
using System.Text.Json.Nodes;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Bench;

/// <summary>Many terminals over three nodes, and what they ask of Redis while nothing happens.</summary>
internal sealed class ThreeNodesBench(SshServer server)
{
    private const int Nodes = 3;
    private const int Count = 1000;

    // So many first, over all nodes: compiled code and the collector's first budget are not theirs.
    private const int First = 300;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    public IEnumerable<(string Name, Func<Task<List<BenchLine>>> Run)> All => [("crowd", CrowdAsync)];

    private async Task<List<BenchLine>> CrowdAsync()
    {
        using var scratch = new Scratch();
        // The devices' side is not measured: a shell on the spot in place of a thousand logins on the same two cores.
        string client = scratch.Write("client", "#!/bin/sh\nexport PS1='$ '\nexec /bin/sh -i\n", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var nodes = await BenchNodes.StartAsync(server, Nodes, file => file["clients"] = new JsonObject { ["ssh"] = client });
        using var crowd = new Crowd(server);
        await Task.WhenAll(nodes.All.Select(Crowd.SettleAsync));
        var (calm, commandsBefore) = await RestAsync(nodes);
        await OpenAsync(nodes, crowd, 0, First);
        await Task.WhenAll(nodes.All.Select(Crowd.SettleAsync));
        var memory = nodes.All.Select(node => node.Memory).ToList();
        double seconds = await Measure.SecondsAsync(() => OpenAsync(nodes, crowd, First, Count));
        await Task.WhenAll(nodes.All.Select(Crowd.SettleAsync));
        var each = nodes.All.Select((node, index) => (node.Memory - memory[index]) / 1024.0 / (Share(index, Count) - Share(index, First))).ToList();
        crowd.Answer();
        var (busy, commands) = await RestAsync(nodes);
        double more = Math.Max(0, commands - commandsBefore) * 1000 / Count;
        return
        [
            BenchLine.Of(true, $"{Count} terminals opened over {Nodes} nodes and all answer, {(Count - First) / seconds:0} a second"),
            BenchLine.Of(each.Max() <= 64, $"an idle terminal costs {Listed(each, "0")} KiB of its node's memory (goal 64)"),
            BenchLine.Of(true, $"while idle a node takes {Listed(busy, "0.0")} % of a core, {Listed(calm, "0.0")} % with no terminal"),
            BenchLine.Of(more <= 1, $"Redis carries out {commands:0.0} commands a second with {Count} idle terminals and {commandsBefore:0.0} with none: {more:0.0} more for 1,000 (goal: none)"),
        ];
    }

    // Each node's processor share in percent of a core and all nodes' commands a second, while nothing happens.
    private static async Task<(List<double> Share, double Commands)> RestAsync(BenchNodes nodes)
    {
        var processor = nodes.All.Select(node => node.Processor).ToList();
        long commands = await nodes.CommandsAsync();
        double seconds = Measure.Seconds(() => Measure.Stall(Idle));
        double asked = (await nodes.CommandsAsync() - commands) / seconds;
        return ([.. nodes.All.Select((node, index) => (node.Processor - processor[index]).TotalSeconds / seconds * 100)], asked);
    }

    private static async Task OpenAsync(BenchNodes nodes, Crowd crowd, int from, int to)
    {
        for (int node = 0; node < Nodes; node++) await crowd.OpenAsync(nodes.All[node].Address, Share(node, to) - Share(node, from));
    }

    // As even as can be.
    private static int Share(int node, int all) => (all + Nodes - 1 - node) / Nodes;

    private static string Listed(IEnumerable<double> values, string format) => string.Join(", ", values.Select(value => value.ToString(format, CultureInfo.InvariantCulture)));
}
