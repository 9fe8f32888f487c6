using System.Diagnostics;
using Gateway.Cluster;
using Gateway.Tests.Harness;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Gateway.Tests.Cluster;

/// <summary>One specification of the session store, for memory and for Redis.</summary>
public abstract class SessionStoreSpecification : IAsyncLifetime
{
    private protected IDistributedCache Store { get; set; } = null!;

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [Fact]
    public async Task What_was_written_is_read()
    {
        await Store.SetAsync("a", [0, 1, 255, 13, 10], Sliding(60));
        Assert.Equal("0001FF0D0A", await ReadAsync(Store, "a"));
        await Store.SetAsync("a", [], Sliding(60));
        Assert.Equal("", await ReadAsync(Store, "a"));
        Assert.Null(await Store.GetAsync("b"));
    }

    [Fact]
    public async Task What_was_removed_is_gone()
    {
        await Store.SetAsync("a", [1], Sliding(60));
        await Store.RemoveAsync("a");
        Assert.Null(await Store.GetAsync("a"));
    }

    [Fact]
    public async Task A_session_ends_when_nobody_came_for_its_sliding_time()
    {
        await Store.SetAsync("a", [1], Sliding(0.3));
        await Wait.UntilAsync(async () => !await ThereAsync("a"), () => "the end of the session");
    }

    [Fact]
    public async Task A_session_ends_at_its_absolute_time_however_often_somebody_comes()
    {
        await Store.SetAsync("a", [1], new DistributedCacheEntryOptions { SlidingExpiration = TimeSpan.FromSeconds(60), AbsoluteExpirationRelativeToNow = TimeSpan.FromSeconds(0.5) });
        await Wait.UntilAsync(async () => await Store.GetAsync("a") is null, () => "the end of the session");
    }

    [Fact]
    public async Task Each_visit_puts_the_end_off()
    {
        await Store.SetAsync("a", [1], Sliding(2));
        for (var whole = Stopwatch.StartNew(); whole.Elapsed < TimeSpan.FromSeconds(3);)
        {
            long before = Stopwatch.GetTimestamp();
            await Task.Delay(100);
            await Store.RefreshAsync("a");
            if (Stopwatch.GetElapsedTime(before) < TimeSpan.FromSeconds(1)) continue;
            // This machine had no time for the visitor: he may have come too late.
            await Store.SetAsync("a", [1], Sliding(2));
            whole.Restart();
        }
        Assert.NotNull(await Store.GetAsync("a"));
    }

    private protected static async Task<string?> ReadAsync(IDistributedCache store, string key) => await store.GetAsync(key) is { } data ? Convert.ToHexString(data) : null;

    private protected static DistributedCacheEntryOptions Sliding(double seconds) => new() { SlidingExpiration = TimeSpan.FromSeconds(seconds) };

    // Looking must not put the end off.
    private protected virtual async Task<bool> ThereAsync(string key)
    {
        await Task.Delay(400);
        return await Store.GetAsync(key) is not null;
    }
}

/// <summary>The framework's own, by which ours is measured.</summary>
public sealed class MemorySessionTests : SessionStoreSpecification
{
    public override Task InitializeAsync()
    {
        Store = new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions { ExpirationScanFrequency = TimeSpan.FromMilliseconds(1) }));
        return Task.CompletedTask;
    }

    public override Task DisposeAsync() => Task.CompletedTask;
}

/// <summary>In Redis.</summary>
public sealed class RedisSessionTests : SessionStoreSpecification, IDisposable
{
    private RedisServer _redis = null!;
    private readonly RedisEpoch _epoch = new(TimeProvider.System);
    private RedisLink _link = null!;

    public override async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _link = new RedisLink(new RedisOptions { Address = _redis.Address, Timeout = TimeSpan.FromSeconds(2) }, TimeProvider.System, NullLogger<RedisLink>.Instance);
        await ProbeAsync();
        Store = new RedisSessions(_link, new RedisKeys("t:"), _epoch);
    }

    public override async Task DisposeAsync()
    {
        ((RedisSessions)Store).Dispose();
        await _redis.DisposeAsync();
    }

    public void Dispose() => _link.Dispose();

    [Fact]
    public async Task Without_Redis_known_sessions_are_served_and_unknown_ones_are_not_taken_for_new()
    {
        await Store.SetAsync("known", [1], Sliding(60));
        await _redis.KillAsync();
        Assert.Equal("01", await ReadAsync(Store, "known"));
        await Assert.ThrowsAsync<SessionsUnavailableException>(() => Store.GetAsync("unknown"));
        await Store.SetAsync("known", [2], Sliding(60));
        Assert.Equal("02", await ReadAsync(Store, "known"));
    }

    [Fact]
    public async Task What_changed_without_Redis_is_written_when_it_is_back_and_what_it_lost_too()
    {
        await Store.SetAsync("before", [1], Sliding(60));
        await _redis.KillAsync();
        await Store.SetAsync("meanwhile", [2], Sliding(60));
        await _redis.StartAsync();
        await Wait.UntilAsync(ProbeAsync, () => "Redis to answer again");
        await ((RedisSessions)Store).WriteBackAsync(emptied: true);
        using var elsewhere = new RedisSessions(_link, new RedisKeys("t:"), _epoch);
        Assert.Equal("01", await ReadAsync(elsewhere, "before"));
        Assert.Equal("02", await ReadAsync(elsewhere, "meanwhile"));
    }

    [Fact]
    public async Task A_session_that_another_node_ended_does_not_come_back()
    {
        await Store.SetAsync("a", [1], Sliding(60));
        using var elsewhere = new RedisSessions(_link, new RedisKeys("t:"), _epoch);
        await elsewhere.RemoveAsync("a");
        Assert.Null(await Store.GetAsync("a"));
        await ((RedisSessions)Store).WriteBackAsync(emptied: true);
        Assert.Null(await elsewhere.GetAsync("a"));
    }

    private protected override async Task<bool> ThereAsync(string key) => !(await _redis.AskAsync("EXISTS", "t:session:" + key)).StartsWith(":0", StringComparison.Ordinal);

    private async Task<bool> ProbeAsync()
    {
        try
        {
            await _link.AskAsync(database => database.PingAsync(), probing: true);
            return true;
        }
        catch (RedisUnavailableException)
        {
            return false;
        }
    }
}
