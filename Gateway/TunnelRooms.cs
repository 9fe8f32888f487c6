using System.Collections.Immutable;
using System.Net;
using Gateway.Access.Records;
using Gateway.Cluster;
using Gateway.Configuration;
using Gateway.Demo;
using Gateway.Inventory;
using Gateway.Tunnels;
using Gateway.Tunnels.Agents;
using Gateway.Tunnels.Roads;
using Gateway.Tunnels.Sshd;
using Gateway.Web;
using Gateway.Web.DevicePages;

namespace Gateway;

/// <summary>Hands the room Tunnels its part of the configuration.</summary>
internal static class TunnelRooms
{
    public static IServiceCollection AddTunnels(this IServiceCollection services, GatewayConfiguration configuration)
    {
        services.AddSingleton(OptionsOf(configuration));
        services.AddSingleton<LiveTunnels>();
        services.AddSingleton(provider => new TunnelHistory(provider.GetRequiredService<TimeProvider>()) { Node = configuration.Cluster.Name });
        services.AddSingleton<DialInBook>();
        services.AddSingleton<DialInEnrolment>();
        services.AddSingleton(provider => new LiveRoads(provider.GetRequiredService<LiveTunnels>(), provider.GetRequiredService<DialInBook>(), provider.GetRequiredService<OpenElsewhere>())
        {
            Node = provider.GetRequiredService<NodeTable>().SelfId,
            NodeName = provider.GetRequiredService<NodeTable>().ShownName,
        });
        services.AddSingleton<PublishedPorts>();
        services.AddSingleton(provider => new AgentNode(provider.GetRequiredService<NodeTable>().SelfId, GatewayServer.Version));
        services.AddSingleton<AgentStreams>();
        services.AddSingleton<AgentSessions>();
        services.AddSingleton(provider =>
        {
            var roads = provider.GetRequiredService<LiveRoads>();
            return new WebRoads(device => roads.Leading(device) ?? device.Preferred, (device, member, cancellation) => roads.ConnectAsync(device, member, Service.Http, cancellation));
        });
        services.AddHostedService(provider => provider.GetRequiredService<DialInBook>());
        services.AddHostedService<HistoryKeeper>();
        services.AddHostedService<ServiceSwitches>();
        services.AddHostedService<RoadStates>();
        services.AddHostedService(provider => provider.GetRequiredService<PublishedPorts>());
        services.AddHostedService<RoadExchange>();
        services.AddSingleton<DialInKeeping>();
        services.AddSingleton(provider => RulesOf(configuration, () => provider.GetRequiredService<InventoryInForce>().Own.Devices));
        services.AddHostedService<DialInNotes>();
        if (configuration.Tunnels.Enabled) services.AddHostedService<DialInInventory>();
        services.AddSingleton<SshdDoor>();
        if (configuration.Tunnels.Ssh.UsesSystem) services.AddHostedService<SystemSshdWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<SshdDoor>());
        return services.AddHostedService(provider => provider.GetRequiredService<AgentSessions>());
    }

    /// <summary>The devices of a gateway that need not run, for the command line: in the node's file, or Redis.</summary>
    /// <exception cref="DialInException">Redis does not answer.</exception>
    public static async Task<ServiceProvider> OpenAsync(GatewayConfiguration configuration)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddRecords(new RecordOptions(RecordsOf(configuration)))
            .AddCluster(configuration, new Listeners())
            .AddSingleton(OptionsOf(configuration))
            .AddSingleton(RulesOf(configuration, () => InventoryOf(configuration)))
            .AddSingleton<DialInBook>()
            // Without the audit record, which a running gateway writes.
            .AddSingleton(provider => new DialInKeeping(provider.GetRequiredService<DialInBook>(), provider.GetRequiredService<IRecords>(), provider.GetRequiredService<DialInRules>(), provider.GetRequiredService<TunnelOptions>(), TimeProvider.System));
        var provider = services.BuildServiceProvider();
        if (await ClusterRoom.ReachAsync(provider)) return provider;
        await provider.DisposeAsync();
        throw new DialInException("The devices that dial in could not be read: Redis does not answer.");
    }

    /// <summary>The node's file of records.</summary>
    public static string RecordsOf(GatewayConfiguration configuration) => Path.Combine(configuration.Data, "records.db");

    /// <summary>What a configuration allows devices that dial in.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="inventory">The operator's own inventory.</param>
    public static DialInRules RulesOf(GatewayConfiguration configuration, Func<IEnumerable<Device>> inventory)
    {
        var taken = new List<(int First, int Last, string Setting)>(configuration.Listen.Select(address => (address.Port, address.Port, "listen")));
        if (configuration.Operations.Listen is { } operations) taken.Add((operations.Port, operations.Port, "operations.listen"));
        if (configuration.Redis.Address is not null) taken.Add((configuration.Cluster.Listen.Port, configuration.Cluster.Listen.Port, "cluster.listen"));
        if (configuration.Tunnels.Ssh.Listen is { } ssh) taken.Add((ssh.Port, ssh.Port, "tunnels.ssh.listen"));
        if (configuration.Desktop.Enabled) taken.Add((configuration.Desktop.Ports.First, configuration.Desktop.Ports.Last, "desktop.ports"));
        return new DialInRules
        {
            AllowsPort = configuration.AllowsPort,
            TakenBy = port => taken.FirstOrDefault(one => port >= one.First && port <= one.Last).Setting,
            Inventory = inventory,
        };
    }

    private static ImmutableArray<Device> InventoryOf(GatewayConfiguration configuration) => InventoryRooms.Load(configuration) is { Inventory: { } inventory } ? inventory.Devices
        : throw new DialInException("The inventory has faults, so that ports cannot be compared with its own: gateway inventory check tells which.");

    /// <summary>How devices dial in, as a configuration says it.</summary>
    public static TunnelOptions OptionsOf(GatewayConfiguration configuration)
    {
        var tunnels = configuration.Tunnels;
        string folder = Path.Combine(configuration.Data, "tunnels");
        return new TunnelOptions
        {
            IsOn = tunnels.Enabled,
            Publish = tunnels.Publish == "*" ? IPAddress.IPv6Any : IPAddress.Parse(tunnels.Publish),
            SshListen = tunnels.Ssh.Listen,
            SshHost = tunnels.Ssh.Host ?? configuration.PublicUrl?.Host ?? "127.0.0.1",
            SshUser = tunnels.Ssh.UsesSystem ? "gateway-tunnel" : Environment.UserName,
            UsesSystemSshd = tunnels.Ssh.UsesSystem,
            SshdPath = tunnels.Ssh.Program,
            SshHostKey = tunnels.Ssh.HostKey ?? Path.Combine(folder, "host_key"),
            KeepAlive = tunnels.KeepAlive,
            CodeValidity = tunnels.CodeValidity,
            WebHost = tunnels.WebHost,
            Ourselves = [.. DemoPrograms.Ourselves(), .. configuration.SourceFile is { } file ? (string[])["--config", file] : []],
            Folder = folder,
        };
    }
}
