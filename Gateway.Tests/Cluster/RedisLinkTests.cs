using Gateway.Cluster;
using Gateway.Tests.Harness;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gateway.Tests.Cluster;

public sealed class RedisLinkTests
{
    [Fact]
    public async Task A_client_that_stays_lost_is_made_anew_and_hears_the_others_again()
    {
        await using var redis = await RedisServer.StartAsync();
        var (time, keys) = (new ManualTime(), new RedisKeys("t:"));
        using var link = new RedisLink(new RedisOptions { Address = redis.Address, Timeout = TimeSpan.FromSeconds(2) }, time, NullLogger<RedisLink>.Instance);
        using var other = new RedisLink(new RedisOptions { Address = redis.Address, Timeout = TimeSpan.FromSeconds(2) }, TimeProvider.System, NullLogger<RedisLink>.Instance);
        var (events, theirs) = (Events(link, keys), Events(other, keys));
        int heard = 0;
        events.Happened += _ => Interlocked.Increment(ref heard);
        await ProbeAsync(link);
        await events.ListenAsync();
        int before = link.Generation;

        await redis.KillAsync();
        await Assert.ThrowsAsync<RedisUnavailableException>(() => AskAsync(link));
        time.Advance(TimeSpan.FromSeconds(4));
        await Assert.ThrowsAsync<RedisUnavailableException>(() => AskAsync(link));
        Assert.Equal(before, link.Generation); // it is given time to come back by itself
        time.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<RedisUnavailableException>(() => AskAsync(link));
        Assert.Equal(before + 1, link.Generation);

        await redis.StartAsync();
        await ProbeAsync(link);
        await events.ListenAsync();
        await ProbeAsync(other);
        await Wait.UntilAsync(
            () =>
            {
                theirs.Publish(new ClusterEvent(ClusterEventKind.NodesChanged));
                return Volatile.Read(ref heard) > 0;
            },
            "an event of another node");
    }

    private static RedisEvents Events(RedisLink link, RedisKeys keys) => new(link, keys, new NodeTable(new ClusterOptions { NodeName = "n", Version = "1", Address = () => null }), NullLogger<RedisEvents>.Instance);

    private static Task<TimeSpan> AskAsync(RedisLink link) => link.AskAsync(database => database.PingAsync(), probing: true);

    private static Task ProbeAsync(RedisLink link) => Wait.UntilAsync(
        async () =>
        {
            try
            {
                await AskAsync(link);
                return true;
            }
            catch (RedisUnavailableException)
            {
                return false;
            }
        },
        () => $"Redis to answer: {link.Trouble}");
}
