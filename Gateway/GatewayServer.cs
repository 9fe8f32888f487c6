using System.Reflection;
using Gateway.Configuration;
using Gateway.Web;

namespace Gateway;

/// <summary>The web application: the rooms in pipeline order.</summary>
public static class GatewayServer
{
    /// <summary>The program's version.</summary>
    public static string Version { get; } = typeof(GatewayServer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Builds a gateway from a checked configuration; nothing listens yet.</summary>
    /// <param name="configuration">The checked configuration.</param>
    /// <param name="time">The clock for all time limits; null for the system's.</param>
    /// <exception cref="InvalidOperationException">The web client has not been built.</exception>
    public static WebApplication Build(GatewayConfiguration configuration, TimeProvider? time = null)
    {
        // The empty builder reads no appsettings.json and no ASPNETCORE_ variables: gateway.json is all there is.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddGatewayLogging(configuration.Logging);
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1.5));
        var listeners = new Listeners();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            // Far above what people use, far below what would take the node's descriptors away from its terminals.
            kestrel.Limits.MaxConcurrentConnections = 10_000;
            kestrel.Limits.MaxConcurrentUpgradedConnections = 10_000;
            // A stream that is not read must not take the others' room on its connection. Kestrel gives room back only by halves,
            // so that it takes twice the room of all.
            var http2 = kestrel.Limits.Http2;
            http2.MaxStreamsPerConnection = 100;
            http2.InitialStreamWindowSize = 128 * 1024;
            http2.InitialConnectionWindowSize = 2 * http2.MaxStreamsPerConnection * http2.InitialStreamWindowSize;
            kestrel.ListenAsConfigured(configuration, listeners);
        });
        builder.WebHost.UseSockets(sockets =>
        {
            sockets.UnsafePreferInlineScheduling = true;
            sockets.CreateBoundListenSocket = OperationsSocket.Bind;
        });
        if (configuration.Listen.Append(configuration.Cluster.Listen).Append(configuration.Operations.Listen).Any(address => address is { IsHttps: true })) builder.WebHost.UseKestrelHttpsConfiguration();

        builder.Services
            .AddSingleton(time ?? TimeProvider.System)
            .AddSingleton(listeners)
            .AddTelemetry(configuration)
            .AddMethods(configuration)
            .AddInventory(configuration)
            .AddTerminals(configuration)
            .AddAccess(configuration)
            .AddRecording(configuration)
            .AddHostKeys(configuration)
            .AddCredentials(configuration)
            .AddCluster(configuration, listeners)
            .AddTunnels(configuration)
            .AddDesktop(configuration)
            .AddWeb(configuration);

        var app = builder.Build();
        app.MapWeb();
        return app;
    }

    /// <summary>The addresses for browsers that a started gateway listens on, with the ports that the system chose.</summary>
    public static IReadOnlyList<string> Addresses(WebApplication app) =>
        [.. app.Services.GetRequiredService<Listeners>().Of(Door.Public).Select(address => address.GetLeftPart(UriPartial.Authority))];

    /// <summary>The address that other nodes reach a started gateway at; null without Redis.</summary>
    public static string? NodeAddress(WebApplication app, GatewayConfiguration configuration)
    {
        var listening = app.Services.GetRequiredService<Listeners>().Of(Door.Node);
        return listening.Count == 0 ? null : (configuration.Cluster.Address ?? listening[0]).GetLeftPart(UriPartial.Authority);
    }
}
