using StackExchange.Redis;

namespace Gateway.Cluster;

/// <summary>The board in one hash, which goes where no node writes any more.</summary>
/// <param name="link">The way to Redis.</param>
/// <param name="board">The hash.</param>
/// <param name="life">How long it stays when nobody writes.</param>
internal sealed class RedisStateBoard(RedisLink link, RedisKey board, TimeSpan life) : IStateBoard
{
    // One command takes no more at a time, so that Redis is nobody's for long.
    private const int Most = 1_000;

    public async Task<IReadOnlyDictionary<string, string>?> ReadAsync()
    {
        try
        {
            var all = await link.AskAsync(database => database.HashGetAllAsync(board));
            return all.ToDictionary(entry => (string)entry.Name!, entry => (string)entry.Value!, StringComparer.Ordinal);
        }
        catch (RedisUnavailableException)
        {
            return null;
        }
    }

    public async Task<bool> WriteAsync(IReadOnlyDictionary<string, string> written, IReadOnlyCollection<string> removed)
    {
        try
        {
            foreach (var some in written.Chunk(Most))
            {
                await link.AskAsync(async database =>
                {
                    await database.HashSetAsync(board, [.. some.Select(pair => new HashEntry(pair.Key, pair.Value))]);
                    return true;
                });
            }
            foreach (string[] some in removed.Chunk(Most)) await link.AskAsync(database => database.HashDeleteAsync(board, [.. some.Select(name => (RedisValue)name)]));
            await link.AskAsync(database => database.KeyExpireAsync(board, life));
            return true;
        }
        catch (RedisUnavailableException)
        {
            return false;
        }
    }
}
