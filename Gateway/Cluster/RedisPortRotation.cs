using StackExchange.Redis;

namespace Gateway.Cluster;

/// <summary>The turns of all nodes, so that two of them behind one address seldom hand out the same port. While Redis is away each node counts for itself.</summary>
internal sealed class RedisPortRotation(RedisLink link, RedisKeys keys) : IPortRotation
{
    private readonly MemoryPortRotation _here = new();

    public async Task<long> NextAsync()
    {
        try
        {
            return await link.AskAsync(async database =>
            {
                long next = await database.StringIncrementAsync(keys.DesktopPorts);
                await database.KeyExpireAsync(keys.DesktopPorts, RedisKeys.SharedLife, CommandFlags.FireAndForget);
                return next - 1;
            });
        }
        catch (RedisUnavailableException)
        {
            return await _here.NextAsync();
        }
    }
}
