namespace Gateway.Configuration;

/// <summary>What the settings for several nodes and for the operator have to be to each other. What Redis would use is not judged without it.</summary>
internal static class ScaleRules
{
    /// <summary>Adds a fault for every rule that is broken.</summary>
    public static void Check(GatewayConfiguration configuration, Reading reading)
    {
        var (cluster, operations) = (configuration.Cluster.Listen, configuration.Operations.Listen);
        if (configuration.Redis.Address is not null)
        {
            Redis(configuration.Redis, reading);
            Cluster(configuration.Cluster, reading);
            Taken("cluster.listen", cluster, configuration.Listen, reading);
            if (operations is not null)
                Taken("operations.listen", operations, [cluster], reading);
        }
        if (operations is null)
            return;
        Taken("operations.listen", operations, configuration.Listen, reading);
        if (!operations.IsLoopback && configuration.Operations.TokenFile is null)
            Rules.Broken(reading, "operations.tokenFile", $"is missing, but {operations} can be reached from other machines", "Name a file with a token of at least 16 characters, or listen on 127.0.0.1.", "operations.listen");
    }

    private static void Redis(RedisSettings redis, Reading reading)
    {
        Rules.BothOrNeither(reading, "redis", redis.Certificate, redis.Key, required: false, "or leave both out.");
        if (redis.Tls)
            return;
        foreach (var (key, path) in new[] { ("redis.authority", redis.Authority), ("redis.certificate", redis.Certificate), ("redis.key", redis.Key) })
        {
            if (path is not null)
                Rules.Broken(reading, key, "is set, but redis.tls is false", "Set redis.tls to true, or leave it out.", "redis.tls");
        }
    }

    private static void Cluster(ClusterSettings cluster, Reading reading)
    {
        Rules.BothOrNeither(reading, "cluster", cluster.Certificate, cluster.Key, cluster.Listen.IsHttps, "or let cluster.listen begin with http:// and leave both out.");
        if (cluster.Address is null && cluster.Listen.IsEverywhere)
            Rules.Broken(reading, "cluster.address", $"is missing, and cluster.listen ({cluster.Listen}) does not say where other nodes reach this one", "Write an address of this machine, such as \"http://10.0.0.11:5001\".", "cluster.listen");
        if (cluster.Address is null)
            return;
        if (cluster.Listen.Port == 0)
            Rules.Broken(reading, "cluster.listen", $"lets the system choose the port, which cluster.address ({cluster.Address}) cannot know", "Write the port that cluster.address leads to.", "cluster.address");
        // The other way round is a proxy that has the certificate.
        if (cluster.Listen.IsHttps && cluster.Address.Scheme == Uri.UriSchemeHttp)
            Rules.Broken(reading, "cluster.address", $"begins with http://, but cluster.listen ({cluster.Listen}) with https://", "Let both begin with the same.", "cluster.listen");
    }

    private static void Taken(string key, ListenAddress address, IEnumerable<ListenAddress> others, Reading reading)
    {
        if (others.FirstOrDefault(address.Overlaps) is { } other)
            Rules.Broken(reading, key, $"takes the port of {other}, where the gateway listens for something else", "Write another port.", "listen", "cluster.listen");
    }
}
