using System.Text.Json;

namespace Gateway.Configuration;

/// <summary>Turns the written values into a configuration. Pure: what the file system says is checked by <see cref="FileChecks"/>.</summary>
internal static class ConfigurationReader
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    /// <summary>Reads everything, with defaults in place of what is wrong, so that later checks can find more faults.</summary>
    public static GatewayConfiguration Read(Reading reading, SourceValue file, string folder)
    {
        if (file.Kind != JsonValueKind.Object)
            reading.Fault("(file)", file, "is not a group of settings", "Write { … } around the settings.");
        var root = new Section(reading, "", file.Kind == JsonValueKind.Object ? file : null);
        _ = root.Find("$schema");
        var paths = new PathSettings(folder);
        var data = paths.Read(root, "data") ?? Path.Combine(folder, "data");
        var configuration = new GatewayConfiguration
        {
            Domain = Domain(root),
            Ports = PortRange.Read(root, "ports"),
            Clients = Clients(root.Group("clients")),
            Ssh = Ssh(root.Group("ssh"), paths, data),
            Inventory = InventoryChecks.Read(root.Group("inventory"), paths),
            Probe = ProbeSettings.Read(root.Group("probe")),
            Listen = AddressSettings.Listen(root),
            Tls = Tls(root.Group("tls"), paths),
            PublicUrl = AddressSettings.PublicUrl(root),
            TrustedProxies = AddressSettings.Networks(root, "trustedProxies"),
            AllowAnonymousBeyondLoopback = root.Flag("allowAnonymousBeyondLoopback", false),
            Limits = Limits(root.Group("limits")),
            Flow = Flow(root.Group("flow")),
            Visitors = Visitors(root.Group("visitors")),
            Redis = ScaleSettings.Redis(root.Group("redis"), paths),
            Cluster = ScaleSettings.Cluster(root.Group("cluster"), paths),
            Operations = ScaleSettings.Operations(root.Group("operations"), paths),
            SignIn = AccessSettings.SignIn(root.Group("signIn"), paths),
            Policy = PolicyReader.Rules(root),
            Administrators = AccessSettings.Administrators(root.Group("administrators")),
            Sharing = Sharing(root.Group("sharing")),
            Tunnels = TunnelSettings.Read(root.Group("tunnels"), paths),
            Desktop = DesktopSettings.Read(root.Group("desktop")),
            Audit = AccessSettings.Audit(root.Group("audit"), paths, data),
            Recording = RecordingReader.Recording(root.Group("recording"), paths),
            Credentials = CredentialReader.Credentials(root.Group("credentials"), paths),
            Data = data,
            Logging = Logging(root.Group("logging"), paths, data),
        };
        reading.RejectUnknown();
        return configuration;
    }

    private static string Domain(Section root)
    {
        const string repair = "Write the one host that all terminals go to: a host name, or an IP address without brackets, such as \"gateway-host.example\".";
        var value = root.Find("domain");
        var problem = value is null ? "is missing" : !value.IsText ? "is not text" : DomainName.ProblemOf(value.Text);
        if (problem is null)
            return value!.Text;
        root.Fault("domain", value, problem, repair);
        return "";
    }

    private static ClientSettings Clients(Section clients)
    {
        var defaults = new ClientSettings();
        return new ClientSettings
        {
            Ssh = PathSettings.Program(clients, "ssh", defaults.Ssh!),
            Telnet = PathSettings.Program(clients, "telnet", defaults.Telnet!),
        };
    }

    private static SshSettings Ssh(Section ssh, PathSettings paths, string data)
    {
        var defaults = new SshSettings { KnownHosts = SshSettings.DefaultKnownHosts(data) };
        return new SshSettings
        {
            HostKeys = ssh.Choice("hostKeys", defaults.HostKeys, policy => policy.Spelled()),
            KnownHosts = paths.Read(ssh, "knownHosts") ?? defaults.KnownHosts,
            Identity = paths.Read(ssh, "identity"),
            ConfigFile = paths.Read(ssh, "configFile") ?? defaults.ConfigFile,
            KeyApprovals = ssh.Integer("keyApprovals", defaults.KeyApprovals, 1, 2),
            ConnectTimeout = ssh.Duration("connectTimeout", defaults.ConnectTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
            KeepAlive = ssh.Duration("keepAlive", defaults.KeepAlive, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1), "never asks"),
        };
    }

    private static TlsSettings Tls(Section tls, PathSettings paths) => new()
    {
        Certificate = paths.Read(tls, "certificate"),
        Key = paths.Read(tls, "key"),
    };

    private static LimitSettings Limits(Section limits)
    {
        var defaults = new LimitSettings();
        return new LimitSettings
        {
            TerminalsPerVisitor = limits.Integer("terminalsPerVisitor", defaults.TerminalsPerVisitor, 1, 1_000),
            TerminalsPerNode = limits.Integer("terminalsPerNode", defaults.TerminalsPerNode, 1, 100_000),
            TerminalsPerGateway = limits.Integer("terminalsPerGateway", defaults.TerminalsPerGateway, 0, 1_000_000),
            ViewersPerTerminal = limits.Integer("viewersPerTerminal", defaults.ViewersPerTerminal, 1, 1_000),
            OpensPerMinute = limits.Integer("opensPerMinute", defaults.OpensPerMinute, 1, 10_000),
            IdleTimeout = limits.Duration("idleTimeout", defaults.IdleTimeout, TimeSpan.FromSeconds(1), Year, "is for ever"),
            DetachedTimeout = limits.Duration("detachedTimeout", defaults.DetachedTimeout, TimeSpan.FromSeconds(1), Year, "ends the terminal at once"),
            EndedTimeout = limits.Duration("endedTimeout", defaults.EndedTimeout, TimeSpan.Zero, TimeSpan.FromDays(1)),
            ReconnectGrace = limits.Duration("reconnectGrace", defaults.ReconnectGrace, TimeSpan.Zero, TimeSpan.FromHours(1)),
            DrainTimeout = limits.Duration("drainTimeout", defaults.DrainTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(7), "ends the terminals at once"),
            StallTimeout = limits.Duration("stallTimeout", defaults.StallTimeout, TimeSpan.FromSeconds(5), TimeSpan.FromDays(1)),
            InputSize = limits.Integer("inputSize", defaults.InputSize, 1_024, 65_536),
            InputWindow = limits.Integer("inputWindow", defaults.InputWindow, 1_024, 16 * 1024 * 1024),
        };
    }

    private static FlowSettings Flow(Section flow)
    {
        var defaults = new FlowSettings();
        return new FlowSettings
        {
            AcknowledgeEvery = flow.Integer("acknowledgeEvery", defaults.AcknowledgeEvery, 1_024, 1024 * 1024),
            Low = flow.Integer("low", defaults.Low, 1_024, 64 * 1024 * 1024),
            High = flow.Integer("high", defaults.High, 1_024, 64 * 1024 * 1024),
            Log = flow.Integer("log", defaults.Log, 2 * FlowSettings.SegmentSize, 256 * 1024 * 1024),
        };
    }

    private static SharingSettings Sharing(Section sharing)
    {
        var defaults = new SharingSettings();
        return new SharingSettings
        {
            Enabled = sharing.Flag("enabled", defaults.Enabled),
            Longest = sharing.Duration("longest", defaults.Longest, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30)),
        };
    }

    private static VisitorSettings Visitors(Section visitors) => new()
    {
        SessionLifetime = visitors.Duration("sessionLifetime", new VisitorSettings().SessionLifetime, TimeSpan.FromMinutes(5), TimeSpan.FromDays(30)),
    };

    private static LoggingSettings Logging(Section logging, PathSettings paths, string data)
    {
        var defaults = new LoggingSettings();
        return new LoggingSettings
        {
            Level = logging.Choice("level", defaults.Level, level => level.ToString()),
            Console = logging.Flag("console", defaults.Console),
            File = paths.ReadOrOff(logging, "file", LoggingSettings.DefaultFile(data)),
            RetainDays = logging.Integer("retainDays", defaults.RetainDays, 1, 3_650),
        };
    }
}
