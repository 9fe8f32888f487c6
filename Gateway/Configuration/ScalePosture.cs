namespace Gateway.Configuration;

/// <summary>What an operator of several nodes should know.</summary>
internal static class ScalePosture
{
    /// <summary>The warnings, as sentences.</summary>
    public static IEnumerable<string> Warnings(GatewayConfiguration configuration)
    {
        if (configuration.Redis.Address is { } address)
            return Redis(configuration.Redis, address).Concat(Cluster(configuration.Cluster, address)).Concat(Operations(configuration.Operations));
        return Unused(configuration).Concat(Operations(configuration.Operations));
    }

    private static IEnumerable<string> Redis(RedisSettings redis, string address)
    {
        if (IsHere(address))
            yield break;
        // A client certificate says as well as a password who may come in.
        if (redis is { PasswordFile: null, Certificate: null })
            yield return $"No password is set for Redis at {address} (redis.passwordFile is null): whoever reaches it can take over every visitor's session.";
        if (!redis.Tls)
            yield return $"The connection to Redis at {address} is not encrypted (redis.tls is false): its password, visitors' sessions and their keys can be read on the way.";
    }

    private static IEnumerable<string> Cluster(ClusterSettings cluster, string redis)
    {
        var isOpen = !cluster.Listen.IsLoopback;
        if (isOpen && !cluster.Listen.IsHttps || cluster.Address is { Scheme: "http", IsLoopback: false })
            yield return $"Nodes reach each other by http ({(isOpen ? "cluster.listen" : "cluster.address")}): visitors' cookies and everything typed cross that network unencrypted.";
        if (!isOpen && cluster.Address is null && !IsHere(redis))
            yield return "Nodes on other machines cannot reach this one (cluster.listen is on loopback and cluster.address is null): a terminal that it runs is lost to a browser that arrives there.";
    }

    private static IEnumerable<string> Operations(OperationsSettings operations)
    {
        if (operations.Listen is { IsLoopback: false, IsHttps: false })
            yield return "Status and metrics are served by http (operations.listen): their token crosses that network unencrypted.";
    }

    private static IEnumerable<string> Unused(GatewayConfiguration configuration)
    {
        var unused = new[]
        {
            configuration.Redis != new RedisSettings() ? "the rest of redis" : null,
            configuration.Cluster != new ClusterSettings() ? "cluster" : null,
            configuration.Limits.TerminalsPerGateway != 0 ? "limits.terminalsPerGateway" : null,
        }.OfType<string>().ToList();
        if (unused.Count > 0)
            yield return $"Settings that are not used without redis.address: {string.Join(", ", unused)}.";
    }

    private static bool IsHere(string address) => HostAndPort.Parse(address) is { IsLoopback: true };
}
