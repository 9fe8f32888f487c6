using System.Text.RegularExpressions;

namespace Gateway.Configuration;

/// <summary>Reads the groups that make several nodes one gateway and let an operator watch them.</summary>
internal static partial class ScaleSettings
{
    public static RedisSettings Redis(Section redis, PathSettings paths)
    {
        var defaults = new RedisSettings();
        return new RedisSettings
        {
            Address = RedisAddress(redis),
            PasswordFile = paths.Read(redis, "passwordFile"),
            Database = redis.Integer("database", defaults.Database, 0, 1_023),
            Prefix = redis.Text("prefix", Prefix(), "is not a prefix", "Write 1 to 64 letters, digits and . _ : { } -, such as \"gateway:\".") ?? defaults.Prefix,
            Timeout = redis.Duration("timeout", defaults.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)),
            Tls = redis.Flag("tls", defaults.Tls),
            Authority = paths.Read(redis, "authority"),
            Certificate = paths.Read(redis, "certificate"),
            Key = paths.Read(redis, "key"),
        };
    }

    public static ClusterSettings Cluster(Section cluster, PathSettings paths)
    {
        var defaults = new ClusterSettings();
        return new ClusterSettings
        {
            Name = cluster.Text("name", NodeName(), "is not a name for a node", "Write 1 to 63 letters, digits, dots, underscores and hyphens, or null for the machine's name.") ?? defaults.Name,
            Listen = AddressSettings.ListenOn(cluster, "listen") ?? defaults.Listen,
            Address = AddressSettings.NodeAddress(cluster),
            Certificate = paths.Read(cluster, "certificate"),
            Key = paths.Read(cluster, "key"),
            Authority = paths.Read(cluster, "authority"),
        };
    }

    public static OperationsSettings Operations(Section operations, PathSettings paths) => new()
    {
        Listen = AddressSettings.ListenOn(operations, "listen"),
        TokenFile = paths.Read(operations, "tokenFile"),
        Otlp = AddressSettings.Collector(operations),
    };

    // A wrong address becomes another one, not none: without any, the rest of both groups would not be checked.
    private static string? RedisAddress(Section redis)
    {
        if (redis.Find("address") is not { IsNull: false } value)
            return null;
        if (value.IsText && HostAndPort.Parse(value.Text) is not null)
            return value.Text;
        redis.Fault("address", value, "is not a host and a port", "Write a host name or an IP address, and the port: \"127.0.0.1:6379\" or \"[::1]:6379\". The password has a file of its own, redis.passwordFile.");
        return "127.0.0.1:6379";
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._:{}-]{1,64}\z")]
    private static partial Regex Prefix();

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,63}\z")]
    private static partial Regex NodeName();
}
