using Gateway.Tests.Harness;

namespace Gateway.Tests.Bench;

/// <summary>Many terminals on one node.</summary>
internal sealed class CrowdBench(SshServer server, BenchGateway gateway)
{
    private const int Crowd = 500;

    // So many first: compiled code and the collector's first budget are not theirs.
    private const int First = 100;

    public IEnumerable<(string Name, Func<Task<List<BenchLine>>> Run)> All => [("500 terminals", IdleAsync)];

    private async Task<List<BenchLine>> IdleAsync()
    {
        List<LeanPage> pages = [];
        try
        {
            await OpenAsync(pages, First);
            await ChurnAsync();
            var (memory, threads) = (gateway.Memory, gateway.Threads);
            double seconds = await Measure.SecondsAsync(() => OpenAsync(pages, Crowd));
            await ChurnAsync();
            double each = (gateway.Memory - memory) / 1024.0 / (Crowd - First);
            long more = gateway.Threads - threads;
            foreach (var page in pages) page.Type("echo $((6*7)) lives\r");
            foreach (var page in pages) page.ReadTo("42 lives");
            return
            [
                BenchLine.Of(true, $"{Crowd} terminals opened through real ssh logins and all answer, {(Crowd - First) / seconds:0} a second"),
                BenchLine.Of(each <= 64, $"an idle terminal costs {each:0} KiB of the gateway's memory at {Crowd} (goal 64)"),
                BenchLine.Of(more <= 16, $"{Crowd} terminals need {more} threads more than {First} (goal: none each)"),
            ];
        }
        finally
        {
            foreach (var page in pages) page.Dispose();
        }
    }

    // Pages asked for until the collector has gone round a few times, so that what it keeps for the next objects of
    // anybody (16 MiB here) stands in both readings.
    private async Task ChurnAsync()
    {
        using var browser = new HttpClient();
        for (int request = 0; request < 4000; request++) (await browser.GetAsync(gateway.Address)).Dispose();
    }

    private async Task OpenAsync(List<LeanPage> pages, int upTo)
    {
        while (pages.Count < upTo)
        {
            // A visitor's worth at a time, as many as one may have by default.
            string cookie = await LeanPage.VisitAsync(gateway.Address);
            var burst = Enumerable.Range(0, Math.Min(20, upTo - pages.Count)).Select(_ => LeanPage.Open(gateway.Address, cookie, SshServer.User, server.Port, small: true)).ToList();
            pages.AddRange(burst);
            foreach (var page in burst) page.ReadTo("$ ");
        }
    }
}
