using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using Gateway.Tests.Harness;
using Gateway.Web;

namespace Gateway.Tests.Bench;

/// <summary>How soon a page hears that the node of its terminal is gone, after that was killed.</summary>
internal sealed class DeathBench(SshServer server)
{
    private const int Runs = 6;

    // What backoff.ts and refusals.ts make of a node that cannot be reached.
    private static readonly double[] Delays = [0, 0.5, 1, 2];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public IEnumerable<(string Name, Func<Task<List<BenchLine>>> Run)> All => [("death", KillAsync)];

    private async Task<List<BenchLine>> KillAsync()
    {
        await using var nodes = await BenchNodes.StartAsync(server, 1);
        var survivor = nodes.All[0];
        List<double> times = [];
        for (int run = 0; run < Runs; run++)
        {
            var owner = await nodes.AddAsync();
            var cookies = await survivor.VisitAsync();
            await using var opener = await Page.OpenAsync(owner.Address, cookies, "ssh", SshServer.User, server.Port);
            await opener.ExpectAsync("$ ");
            await using var page = await Page.JoinAsync(survivor.Address, cookies, opener.Terminal.Id, opener.Terminal.Viewer);
            long killed = Stopwatch.GetTimestamp();
            await nodes.KillAsync(owner);
            await page.Hub.Closed.WaitAsync(Patience);
            await HearAsync(survivor.Address, cookies, page.Terminal).WaitAsync(Patience);
            times.Add(Stopwatch.GetElapsedTime(killed).TotalSeconds);
        }
        return [BenchLine.Of(times.Max() < 10, $"a page on another node hears that its terminal's node is gone {Measure.Median(times):0.0} s after SIGKILL, at worst {times.Max():0.0} s over {Runs} runs (goal under 10)")];
    }

    // Tries to come back as the page does, until it is told.
    private static async Task HearAsync(Uri gateway, CookieContainer cookies, Attached terminal)
    {
        for (int attempt = 0; ; attempt++)
        {
            double delay = Delays[Math.Min(attempt, Delays.Length - 1)];
            await Task.Delay(TimeSpan.FromSeconds(delay * (0.85 + 0.3 * Random.Shared.NextDouble())));
            try
            {
                await using var hub = await HubClient.ConnectAsync(gateway, cookies, terminal: terminal.Id);
                string? code = (await hub.JoinAsync(terminal.Id, terminal.Viewer)).Refusal?.Code;
                if (code == "lost") return;
                if (code != "unreachable") throw new IOException($"The page was told {code ?? "that all is well"}.");
            }
            catch (Exception exception) when (exception is WebSocketException or InvalidOperationException or OperationCanceledException)
            {
                // No connection came about: one more try.
            }
        }
    }
}
