namespace Gateway.Cluster;

/// <summary>How this node takes part in a gateway of several nodes.</summary>
public sealed record ClusterOptions
{
    /// <summary>The node's name for people.</summary>
    public required string NodeName { get; init; }

    /// <summary>The program's version, shown in lists of nodes.</summary>
    public required string Version { get; init; }

    /// <summary>The shared Redis; null where the gateway is this one node.</summary>
    public RedisOptions? Redis { get; init; }

    /// <summary>The address that other nodes use; asked for once this node listens.</summary>
    public required Func<Uri?> Address { get; init; }

    /// <summary>PEM file with the authorities that may have signed the other nodes' certificates; null for the system's.</summary>
    public string? Authority { get; init; }

    /// <summary>Terminals that one visitor may have running on all nodes together.</summary>
    public int PerVisitor { get; init; } = 20;

    /// <summary>Terminals that may run on all nodes together; zero sets no limit.</summary>
    public int PerGateway { get; init; }

    /// <summary>Terminals that one visitor may open in a minute on all nodes together; an address may ten times as many.</summary>
    public int OpensPerMinute { get; init; } = 60;
}
