using Gateway.Tests.Harness;
using Gateway.Web;

namespace Gateway.Tests.Bench;

/// <summary>What it costs whoever types that others look on, and how soon they see something.</summary>
internal sealed class SharingBench(SshServer server, BenchGateway gateway)
{
    private const int Megabytes = 64;
    private const int Watchers = 10;

    public IEnumerable<(string Name, Func<Task<List<BenchLine>>> Run)> All => [("sharing", RunAsync)];

    private async Task<List<BenchLine>> RunAsync()
    {
        using var data = new BenchData(Megabytes);
        await using var owner = await Follower.OpenAsync(gateway.Address, await gateway.VisitAsync(), "ssh", SshServer.User, server.Port);
        await owner.PassAsync("$ ");
        string invitation = (await owner.Hub.InvokeAsync("Invite", new InvitationRequest("watch", null, 60))).GetProperty("invitation").GetProperty("secret").GetString()!;
        List<double> ratios = [], alone = [], screens = [];
        int skips = 0;
        for (int round = 0; round < 4; round++)
        {
            double without = await SendAsync(owner, data);
            List<Onlooker> watchers = [];
            for (int i = 0; i < Watchers; i++)
            {
                // The log is full from the round before.
                watchers.Add(await Onlooker.JoinAsync(gateway.Address, await gateway.VisitAsync(), owner.Terminal.Id, invitation));
                screens.Add((await watchers[^1].Shown).TotalMilliseconds);
            }
            double with = await SendAsync(owner, data);
            foreach (var watcher in watchers)
            {
                skips += watcher.Skips;
                await watcher.DisposeAsync();
            }
            if (round == 0) continue; // both warm up
            alone.Add(without);
            ratios.Add(without / with);
        }
        double ratio = Measure.Median(ratios), screen = Measure.Median(screens);
        return
        [
            BenchLine.Of(ratio >= 0.7, $"{Megabytes} MiB cat with {Watchers} watchers, whose own clients share this machine, run at {ratio:0.00} of none ({Megabytes / Measure.Median(alone):0} MiB/s; goal 0.70); the slow were sent {skips} screens in between"),
            BenchLine.Of(screen <= 100, $"whoever joins a terminal with a full log has its screen after {screen:0} ms at the median, {screens.Max():0} ms at most (goal 100)"),
        ];
    }

    private static async Task<double> SendAsync(Follower owner, BenchData data)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await owner.TypeAsync(System.Text.Encoding.UTF8.GetBytes($"cat {data.Path}; echo do''ne\r"));
        await owner.PassAsync("done\r\n$ ");
        return clock.Elapsed.TotalSeconds;
    }
}
