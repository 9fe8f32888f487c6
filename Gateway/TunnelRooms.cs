using System.Net;
using Gateway.Cluster;
using Gateway.Configuration;
using Gateway.Tunnels;
using Gateway.Tunnels.Agents;
using Gateway.Web.DevicePages;
using Gateway.Tunnels.Roads;

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
        return services.AddHostedService(provider => provider.GetRequiredService<AgentSessions>());
    }

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
            UsesSystemSshd = tunnels.Ssh.UsesSystem,
            SshdPath = tunnels.Ssh.Program,
            SshHostKey = tunnels.Ssh.HostKey ?? Path.Combine(folder, "host_key"),
            KeepAlive = tunnels.KeepAlive,
            CodeValidity = tunnels.CodeValidity,
            WebHost = tunnels.WebHost,
            Folder = folder,
        };
    }
}
