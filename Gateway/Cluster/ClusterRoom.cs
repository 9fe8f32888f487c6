using Gateway.Access;
using Gateway.Access.Records;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Cluster;

/// <summary>Puts the room's services in place: in memory for one node, or on Redis for several.</summary>
public static class ClusterRoom
{
    /// <summary>Adds the directory, events, sessions and protection keys, and the way to other nodes.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="options">How this node takes part.</param>
    /// <param name="keyFolder">Folder for this node's copy of the data-protection keys.</param>
    public static IServiceCollection AddCluster(this IServiceCollection services, ClusterOptions options, DirectoryInfo keyFolder)
    {
        services.AddSingleton(options);
        services.AddSingleton<NodeTable>();
        services.AddSingleton<NodeKey>();
        services.AddSingleton<RedisClock>();
        services.AddSingleton<ProcessLoad>();
        services.AddSingleton<NodeReport>();
        services.AddSingleton<NodeRequests>();
        services.AddSingleton<NodeConnections>();
        services.AddSingleton<ForwardedConnections>();
        services.AddSingleton<HubForwarder>();
        services.AddSingleton<DeviceForwarder>();
        services.AddHttpForwarder();
        // Before the framework's own: a new node takes over the keys of the others when it starts, and only then asks whether it needs one.
        if (options.Redis is { } redis) services.AddRedis(redis, keyFolder);
        else services.AddDistributedMemoryCache().AddSingleton<IDirectory, MemoryDirectory>().AddSingleton<IClusterEvents, MemoryEvents>().AddSingleton<IPortRotation, MemoryPortRotation>().AddSingleton<IStateBoard, MemoryStateBoard>().AddKeyedSingleton<IStateBoard, MemoryStateBoard>(IStateBoard.Tunnels);
        services.AddDataProtection().SetApplicationName("gateway").PersistKeysToFileSystem(keyFolder);
        return services;
    }

    /// <summary>Reaches Redis once, for a process that is no node and has no heartbeat. True without Redis.</summary>
    public static async Task<bool> ReachAsync(IServiceProvider services)
    {
        if (services.GetService<RedisLink>() is not { } link) return true;
        try
        {
            await link.AskAsync(database => database.PingAsync(), probing: true);
            return true;
        }
        catch (RedisUnavailableException)
        {
            return false;
        }
    }

    private static void AddRedis(this IServiceCollection services, RedisOptions redis, DirectoryInfo keyFolder)
    {
        services.AddSingleton(redis);
        services.AddSingleton(new RedisKeys(redis.Prefix));
        services.AddSingleton<RedisLink>();
        services.AddSingleton<RedisEpoch>();
        services.AddSingleton<RedisDirectoryPart>();
        services.AddSingleton<IDirectory, RedisDirectory>();
        services.AddSingleton<RedisEvents>();
        services.AddSingleton<IClusterEvents>(provider => provider.GetRequiredService<RedisEvents>());
        services.AddSingleton<RedisSessions>();
        services.AddSingleton<IDistributedCache>(provider => provider.GetRequiredService<RedisSessions>());
        services.AddSingleton<RedisRecords>();
        services.Replace(ServiceDescriptor.Singleton<IRecords>(provider => provider.GetRequiredService<RedisRecords>()));
        services.AddSingleton(provider => new RedisProtectionKeys(new FileSystemXmlRepository(keyFolder, provider.GetRequiredService<ILoggerFactory>())));
        services.AddOptions<KeyManagementOptions>().PostConfigure<RedisProtectionKeys>((management, keys) => management.XmlRepository = keys);
        services.AddSingleton(provider => new SharedKeys(ActivatorUtilities.CreateInstance<XmlKeyManager>(provider)));
        services.AddSingleton<IKeyManager>(provider => provider.GetRequiredService<SharedKeys>());
        services.AddSingleton<IAttempts, RedisAttempts>();
        services.AddSingleton<IPortRotation, RedisPortRotation>();
        services.AddSingleton<IStateBoard>(provider => new RedisStateBoard(provider.GetRequiredService<RedisLink>(), provider.GetRequiredService<RedisKeys>().DeviceStates, RedisKeys.StatesLife));
        services.AddKeyedSingleton<IStateBoard>(IStateBoard.Tunnels, (provider, _) => new RedisStateBoard(provider.GetRequiredService<RedisLink>(), provider.GetRequiredService<RedisKeys>().Tunnels, RedisKeys.TunnelsLife));
        services.AddHostedService<RedisHeartbeat>();
    }
}
