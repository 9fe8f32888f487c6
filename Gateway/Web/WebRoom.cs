using System.Text.Encodings.Web;
using System.Threading.RateLimiting;
using Gateway.Access;
using Gateway.Access.Identity;
using Gateway.Tunnels.Roads;
using Gateway.Web.Credentials;
using Gateway.Web.Desktop;
using Gateway.Web.DevicePages;
using Gateway.Web.Devices;
using Gateway.Web.HostKeys;
using Gateway.Web.Protocol;
using Gateway.Web.Recordings;
using Gateway.Web.Settings;
using Gateway.Web.Tunnels;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Session;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Gateway.Web;

/// <summary>Puts the room's services and routes in place.</summary>
public static class WebRoom
{
    internal const string HubPath = "/hub";
    internal const string VisitRate = "visit";
    internal const string SignInRate = "sign-in";
    internal const string RecordingRate = "recording";
    internal const string DeviceRate = "devices";

    /// <summary>Adds everything that serves browsers.</summary>
    public static IServiceCollection AddWeb(this IServiceCollection services, WebOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<ConnectionLimit>();
        services.AddSingleton<OutputStreams>();
        services.AddSingleton<PageTemplates>();
        services.AddSingleton<Pages>();
        services.AddSingleton<DeviceWays>();
        services.AddSingleton<DeviceRows>();
        services.AddSingleton<OwnOrigin>();
        services.AddSingleton<Callers>();
        services.AddSingleton<HubMetrics>();
        services.AddSingleton<Health>();
        services.AddSingleton<OperationsDoor>();
        services.AddSingleton<VisitorTerminals>();
        services.AddSingleton<HubConnections>();
        services.AddSingleton<Grants>();
        services.AddSingleton<Destinations>();
        services.AddSingleton<DialInRoads>();
        services.AddSingleton<NodeTunnels>();
        services.AddSingleton<OpenElsewhere>(provider => provider.GetRequiredService<NodeTunnels>().ConnectAsync);
        services.AddSingleton<SharedTerminals>();
        services.AddSingleton<Presences>();
        services.AddSingleton<Companies>();
        services.AddSingleton<Guests>();
        services.AddSingleton<Watching>();
        services.AddSingleton<Sharing>();
        services.AddSingleton<Signalling>();
        services.AddSingleton<HostKeyWatch>();
        services.AddSingleton<Opening>();
        services.AddSingleton<Overviews>();
        services.AddSingleton<DeviceNews>();
        services.AddHostedService(provider => provider.GetRequiredService<DeviceNews>());
        services.AddSingleton<HubParts>();
        services.AddSingleton<StandingSignIns>();
        services.AddHostedService<LiveRights>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<RecordingMetrics>();
        services.AddSingleton<TerminalRecordings>();
        services.AddSingleton<RecordingsHere>();
        services.AddSingleton<AllRecordings>();
        services.AddSingleton<ReplayRecord>();
        services.AddSingleton<DesktopSessions>();
        services.AddSingleton<DesktopPorts>();
        services.AddSingleton<DesktopTickets>();
        services.AddSingleton<DeviceHostKeys>();
        services.AddSingleton<DesktopFiles>();
        services.AddSingleton<DesktopLists>();
        services.AddSingleton<DesktopRights>();
        services.AddSingleton<DesktopOffers>();
        services.AddHostedService<DesktopShutdown>();
        services.AddSingleton<DialInHostKeys>();
        services.AddSingleton<AgentEnrolment>();
        services.AddSingleton<TunnelRows>();
        services.AddSingleton<TunnelDetails>();
        services.AddSingleton<AgentLogs>();
        services.AddHostedService<TunnelNews>();
        services.AddSingleton<WebHosts>();
        services.AddSingleton<WebTickets>();
        services.AddSingleton<WebSessions>();
        services.AddSingleton<WebVisits>();
        services.AddSingleton<WebRights>();
        services.AddSingleton<WebEntry>();
        services.AddSingleton<WebPassage>();
        services.AddSingleton<WebDoor>();
        services.AddSingleton<HubRouting>();
        services.AddSingleton<Drain>();
        services.AddSingleton<IHostLifetime, GatewayLifetime>();
        services.AddHostedService<HubRelay>();
        services.AddHostedService<TerminalClock>();
        services.AddHostedService<TerminalShutdown>();
        services.AddVisitorSessions(options);
        services.AddSignInCookies(options);
        services.AddTerminalHub(options);
        // The framework's own encoder leaves < and > as they are.
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Encoder = JavaScriptEncoder.Default);
        services.AddResponseCompression(compression =>
        {
            // Only what is the same for everybody: pages hold a nonce, and compressing secrets gives them away (BREACH).
            compression.EnableForHttps = true;
            compression.MimeTypes = ["text/javascript", "text/css", "image/svg+xml", "text/plain", "application/manifest+json"];
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
        });
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = options.TrustedProxies.Count == 0 ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var network in options.TrustedProxies) forwarded.KnownIPNetworks.Add(network);
        });
        // A session costs memory before anybody has proved anything, so making them is slowed per address.
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.AddPolicy(VisitRate, context => RateLimitPartition.GetTokenBucketLimiter(
                ClientAddress.CountedAs(context.Connection.RemoteIpAddress),
                _ => new TokenBucketRateLimiterOptions { TokenLimit = 600, TokensPerPeriod = 10, ReplenishmentPeriod = TimeSpan.FromSeconds(1) }));
            // Far above what people do; who guesses passwords is slowed by IAttempts, over all nodes.
            limiter.AddPolicy(SignInRate, context => RateLimitPartition.GetTokenBucketLimiter(
                ClientAddress.CountedAs(context.Connection.RemoteIpAddress),
                _ => new TokenBucketRateLimiterOptions { TokenLimit = 200, TokensPerPeriod = 2, ReplenishmentPeriod = TimeSpan.FromSeconds(1) }));
            // Each goes through the whole inventory. All pages behind one address ask together when that has changed: they wait.
            limiter.AddPolicy(DeviceRate, context => RateLimitPartition.GetConcurrencyLimiter(
                ClientAddress.CountedAs(context.Connection.RemoteIpAddress), _ => new ConcurrencyLimiterOptions { PermitLimit = 4, QueueLimit = 500 }));
            // Each reads much of a disk.
            limiter.AddPolicy(RecordingRate, context => RateLimitPartition.GetConcurrencyLimiter(
                ClientAddress.CountedAs(context.Connection.RemoteIpAddress), _ => new ConcurrencyLimiterOptions { PermitLimit = 8 }));
        });
        return services;
    }

    /// <summary>Builds the pipeline, in the order in which a request passes it.</summary>
    public static void MapWeb(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<WebOptions>();
        _ = app.Services.GetRequiredService<PageTemplates>(); // a client that was not built stops the start
        OperationsDoor.Use(app);
        var proxy = app.Services.GetRequiredService<ProxyIdentity>();
        app.Use((context, next) =>
        {
            proxy.Guard(context, fromNode: Listeners.DoorOf(context) == Door.Node);
            return next(context);
        });
        NodeDoor.Use(app);
        app.UseWhen(context => Listeners.DoorOf(context) == Door.Public, branch => branch.UseForwardedHeaders());
        WebDoor.Use(app);
        SecurityHeaders.Use(app, options);
        HostedPath.Use(app, options.PathBase);
        ErrorPages.Use(app);
        OwnOrigin.Use(app);
        app.UseResponseCompression();
        ClientFiles.Use(app, options.ClientFolder);
        app.UseRouting();
        NodeDoor.UseForEndpoints(app);
        app.UseRateLimiter();
        Visitors.Use(app);
        Permissions.Use(app);
        Pages.Map(app);
        SignInRoutes.Map(app);
        Health.Map(app);
        NodeRoutes.Map(app);
        NodeTunnelRoutes.Map(app);
        PersonRoutes.Map(app);
        DeviceRoutes.Map(app);
        DeviceStateRoutes.Map(app);
        TokenRoutes.Map(app);
        CredentialRoutes.Map(app);
        HostKeyRoutes.Map(app);
        AuditRoutes.Map(app);
        RecordingRoutes.Map(app);
        RecordingNodeRoutes.Map(app);
        DesktopRoutes.Map(app, app.Services.GetRequiredService<DesktopOptions>());
        AgentRoutes.Map(app);
        TunnelRoutes.Map(app);
        SettingsRoutes.Map(app);
        WebGate.Map(app);
        app.MapHub<TerminalHub>(HubPath, connection =>
        {
            connection.Transports = HttpTransportType.WebSockets;
            // A viewer may rest for long with data under way; the flow gate bounds that, not the clock.
            connection.TransportSendTimeout = TimeSpan.FromMinutes(5);
            // A page that does not read would otherwise hold a stopping gateway up for five seconds more.
            connection.WebSockets.CloseTimeout = TimeSpan.FromMilliseconds(500);
            connection.CloseOnAuthenticationExpiration = false;
        }).WithVisitor().Through(Door.Public, Door.Node).Asking(AccessAction.Anyone).OnlyUpgrades(); // its methods ask themselves
    }

    // Long polling, server-sent events and negotiation would leave a connection in memory for whoever asks for one.
    private static void OnlyUpgrades(this IEndpointConventionBuilder hub) => hub.Finally(endpoint =>
    {
        var inner = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context =>
        {
            if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true })
                return CountedAsync(context, inner);
            context.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
            context.Response.Headers.Upgrade = "websocket";
            return Task.CompletedTask;
        };
    });

    // The request lasts as long as the connection.
    private static async Task CountedAsync(HttpContext context, RequestDelegate connect)
    {
        using var place = context.RequestServices.GetRequiredService<ConnectionLimit>().TryEnterFrom(ClientAddress.CountedAs(context.Connection.RemoteIpAddress));
        if (place is null) context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        else await context.RequestServices.GetRequiredService<HubRouting>().ConnectAsync(context, connect);
    }

    private static void AddVisitorSessions(this IServiceCollection services, WebOptions options)
    {
        services.AddTransient<ISessionStore, VisitorSessionStore>();
        services.AddSession(session =>
        {
            session.IdleTimeout = options.SessionLifetime;
            session.IOTimeout = Timeout.InfiniteTimeSpan; // the store has a limit of its own
            session.Cookie.Name = options.AlwaysHttps ? "__Host-gateway" : "gateway";
            session.Cookie.HttpOnly = true;
            session.Cookie.IsEssential = true;
            session.Cookie.SameSite = SameSiteMode.Strict;
            session.Cookie.SecurePolicy = options.AlwaysHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        });
    }

    private static void AddTerminalHub(this IServiceCollection services, WebOptions options)
    {
        services.AddSingleton<IHubProtocol, MessagePackHubProtocol>();
        services.AddSignalR().AddHubOptions<TerminalHub>(hub =>
        {
            hub.SupportedProtocols = ["messagepack"];
            hub.MaximumReceiveMessageSize = options.InputSize + 1024;
            hub.KeepAliveInterval = TimeSpan.FromSeconds(15);
            // Browsers let the timers of a hidden tab fire once a minute.
            hub.ClientTimeoutInterval = TimeSpan.FromMinutes(2);
            hub.EnableDetailedErrors = false;
        });
    }
}
