using System.Net;
using Gateway.Configuration;
using Gateway.Web.Desktop;
using Gateway.Web.Settings;

namespace Gateway;

/// <summary>Hands desktop sessions, and the page about settings, their part of the configuration.</summary>
internal static class DesktopRooms
{
    public static IServiceCollection AddDesktop(this IServiceCollection services, GatewayConfiguration configuration)
    {
        var (desktop, limits) = (configuration.Desktop, configuration.Limits);
        return services.AddSingleton(new DesktopOptions
        {
            IsOn = desktop.Enabled,
            FirstPort = desktop.Ports.First,
            LastPort = desktop.Ports.Last,
            Listen = desktop.Listen is { } listen ? IPAddress.Parse(listen) : ListenOf(configuration),
            Host = desktop.Host,
            Validity = desktop.Validity,
            KeepAlive = desktop.KeepAlive,
            IdleTimeout = limits.IdleTimeout,
            PerPerson = limits.TerminalsPerVisitor,
            // A quarter of the ports, so that no address takes all; in a small range that is no limit.
            WaitingPerAddress = Math.Max(10, (desktop.Ports.Last - desktop.Ports.First + 1) / 4),
            PerNode = limits.TerminalsPerNode,
        }).AddSingleton(new StartedSettings(GatewayServer.Version, configuration.SourceFile ?? "",
            [.. SettingInForce.All(configuration).Select(setting => new SettingRow(setting.Key, setting.Value, setting.Source, setting.Where))]));
    }

    // Where browsers of other machines come, their programs come too; behind a proxy on this machine nobody does.
    private static IPAddress ListenOf(GatewayConfiguration configuration) => configuration.Listen.FirstOrDefault(address => !address.IsLoopback)?.Host switch
    {
        null => IPAddress.Loopback,
        "*" => IPAddress.IPv6Any,
        var host => IPAddress.Parse(host),
    };
}
