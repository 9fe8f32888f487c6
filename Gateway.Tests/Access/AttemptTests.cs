using Gateway.Access;
using Gateway.Cluster;
using Gateway.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gateway.Tests.Access;

/// <summary>One specification of how those who guess are slowed, for one node and for all.</summary>
public abstract class AttemptSpecification : IAsyncLifetime
{
    protected static readonly SignInOptions Options = new() { AttemptsPerPerson = 3, AttemptsPerAddress = 6, AttemptWindow = TimeSpan.FromMinutes(15) };

    private protected IAttempts Attempts { get; set; } = null!;

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [Fact]
    public async Task A_name_is_slowed_wherever_it_is_tried_from()
    {
        for (int i = 0; i < 3; i++) Assert.Equal(TimeSpan.Zero, await Attempts.EnterAsync("alice", $"192.0.2.{i}"));
        await SlowedAsync("alice", "192.0.2.9");
        Assert.Equal(TimeSpan.Zero, await Attempts.EnterAsync("bob", "192.0.2.9"));
    }

    [Fact]
    public async Task An_address_is_slowed_whatever_names_it_tries()
    {
        for (int i = 0; i < 6; i++) Assert.Equal(TimeSpan.Zero, await Attempts.EnterAsync($"person{i}", "192.0.2.1"));
        await SlowedAsync("another", "192.0.2.1");
        Assert.Equal(TimeSpan.Zero, await Attempts.EnterAsync("somebody", "192.0.2.2"));
    }

    [Fact]
    public async Task Who_tries_many_at_once_gains_nothing()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var waits = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => Attempts.EnterAsync("alice", $"192.0.2.{i}"))));
        Assert.InRange(waits.Count(wait => wait == TimeSpan.Zero), 3, 3 + (int)watch.Elapsed.TotalSeconds);
    }

    [Fact]
    public async Task A_good_attempt_begins_the_name_anew_and_not_the_address()
    {
        for (int i = 0; i < 3; i++) await Attempts.EnterAsync("alice", "192.0.2.1");
        await Attempts.SucceededAsync("alice", "192.0.2.1");
        for (int i = 0; i < 3; i++) Assert.Equal(TimeSpan.Zero, await Attempts.EnterAsync("alice", "192.0.2.1"));
        Assert.Equal(TimeSpan.Zero, await Attempts.EnterAsync("bob", "192.0.2.1"));
        await SlowedAsync("bob", "192.0.2.1");
    }

    [Fact]
    public async Task However_many_sign_in_well_from_one_address_nobody_behind_it_waits()
    {
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(TimeSpan.Zero, await Attempts.EnterAsync($"person{i}", "192.0.2.1"));
            await Attempts.SucceededAsync($"person{i}", "192.0.2.1");
        }
        for (int i = 0; i < 6; i++) Assert.Equal(TimeSpan.Zero, await Attempts.EnterAsync($"guess{i}", "192.0.2.1"));
        await SlowedAsync("another", "192.0.2.1");
    }

    [Fact]
    public async Task A_stranger_does_not_lock_out_who_has_signed_in_from_elsewhere_before()
    {
        await Attempts.EnterAsync("alice", "198.51.100.1");
        await Attempts.SucceededAsync("alice", "198.51.100.1");
        for (int i = 0; i < 3; i++) await Attempts.EnterAsync("alice", $"192.0.2.{i}");
        await SlowedAsync("alice", "192.0.2.1");
        for (int i = 0; i < 3; i++) Assert.Equal(TimeSpan.Zero, await Attempts.EnterAsync("alice", "198.51.100.1"));
        await SlowedAsync("alice", "198.51.100.1");
    }

    // On a machine that was busy for a second one more is looked at, but then the next has to wait for two.
    private protected async Task SlowedAsync(string name, string address)
    {
        for (int i = 0; i < 3; i++)
            if (await Attempts.EnterAsync(name, address) > TimeSpan.Zero) return;
        Assert.Fail($"{name} from {address} is not slowed");
    }
}

/// <summary>In memory, where the clock can be put forward.</summary>
public sealed class MemoryAttemptTests : AttemptSpecification
{
    private readonly ManualTime _time = new();

    public override Task InitializeAsync()
    {
        Attempts = new MemoryAttempts(Options, _time);
        return Task.CompletedTask;
    }

    public override Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Each_attempt_more_waits_twice_as_long_up_to_a_minute_for_a_name()
    {
        for (int i = 0; i < 3; i++) await Attempts.EnterAsync("alice", $"192.0.2.{i}");
        foreach (int seconds in (int[])[1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60])
        {
            var wait = await Attempts.EnterAsync("alice", "203.0.113.1");
            Assert.Equal(TimeSpan.FromSeconds(seconds), wait);
            _time.Advance(wait - TimeSpan.FromMilliseconds(1));
            Assert.Equal(TimeSpan.FromMilliseconds(1), await Attempts.EnterAsync("alice", "203.0.113.1"));
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(TimeSpan.Zero, await Attempts.EnterAsync("alice", Guid.NewGuid().ToString()));
        }
    }

    [Fact]
    public async Task An_address_waits_up_to_a_quarter_of_an_hour()
    {
        var longest = TimeSpan.Zero;
        for (int i = 0; i < 40; i++)
        {
            var wait = await Attempts.EnterAsync($"person{i}", "192.0.2.1");
            longest = wait > longest ? wait : longest;
            _time.Advance(wait);
            if (wait > TimeSpan.Zero) Assert.Equal(TimeSpan.Zero, await Attempts.EnterAsync($"person{i}", "192.0.2.1"));
        }
        Assert.InRange(longest, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(15));
    }

