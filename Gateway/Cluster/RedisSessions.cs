using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using StackExchange.Redis;

namespace Gateway.Cluster;

/// <summary>
/// Sessions in Redis, with a copy of those that this node has served: people who are known here are known here without
/// Redis too, and a Redis that comes back empty gets them again. Stands in for Microsoft.Extensions.Caching.StackExchangeRedis.
/// </summary>
internal sealed class RedisSessions(RedisLink link, RedisKeys keys, RedisEpoch epoch) : IDistributedCache, IDisposable
{
    private const int MostCopies = 50_000;
    private const int LargestCopy = 16 * 1024;
    private const int Batch = 50;

    private readonly MemoryCache _copies = new(new MemoryCacheOptions { SizeLimit = MostCopies });

    /// <summary>Whether there are sessions here that Redis has not got.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>The copy, without asking Redis: the framework looks once more at the end of a request whose session could not be read.</summary>
    public byte[]? Get(string key) => _copies.Get<Copy>(key)?.Data;

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw Asynchronous();

    public void Refresh(string key) => throw Asynchronous();

    public void Remove(string key) => throw Asynchronous();

    /// <exception cref="SessionsUnavailableException">Redis does not answer, or has lost what it held, and this node has not seen the session.</exception>
    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        var copy = _copies.Get<Copy>(key);
        try
        {
            if (copy is { IsWritten: false }) await WriteAsync(key, copy).WaitAsync(token);
            var found = (RedisResult[])await link.AskAsync(database => database.ScriptEvaluateAsync(RedisScripts.ReadSession, [keys.Session(key), keys.Epoch])).WaitAsync(token);
            if (found is [var data, var sliding, var left])
            {
                Keep(key, new Copy((byte[])data!, new DistributedCacheEntryOptions { SlidingExpiration = Time(sliding), AbsoluteExpirationRelativeToNow = Time(left) }, IsWritten: true, Replaces: true));
                return (byte[])data!;
            }
            if (epoch.IsUnsure((string?)found[0]))
            {
                if (copy is null) throw new RedisUnavailableException("it was emptied, and the nodes have yet to write their sessions again");
                await WriteAsync(key, copy with { Replaces = false }).WaitAsync(token);
                return copy.Data;
            }
            _copies.Remove(key);
            return null;
        }
        catch (RedisUnavailableException exception)
        {
            return copy is not null ? copy.Data : throw new SessionsUnavailableException(exception);
        }
    }

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        // Of a session that is new here, who writes it late must not take the place of one that somebody else made meanwhile.
        bool known = _copies.Get<Copy>(key) is { IsWritten: true } or { Replaces: true };
        var copy = new Copy(value, options, IsWritten: false, Replaces: known);
        Keep(key, copy);
        try
        {
            await WriteAsync(key, copy with { Replaces = true }).WaitAsync(token);
        }
        catch (RedisUnavailableException)
        {
            IsBehind = true; // the copy serves meanwhile
        }
    }

    public async Task RefreshAsync(string key, CancellationToken token = default)
    {
        try
        {
            await GetAsync(key, token); // which puts the end off
        }
        catch (SessionsUnavailableException)
        {
            // Then it ends a little sooner.
        }
    }

    public async Task RemoveAsync(string key, CancellationToken token = default)
    {
        _copies.Remove(key);
        await link.AskAsync(database => database.KeyDeleteAsync(keys.Session(key))).WaitAsync(token);
    }

    /// <summary>Writes what Redis has not: what was changed without it, and after it was emptied all that this node knows.</summary>
    /// <exception cref="RedisUnavailableException">It is away again.</exception>
    public async Task WriteBackAsync(bool emptied)
    {
        IsBehind = false;
        try
        {
            foreach (var some in _copies.Keys.Cast<string>().Chunk(Batch))
            {
                await Task.WhenAll(some.Select(key =>
                    !_copies.TryGetValue(key, out Copy? copy) ? Task.CompletedTask
                    : !copy!.IsWritten ? WriteAsync(key, copy)
                    : emptied ? WriteAsync(key, copy with { Replaces = false })
                    : Task.CompletedTask));
            }
        }
        catch (RedisUnavailableException)
        {
            IsBehind = true;
            throw;
        }
    }

    public void Dispose() => _copies.Dispose();

    private async Task WriteAsync(string key, Copy copy)
    {
        var left = copy.Options.AbsoluteExpirationRelativeToNow ?? copy.Options.AbsoluteExpiration - DateTimeOffset.UtcNow;
        RedisValue[] values = [copy.Data, Milliseconds(copy.Options.SlidingExpiration), Milliseconds(left), copy.Replaces ? 0 : 1];
        bool written = (int)await link.AskAsync(database => database.ScriptEvaluateAsync(RedisScripts.WriteSession, [keys.Session(key)], values)) == 1;
        if (!_copies.TryGetValue(key, out Copy? now) || !ReferenceEquals(now!.Data, copy.Data)) return;
        if (written) Keep(key, copy with { IsWritten = true, Replaces = true });
        else if (!now.IsWritten) _copies.Remove(key); // somebody else's stands there
    }

    private void Keep(string key, Copy copy)
    {
        if (copy.Data.Length > LargestCopy) return;
        var options = copy.Options;
        _copies.Set(key, copy, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = options.SlidingExpiration, AbsoluteExpirationRelativeToNow = options.AbsoluteExpirationRelativeToNow, AbsoluteExpiration = options.AbsoluteExpiration });
    }

    private static TimeSpan? Time(RedisResult milliseconds) => (long)milliseconds is > 0 and var time ? TimeSpan.FromMilliseconds(time) : null;

    private static long Milliseconds(TimeSpan? time) => time is { } given ? Math.Max(1, RedisKeys.Milliseconds(given)) : 0;

    // The framework's session calls these only where somebody forgot to load it first.
    private static NotSupportedException Asynchronous() => new("Sessions are read and written without blocking a thread.");

    /// <param name="Data">What the session holds.</param>
    /// <param name="Options">When it ends.</param>
    /// <param name="IsWritten">Whether Redis has it.</param>
    /// <param name="Replaces">Whether it takes the place of what Redis has.</param>
    private sealed record Copy(byte[] Data, DistributedCacheEntryOptions Options, bool IsWritten, bool Replaces);
}
