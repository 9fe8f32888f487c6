using Gateway.Tests.Harness;

namespace Gateway.Tests.Bench;

/// <summary>Pages that do nothing, each on a terminal of its own.</summary>
internal sealed class Crowd(SshServer server) : IDisposable
{
    private readonly List<LeanPage> _pages = [];

    /// <summary>Opens so many more on a node.</summary>
    public async Task OpenAsync(Uri node, int more)
    {
        while (more > 0)
        {
            // A visitor's worth at a time, as many as one may have by default.
            string cookie = await LeanPage.VisitAsync(node);
            var burst = Enumerable.Range(0, Math.Min(20, more)).Select(_ => LeanPage.Open(node, cookie, SshServer.User, server.Port, small: true)).ToList();
            _pages.AddRange(burst);
            foreach (var page in burst) page.ReadTo("$ ");
            more -= burst.Count;
        }
    }

    /// <summary>Has every terminal answer.</summary>
    public void Answer()
    {
        foreach (var page in _pages) page.Type("echo $((6*7)) lives\r");
        foreach (var page in _pages) page.ReadTo("42 lives");
    }

    /// <summary>
    /// Asks a node for pages until its memory no longer grows from that alone, so that what the collector keeps for the
    /// next objects of anybody (16 MiB here) stands in every reading.
    /// </summary>
    public static async Task SettleAsync(BenchGateway node)
    {
        using var browser = new HttpClient();
        long memory = node.Memory;
        // A collection that makes it grow may be several thousand requests away.
        for (int piece = 0, still = 0; piece < 12 && still < 3; piece++)
        {
            for (int request = 0; request < 4000; request++) (await browser.GetAsync(node.Address)).Dispose();
            still = node.Memory - memory < 1024 * 1024 ? still + 1 : 0;
            memory = node.Memory;
        }
    }

    public void Dispose()
    {
        foreach (var page in _pages) page.Dispose();
    }
}