    [Fact]
    public async Task What_was_tried_is_forgotten_evenly()
    {
        for (int i = 0; i < 3; i++) await Attempts.EnterAsync("alice", $"192.0.2.{i}");
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(TimeSpan.Zero, await Attempts.EnterAsync("alice", "192.0.2.8"));
        Assert.NotEqual(TimeSpan.Zero, await Attempts.EnterAsync("alice", "192.0.2.8"));
        _time.Advance(TimeSpan.FromMinutes(15));
        for (int i = 0; i < 3; i++) Assert.Equal(TimeSpan.Zero, await Attempts.EnterAsync("alice", "192.0.2.9"));
    }

    [Fact]
    public async Task Made_up_names_do_not_fill_the_memory_and_do_not_wash_out_the_newest()
    {
        for (int i = 0; i < MemoryAttempts.Most; i++) await Attempts.EnterAsync($"made-up-{i}", $"address-{i}");
        _time.Advance(TimeSpan.FromSeconds(1));
        for (int i = 0; i < 3; i++) await Attempts.EnterAsync("alice", $"192.0.2.{i}");
        for (int i = 0; i < 1000; i++) await Attempts.EnterAsync($"more-{i}", $"more-{i}");
        Assert.NotEqual(TimeSpan.Zero, await Attempts.EnterAsync("alice", "192.0.2.9"));
    }
}

/// <summary>In Redis, as two nodes see it.</summary>
public sealed class RedisAttemptTests : AttemptSpecification, IDisposable
{
    private RedisServer _redis = null!;
    private RedisLink _link = null!;

    public override async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _link = new RedisLink(new RedisOptions { Address = _redis.Address, Timeout = TimeSpan.FromSeconds(5) }, TimeProvider.System, NullLogger<RedisLink>.Instance);
        await _link.AskAsync(database => database.PingAsync(), probing: true);
        Attempts = Node();
    }

    public override async Task DisposeAsync() => await _redis.DisposeAsync();

    public void Dispose() => _link.Dispose();

    [Fact]
    public async Task Who_goes_from_node_to_node_gains_nothing()
    {
        var other = Node();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var waits = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => (i % 2 == 0 ? Attempts : other).EnterAsync("alice", $"192.0.2.{i}")));
        Assert.InRange(waits.Count(wait => wait == TimeSpan.Zero), 3, 3 + (int)watch.Elapsed.TotalSeconds);
    }

    [Fact]
    public async Task After_the_wait_one_attempt_is_looked_at_and_the_next_waits_longer()
    {
        for (int i = 0; i < 3; i++) await Attempts.EnterAsync("alice", "192.0.2.1");
        var watch = new System.Diagnostics.Stopwatch();
        await Wait.UntilAsync(async () =>
        {
            watch.Restart();
            return await Attempts.EnterAsync("alice", "192.0.2.1") == TimeSpan.Zero;
        }, () => "the end of the wait");
        var next = await Attempts.EnterAsync("alice", "192.0.2.1");
        Assert.InRange(next, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.InRange(next + watch.Elapsed, TimeSpan.FromSeconds(1.9), TimeSpan.MaxValue);
    }

    [Fact]
    public async Task Redis_holds_no_name_and_nothing_for_ever()
    {
        await Attempts.EnterAsync("hunter2-typed-as-name", "192.0.2.1");
        await Attempts.SucceededAsync("hunter2-typed-as-name", "192.0.2.1");
        await Attempts.EnterAsync("hunter2-typed-as-name", "192.0.2.1");
        await Attempts.EnterAsync("bob", "192.0.2.1");
        string[] keys = [.. (await _redis.AskAsync("KEYS", "*")).Split("\r\n").Where(line => line.StartsWith("t:", StringComparison.Ordinal))];
        Assert.Equal(["address", "known", "pair", "person"], keys.Select(key => key.Split(':')[2]).Order());
        Assert.DoesNotContain(keys, key => key.Contains("hunter2", StringComparison.Ordinal));
        foreach (string key in keys) Assert.DoesNotContain("-1", await _redis.AskAsync("PTTL", key), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_Redis_each_node_counts_for_itself()
    {
        await _redis.KillAsync();
        for (int i = 0; i < 3; i++) Assert.Equal(TimeSpan.Zero, await Attempts.EnterAsync("alice", $"192.0.2.{i}"));
        await SlowedAsync("alice", "192.0.2.9");
        await Attempts.SucceededAsync("alice", "192.0.2.9");
    }

    [Fact]
    public async Task A_gateway_counts_in_Redis_where_it_has_one_and_here_where_not()
    {
        await using var shared = await TestGateway.StartAsync([22], change: file => TestCluster.Join(file, "gw-1", _redis));
        Assert.IsType<RedisAttempts>(shared.Services.GetRequiredService<IAttempts>());
        await using var alone = await TestGateway.StartAsync([22]);
        Assert.IsType<MemoryAttempts>(alone.Services.GetRequiredService<IAttempts>());
    }

    private RedisAttempts Node() => new(_link, new RedisKeys("t:"), Options, new MemoryAttempts(Options, TimeProvider.System));
}
