using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Gateway.Tests.Harness;

namespace Gateway.Tests.Bench;

/// <summary>
/// <c>make soak</c>: several visitors stream through real ssh while their connections are cut at random, for as long as
/// asked. Every round's bytes are hashed, and what the gateway holds is printed, so that a leak shows.
/// </summary>
internal static class Soak
{
    private const int Visitors = 4;
    private const int Megabytes = 8;

    public static async Task<int> RunAsync(TimeSpan time)
    {
        using var data = new BenchData(Megabytes);
        await using var server = await SshServer.StartAsync($"stty raw -echo; printf BEGIN; cat {data.Path}; exec sleep 1000");
        await using var gateway = await BenchGateway.StartAsync(server);
        var clock = Stopwatch.StartNew();
        int rounds = 0;
        while (clock.Elapsed < time)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, Visitors).Select(visitor => RoundAsync(gateway, server, data, rounds * Visitors + visitor)));
            rounds++;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"round {rounds}: {results.Sum()} cuts, {Visitors * Megabytes} MiB whole; gateway {gateway.Memory / 1048576.0:0} MiB, {gateway.Threads} threads, {gateway.Descriptors} descriptors, {Child.ChildrenOf(gateway.Id).Count} clients"));
        }
        return 0;
    }

    // One terminal from its first byte to its last; returns how often the connection was cut.
    private static async Task<int> RoundAsync(BenchGateway gateway, SshServer server, BenchData data, int seed)
    {
        var random = new Random(seed);
        var cookies = await gateway.VisitAsync();
        await using var follower = await Follower.OpenAsync(gateway.Address, cookies, "ssh", SshServer.User, server.Port);
        await follower.PassAsync("BEGIN");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long left = data.Length;
        int cuts = 0;
        while (left > 0)
        {
            var bytes = await follower.NextAsync() ?? throw new InvalidOperationException("The terminal ended early.");
            int count = (int)Math.Min(left, bytes.Length);
            hash.AppendData(bytes.Span[..count]);
            left -= count;
            if (left == 0 || random.Next(40) > 0) continue;
            await follower.ReconnectAsync();
            cuts++;
        }
        if (Convert.ToHexString(hash.GetCurrentHash()) != data.Hash) throw new InvalidOperationException($"Bytes were lost, repeated or reordered (seed {seed}).");
        await follower.Hub.InvokeAsync("Close", follower.Terminal.Id);
        return cuts;
    }
}
