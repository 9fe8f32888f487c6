namespace Gateway.Configuration;

/// <summary>
/// The whole of <c>gateway.json</c>, checked and complete: every default is filled in and every path is absolute.
/// It never changes while the gateway runs.
/// </summary>
public sealed record GatewayConfiguration
{
    /// <summary>The file this was read from; null for the demo's embedded defaults.</summary>
    public string? SourceFile { get; init; }

    // Where each setting that was written down was: "line 12", or the name of an environment variable.
    internal IReadOnlyDictionary<string, string> Origins { get; init; } = new Dictionary<string, string>();

    /// <summary>The one host every terminal is locked to: a host name of up to 253 characters, or an IPv4 or IPv6 address without brackets.</summary>
    public required string Domain { get; init; }

    /// <summary>Ports of the domain that a link may name. Ranges may overlap; an empty list allows none.</summary>
    public IReadOnlyList<PortRange> Ports { get; init; } = [];

    /// <summary>The programs that are run; a missing one switches its method off.</summary>
    public ClientSettings Clients { get; init; } = new();

    /// <summary>How <c>ssh</c> is called.</summary>
    public required SshSettings Ssh { get; init; }

    /// <summary>Which devices there are.</summary>
    public InventorySettings Inventory { get; init; } = new();

    /// <summary>How often the gateway looks whether devices' ports answer.</summary>
    public ProbeSettings Probe { get; init; } = new();

    /// <summary>Addresses the gateway listens on; at least one.</summary>
    public IReadOnlyList<ListenAddress> Listen { get; init; } = [ListenAddress.Default];

    /// <summary>Certificate and key for https addresses.</summary>
    public TlsSettings Tls { get; init; } = new();

    /// <summary>The address people use, where it differs from <see cref="Listen"/>; its path is the path base. No query, no trailing slash. Required beyond loopback.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Networks of the proxies whose <c>X-Forwarded-*</c> headers are believed.</summary>
    public IReadOnlyList<System.Net.IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>Whether the gateway may listen beyond loopback although nobody has to sign in.</summary>
    public bool AllowAnonymousBeyondLoopback { get; init; }

    /// <summary>Who can sign in.</summary>
    public SignInSettings SignIn { get; init; } = new();

    /// <summary>What each may open; the first rule that fits decides. Without sign-in there are none.</summary>
    public IReadOnlyList<RuleSettings> Policy { get; init; } = [];

    /// <summary>Who looks after the gateway.</summary>
    public AdministratorSettings Administrators { get; init; } = new();

    /// <summary>The record of every decision.</summary>
    public AuditSettings Audit { get; init; } = new();

    /// <summary>Whether owners invite others to their terminals.</summary>
    public SharingSettings Sharing { get; init; } = new();

    /// <summary>Devices that dial in.</summary>
    public TunnelSettings Tunnels { get; init; } = new();

    /// <summary>Sessions of people's own programs.</summary>
    public DesktopSettings Desktop { get; init; } = new();

    /// <summary>What is recorded, and where it is kept for how long.</summary>
    public RecordingSettings Recording { get; init; } = new();

    /// <summary>How people are signed in to devices with what is kept for them.</summary>
    public CredentialSettings Credentials { get; init; } = new();

    /// <summary>Numbers and times that keep one visitor from using up the node.</summary>
    public LimitSettings Limits { get; init; } = new();

    /// <summary>Sizes of the output log and the flow gate.</summary>
    public FlowSettings Flow { get; init; } = new();

    /// <summary>How long a visitor is remembered.</summary>
    public VisitorSettings Visitors { get; init; } = new();

    /// <summary>The Redis that several nodes share.</summary>
    public RedisSettings Redis { get; init; } = new();

    /// <summary>How the nodes reach each other.</summary>
    public ClusterSettings Cluster { get; init; } = new();

    /// <summary>Where an operator and his monitoring look.</summary>
    public OperationsSettings Operations { get; init; } = new();

    /// <summary>Absolute path of the folder for keys, known hosts and logs; private to the gateway's account.</summary>
    public required string Data { get; init; }

    /// <summary>
    /// Absolute path of the socket where the gateway's own account asks how it is; null where the path would be longer
    /// than the system takes.
    /// </summary>
    public string? OperationsSocket => SocketIn(Data);

    /// <summary>That path for a data folder.</summary>
    public static string? SocketIn(string data) => DataFolder.SocketOf(data);

    /// <summary>Absolute path of the folder for recordings.</summary>
    public string RecordingFolder => Recording.Folder ?? Path.Combine(Data, "recordings");

    /// <summary>What is logged, and where to.</summary>
    public LoggingSettings Logging { get; init; } = new();

    /// <summary>The path below which the gateway is published, such as <c>/remote-access</c>; empty at the root.</summary>
    public string PathBase => PublicUrl is null ? "" : PublicUrl.AbsolutePath.TrimEnd('/');

    /// <summary>The public URL's origin as a browser writes it in its <c>Origin</c> header (default ports left out); null without a public URL.</summary>
    public string? PublicOrigin => PublicUrl?.GetLeftPart(UriPartial.Authority);

    /// <summary>Whether every listening address can be reached from this machine only.</summary>
    public bool IsLoopbackOnly => Listen.All(address => address.IsLoopback);

    /// <summary>Whether a link may name this port.</summary>
    public bool AllowsPort(int port) => Ports.Any(range => range.Contains(port));

    /// <summary>The embedded configuration of the demo: the domain 127.0.0.1 with one ssh and one telnet device.</summary>
    /// <param name="dataFolder">Absolute path of an existing folder for keys, known hosts and logs.</param>
    /// <param name="sshPort">Port of the ssh device, 1 to 65535.</param>
    /// <param name="telnetPort">Port of the telnet device, 1 to 65535.</param>
    /// <param name="identityFile">Absolute path of the private key that signs in to the ssh device.</param>
    /// <param name="listenUrl">Address to listen on, such as <c>http://127.0.0.1:5000</c>.</param>
    /// <exception cref="FormatException">The address cannot be listened on.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A port is outside its range.</exception>
    public static GatewayConfiguration ForDemo(string dataFolder, int sshPort, int telnetPort, string identityFile, string listenUrl) => new()
    {
        Domain = "127.0.0.1",
        Ports = [new PortRange(sshPort, sshPort), new PortRange(telnetPort, telnetPort)],
        Ssh = new SshSettings
        {
            KnownHosts = SshSettings.DefaultKnownHosts(dataFolder),
            Identity = identityFile,
        },
        Listen = [ListenAddress.Parse(listenUrl)],
        Data = dataFolder,
        Logging = new LoggingSettings { File = LoggingSettings.DefaultFile(dataFolder) },
    };
}
