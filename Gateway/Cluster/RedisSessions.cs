using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using StackExchange.Redis;

namespace Gateway.Cluster;

/// <summary>
/// Sessions in Redis, with a copy of those that this node has served: people who are known here are known here without
/// Redis too, and a Redis that comes back empty gets them again. Stands in for Microsoft.Extensions.Caching.StackExchangeRedis.
/// </summary>
internal sealed class RedisSessions(RedisLink link, RedisKeys keys) : IDistributedCache, IDisposable
{
    private const int MostCopies = 50_000;
    private const int LargestCopy = 16 * 1024;

    private readonly MemoryCache _copies = new(new MemoryCacheOptions { SizeLimit = MostCopies });

    /// <summary>The copy, without asking Redis: the framework looks once more at the end of a request whose session could not be read.</summary>
    public byte[]? Get(string key) => _copies.Get<Copy>(key)?.Data;

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw Asynchronous();

    public void Refresh(string key) => throw Asynchronous();

    public void Remove(string key) => throw Asynchronous();

    /// <exception cref="SessionsUnavailableException">Redis does not answer, and this node has not seen the session.</exception>
    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        var copy = _copies.Get<Copy>(key);
        try
        {
            if (copy is { Unwritten: true }) await WriteAsync(key, copy, keep: false).WaitAsync(token);
            var found = (RedisResult[])await link.AskAsync(database => database.ScriptEvaluateAsync(RedisScripts.ReadSession, [keys.Session(key)])).WaitAsync(token);
            if (found is not [var data, var sliding, var left])
            {
                _copies.Remove(key);
                return null;
            }
            Keep(key, new Copy((byte[])data!, new DistributedCacheEntryOptions { SlidingExpiration = Time(sliding), AbsoluteExpirationRelativeToNow = Time(left) }, Unwritten: false));
            return (byte[])data!;
        }
        catch (RedisUnavailableException exception)
        {
            return copy is not null ? copy.Data : throw new SessionsUnavailableException(exception);
        }
    }

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        var copy = new Copy(value, options, Unwritten: true);
        Keep(key, copy);
        try
        {
            await WriteAsync(key, copy, keep: false).WaitAsync(token);
        }
        catch (RedisUnavailableException)
        {
            // The copy serves meanwhile, and is written when Redis is back.
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
        foreach (object key in _copies.Keys)
            if (_copies.TryGetValue(key, out Copy? copy) && (emptied || copy!.Unwritten)) await WriteAsync((string)key, copy!, keep: !copy!.Unwritten);
    }

    public void Dispose() => _copies.Dispose();

    private async Task WriteAsync(string key, Copy copy, bool keep)
    {
        var absolute = copy.Options.AbsoluteExpirationRelativeToNow ?? copy.Options.AbsoluteExpiration - DateTimeOffset.UtcNow;
        RedisValue[] values = [copy.Data, Milliseconds(copy.Options.SlidingExpiration), Milliseconds(absolute), keep ? 1 : 0];
        await link.AskAsync(database => database.ScriptEvaluateAsync(RedisScripts.WriteSession, [keys.Session(key)], values));
        if (copy.Unwritten && _copies.TryGetValue(key, out Copy? now) && now == copy) Keep(key, copy with { Unwritten = false });
    }

    private void Keep(string key, Copy copy)
    {
        if (copy.Data.Length > LargestCopy) return;
        _copies.Set(key, copy, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = copy.Options.SlidingExpiration, AbsoluteExpirationRelativeToNow = copy.Options.AbsoluteExpirationRelativeToNow, AbsoluteExpiration = copy.Options.AbsoluteExpiration });
    }

    private static long Milliseconds(TimeSpan? time) => time is { } given ? Math.Max(1, (long)given.TotalMilliseconds) : 0;

    private static TimeSpan? Time(RedisResult milliseconds) => (long)milliseconds is > 0 and var time ? TimeSpan.FromMilliseconds(time) : null;

    // The framework's session calls these only where somebody forgot to load it first.
    private static NotSupportedException Asynchronous() => new("Sessions are read and written without blocking a thread.");

    private sealed record Copy(byte[] Data, DistributedCacheEntryOptions Options, bool Unwritten);
}
