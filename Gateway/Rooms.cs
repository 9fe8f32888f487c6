using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Gateway.Access;
using Gateway.Cluster;
using Gateway.Configuration;
using Gateway.Methods;
using Gateway.Telemetry;
using Gateway.Terminals;
using Gateway.Web;
using Gateway.Web.Devices;

namespace Gateway;

/// <summary>Hands each room its part of the configuration, which no room knows.</summary>
internal static class Rooms
{
    public static IServiceCollection AddMethods(this IServiceCollection services, GatewayConfiguration configuration) =>
        services.AddSingleton(new MethodCatalog(MethodsOf(configuration, Folder(configuration, "home"))));

    /// <summary>What the clients are started with.</summary>
    public static MethodOptions MethodsOf(GatewayConfiguration configuration, string home) => new()
    {
        Domain = configuration.Domain,
        Ports = new PortSet([.. configuration.Ports.Select(range => (range.First, range.Last))]),
        SshPath = configuration.Clients.Ssh,
        TelnetPath = configuration.Clients.Telnet,
        Home = home,
        SshConfigFile = configuration.Ssh.ConfigFile,
        KnownHostsFile = configuration.Ssh.KnownHosts,
        HostKeys = configuration.Ssh.HostKeys switch
        {
            Configuration.HostKeyPolicy.Strict => Methods.HostKeyPolicy.Strict,
            Configuration.HostKeyPolicy.AcceptNew => Methods.HostKeyPolicy.AcceptNew,
            Configuration.HostKeyPolicy.Ask => Methods.HostKeyPolicy.Ask,
            Configuration.HostKeyPolicy.Bypass => Methods.HostKeyPolicy.Bypass,
            var other => throw new InvalidOperationException($"Unknown host-key policy {other}."),
        },
        IdentityFile = configuration.Ssh.Identity,
        ConnectTimeout = configuration.Ssh.ConnectTimeout,
        KeepAlive = configuration.Ssh.KeepAlive,
    };

    public static IServiceCollection AddTerminals(this IServiceCollection services, GatewayConfiguration configuration)
    {
        var (limits, flow) = (configuration.Limits, configuration.Flow);
        services.AddSingleton(new TerminalOptions
        {
            PerVisitor = limits.TerminalsPerVisitor,
            PerNode = limits.TerminalsPerGateway > 0 ? Math.Min(limits.TerminalsPerNode, limits.TerminalsPerGateway) : limits.TerminalsPerNode,
            ViewersPerTerminal = limits.ViewersPerTerminal,
            IdleTimeout = limits.IdleTimeout,
            DetachedTimeout = limits.DetachedTimeout,
            EndedTimeout = limits.EndedTimeout,
            ReconnectGrace = limits.ReconnectGrace,
            StallTimeout = limits.StallTimeout,
            InputWindow = limits.InputWindow,
            LogCapacity = flow.Log,
            GateHigh = flow.High,
            GateLow = flow.Low,
        });
        return services.AddSingleton<TerminalMetrics>().AddSingleton<TerminalTable>();
    }

    public static IServiceCollection AddTelemetry(this IServiceCollection services, GatewayConfiguration configuration)
    {
        services.AddSingleton(_ => new Meter("Gateway", GatewayServer.Version));
        services.AddSingleton(new TelemetryOptions(configuration.Cluster.Name, GatewayServer.Version, configuration.Operations.Otlp));
        services.AddSingleton(Reporting.Facts);
        services.AddSingleton<MetricsText>();
        services.AddSingleton(provider => HealthPart.Redis(provider.GetRequiredService<NodeFacts>()));
        services.AddSingleton(provider => HealthPart.Nodes(provider.GetRequiredService<NodeFacts>()));
        services.AddSingleton(provider => HealthPart.Policy(provider.GetRequiredService<NodeFacts>()));
        if (configuration.OperationsSocket is not { } path) return services;
        var socket = OperationsSocket.Claim(path);
        return services.AddSingleton(_ => socket);
    }

    public static IServiceCollection AddCluster(this IServiceCollection services, GatewayConfiguration configuration, Listeners listeners)
    {
        var (redis, cluster, limits) = (configuration.Redis, configuration.Cluster, configuration.Limits);
        return services.AddCluster(
            new ClusterOptions
            {
                NodeName = cluster.Name,
                Version = GatewayServer.Version,
                Redis = redis.Address is not { } address ? null : new RedisOptions
                {
                    Address = address,
                    Password = redis.PasswordFile is { } file ? SecretFile.Read(file) : null,
                    Database = redis.Database,
                    Prefix = redis.Prefix,
                    Timeout = redis.Timeout,
                    Tls = redis.Tls,
                    Authority = redis.Authority,
                    Certificate = redis.Certificate,
                    Key = redis.Key,
                },
                Address = () => cluster.Address ?? (listeners.Of(Door.Node) is [{ Port: > 0 } own, ..] ? own : null),
                Authority = cluster.Authority,
                PerVisitor = limits.TerminalsPerVisitor,
                PerGateway = limits.TerminalsPerGateway,
                OpensPerMinute = limits.OpensPerMinute,
            },
            new DirectoryInfo(Folder(configuration, "keys")));
    }

    public static IServiceCollection AddWeb(this IServiceCollection services, GatewayConfiguration configuration) => services.AddSingleton(DestinationsOf(configuration)).AddWeb(new WebOptions
    {
        PublicUrl = configuration.PublicUrl,
        TrustedProxies = configuration.TrustedProxies,
        AlwaysHttps = configuration.PublicUrl is { } url ? url.Scheme == Uri.UriSchemeHttps : configuration.Listen.All(address => address.IsHttps),
        SessionLifetime = configuration.Visitors.SessionLifetime,
        DrainTimeout = configuration.Limits.DrainTimeout,
        AcknowledgeEvery = configuration.Flow.AcknowledgeEvery,
        InputSize = configuration.Limits.InputSize,
        InputWindow = configuration.Limits.InputWindow,
        OperationsToken = configuration.Operations.TokenFile is { } token ? new BearerToken(() => SecretFile.Read(token)) : null,
    });

    /// <summary>What the settings say of devices' own addresses.</summary>
    public static DestinationOptions DestinationsOf(GatewayConfiguration configuration) => new()
    {
        Jump = configuration.Inventory.Jump is { User: { } user, IdentityFile: { } identity } jump ? new JumpHost(jump.Port, user, identity) : null,
    };

    private static string Folder(GatewayConfiguration configuration, string name) =>
        Directory.CreateDirectory(Path.Combine(configuration.Data, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
}
