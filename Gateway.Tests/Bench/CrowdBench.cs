using Gateway.Tests.Harness;

namespace Gateway.Tests.Bench;

/// <summary>Many terminals on one node.</summary>
internal sealed class CrowdBench(SshServer server, BenchGateway gateway)
{
    private const int Crowd = 500;

    public IEnumerable<(string Name, Func<Task<List<BenchLine>>> Run)> All => [("500 terminals", IdleAsync)];

    private async Task<List<BenchLine>> IdleAsync()
    {
        // A few first, so that what the gateway needs once is not counted as theirs.
        List<LeanPage> pages = [];
        try
        {
            await OpenAsync(pages, 10);
            var (memory, threads) = (gateway.Memory, gateway.Threads);
            double seconds = await Measure.SecondsAsync(() => OpenAsync(pages, Crowd));
            double each = (gateway.Memory - memory) / 1024.0 / (Crowd - 10);
            long more = gateway.Threads - threads;
            foreach (var page in pages) page.Type("echo $((6*7)) lives\r");
            foreach (var page in pages) page.ReadTo("42 lives");
            return
            [
                BenchLine.Of(true, $"{Crowd} terminals opened through real ssh logins and all answer, {Crowd / seconds:0} a second"),
                BenchLine.Of(each <= 64, $"an idle terminal costs {each:0} KiB of the gateway's memory at {Crowd} (goal 64)"),
                BenchLine.Of(more <= 16, $"{Crowd} terminals need {more} threads more than ten (goal: none each)"),
            ];
        }
        finally
        {
            foreach (var page in pages) page.Dispose();
        }
    }

    private async Task OpenAsync(List<LeanPage> pages, int upTo)
    {
        string cookie = await LeanPage.VisitAsync(gateway.Address);
        while (pages.Count < upTo)
        {
            // A burst at a time: the account's sshd logs in only so many at once.
            var burst = Enumerable.Range(0, Math.Min(25, upTo - pages.Count)).Select(_ => LeanPage.Open(gateway.Address, cookie, SshServer.User, server.Port, small: true)).ToList();
            pages.AddRange(burst);
            foreach (var page in burst) page.ReadTo("$ ");
        }
    }
}
