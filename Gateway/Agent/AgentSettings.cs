using System.Text.Json.Serialization;

namespace Gateway.Agent;

/// <summary>What an agent needs to know; kept in <c>agent.json</c> of its state folder, and overridden by the command line.</summary>
internal sealed record AgentSettings
{
    /// <summary>The gateway's address, "https://gateway.example".</summary>
    public string Url { get; init; } = "";

    /// <summary>The device's name at the gateway.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether it is the Clone of a pair.</summary>
    [JsonPropertyName("clone")]
    public bool IsClone { get; init; }

    /// <summary>Where the device's ssh server listens, "host:port"; null publishes none.</summary>
    public string? Ssh { get; init; } = "127.0.0.1:22";

    /// <summary>Where its pages are; null for none.</summary>
    public string? Http { get; init; }

    /// <summary>Where its other application is; null for none.</summary>
    public string? App { get; init; }

    /// <summary>File whose first line is a token, in place of a key.</summary>
    public string? TokenFile { get; init; }

    /// <summary>PEM file of the authority of the gateway's certificate; null for those that the system trusts.</summary>
    public string? Ca { get; init; }

    /// <summary>The proxy to go through; null for the environment's.</summary>
    public string? Proxy { get; init; }

    /// <summary>Files with public host keys of the ssh server; empty for those of <c>/etc/ssh</c>.</summary>
    public string[] HostKeys { get; init; } = [];

    /// <summary>Whether http without TLS may be spoken to other machines.</summary>
    public bool Insecure { get; init; }

    /// <summary>Which of a pair, as the protocol names it.</summary>
    [JsonIgnore]
    public string Member => IsClone ? "clone" : "master";

    /// <summary>What is published, with where it is.</summary>
    /// <exception cref="AgentException">One is no address, or there is none.</exception>
    public IReadOnlyDictionary<string, LocalService> Services()
    {
        var services = new (string Name, string? Address)[] { ("ssh", Ssh), ("http", Http), ("app", App) }
            .Where(one => !string.IsNullOrEmpty(one.Address)).ToDictionary(one => one.Name, one => LocalService.Read(one.Name, one.Address!));
        return services.Count > 0 ? services : throw new AgentException("Nothing is published: give --ssh, --http or --app.");
    }

    /// <summary>Where the gateway is.</summary>
    /// <exception cref="AgentException">It is not said, or is no such address.</exception>
    public GatewayAddress Gateway() => GatewayAddress.Read(Url, Insecure);

    /// <summary>Complains about what cannot be right, before anything is dialed.</summary>
    /// <exception cref="AgentException">Something is missing or wrong.</exception>
    public void Check()
    {
        if (Url.Length == 0 || Name.Length == 0) throw new AgentException($"This device is not enrolled. First: {AgentVersion.Program} enrol URL NAME");
        if (Name.Length > 100 || Name.Any(char.IsControl)) throw new AgentException("The name is longer than 100 characters, or holds a control character.");
        Gateway();
        Services();
    }
}

/// <summary>How settings are read and written, without reflection, so that the agent can be trimmed.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(AgentSettings))]
internal sealed partial class AgentSettingsJson : JsonSerializerContext;
