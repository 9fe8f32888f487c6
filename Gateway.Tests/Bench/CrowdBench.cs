using Gateway.Tests.Harness;

namespace Gateway.Tests.Bench;

/// <summary>Many terminals on one node.</summary>
internal sealed class CrowdBench(SshServer server, BenchGateway gateway)
{
    private const int Count = 500;

    // So many first: compiled code and the collector's first budget are not theirs.
    private const int First = 100;

    public IEnumerable<(string Name, Func<Task<List<BenchLine>>> Run)> All => [("500 terminals", IdleAsync)];

    private async Task<List<BenchLine>> IdleAsync()
    {
        using var crowd = new Crowd(server);
        await crowd.OpenAsync(gateway.Address, First);
        await Crowd.SettleAsync(gateway);
        var (memory, threads) = (gateway.Memory, gateway.Threads);
        double seconds = await Measure.SecondsAsync(() => crowd.OpenAsync(gateway.Address, Count - First));
        await Crowd.SettleAsync(gateway);
        double each = (gateway.Memory - memory) / 1024.0 / (Count - First);
        long more = gateway.Threads - threads;
        crowd.Answer();
        return
        [
            BenchLine.Of(true, $"{Count} terminals opened through real ssh logins and all answer, {(Count - First) / seconds:0} a second"),
            BenchLine.Of(each <= 64, $"an idle terminal costs {each:0} KiB of the gateway's memory at {Count} (goal 64)"),
            BenchLine.Of(more <= 16, $"{Count} terminals need {more} threads more than {First} (goal: none each)"),
        ];
    }
}
