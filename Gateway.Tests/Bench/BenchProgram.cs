using System.Diagnostics;
using System.Globalization;
using Gateway.Tests.Harness;
using Gateway.Tests.Recording;

namespace Gateway.Tests.Bench;

/// <summary>
/// <c>make bench</c> and <c>make soak</c>. Figures of one node stand beside the physical limit measured in the same run: the same ssh on the
/// same pseudo-terminal, read by one thread and nothing else. Those of several nodes stand beside one node, or none's work.
/// </summary>
internal static class BenchProgram
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments.FirstOrDefault() == "soak")
            return await Soak.RunAsync(TimeSpan.FromMinutes(double.Parse(arguments.ElementAtOrDefault(1) ?? "10", CultureInfo.InvariantCulture)));
        if (arguments is ["record", var folder, var key, var script]) return await RecordingChild.RunAsync(folder, key, script);
        string only = arguments.ElementAtOrDefault(1) ?? "";
        await using var server = await SshServer.StartAsync();
        await using var gateway = await BenchGateway.StartAsync(server);
        Console.WriteLine("Ratios against the same ssh read raw from a pseudo-terminal in the same run, if nothing else is said; MISS where a goal was not met.");
        (string Name, Func<Task<List<BenchLine>>> Run)[] all =
        [
            .. new TerminalBench(server, gateway).All, .. new PeerBench(server, gateway).All, .. new CrowdBench(server, gateway).All, .. new SharingBench(server, gateway).All, .. new RecordingBench(server, gateway).All,
            .. new ForwardBench(server).All, .. new ThreeNodesBench(server).All, .. new DeathBench(server).All, .. new RoadBench(server).All, .. new AgentsBench(server).All, .. SearchBench.All,
        ];
        foreach (var (name, run) in all)
        {
            if (!name.Contains(only, StringComparison.Ordinal)) continue;
            var clock = Stopwatch.StartNew();
            foreach (var line in await run()) Console.WriteLine($"{(line.Met ? "ok  " : "MISS")}  {line.Text}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"      ({name}, {clock.Elapsed.TotalSeconds:0} s)"));
        }
        return 0;
    }
}
