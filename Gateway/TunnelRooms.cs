using System.Net;
using Gateway.Configuration;
using Gateway.Tunnels;
using Gateway.Tunnels.Sshd;

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
        services.AddSingleton<SshdDoor>();
        services.AddHostedService(provider => provider.GetRequiredService<DialInBook>());
        return services.AddHostedService(provider => provider.GetRequiredService<SshdDoor>());
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
