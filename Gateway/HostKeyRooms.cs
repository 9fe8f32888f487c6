using Gateway.Configuration;
using Gateway.HostKeys;

namespace Gateway;

/// <summary>Hands the room HostKeys its part of the configuration.</summary>
internal static class HostKeyRooms
{
    public static IServiceCollection AddHostKeys(this IServiceCollection services, GatewayConfiguration configuration)
    {
        services.AddSingleton(new HostKeyOptions(configuration.Ssh.KnownHosts, configuration.Data, configuration.Ssh.KeyApprovals));
        services.AddSingleton(new KnownHosts(configuration.Ssh.KnownHosts));
        services.AddSingleton(_ => new HostKeyLook(configuration.Data)); // made there, so ended there
        services.AddSingleton<HostKeyApplied>();
        services.AddSingleton<HostKeyBook>();
        return services.AddHostedService<HostKeyUpkeep>();
    }
}
