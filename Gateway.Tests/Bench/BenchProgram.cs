using System.Diagnostics;
using System.Globalization;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Bench;

/// <summary>
/// <c>make bench</c>. Every figure stands beside the physical limit measured in the same run: the same ssh on the same
/// pseudo-terminal, read by one thread and nothing else.
/// </summary>
internal static class BenchProgram
{
    public static async Task<int> Main(string[] arguments)
    {
        await using var server = await SshServer.StartAsync();
        await using var gateway = await GatewayProcess.StartAsync(server);
        var bench = new TerminalBench(server, gateway);
        string only = arguments.ElementAtOrDefault(1) ?? "";
        foreach (var (name, run) in bench.All)
        {
            if (!name.Contains(only, StringComparison.Ordinal)) continue;
            var clock = Stopwatch.StartNew();
            foreach (var line in await run()) Console.WriteLine($"{(line.Met ? "ok  " : "MISS")} {name}: {line.Text}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"     ({clock.Elapsed.TotalSeconds:0} s)"));
        }
        return 0;
    }
}

/// <summary>One line of the report.</summary>
/// <param name="Met">Whether the product's own goal was met.</param>
/// <param name="Text">Figures and goal.</param>
internal sealed record BenchLine(bool Met, string Text);
