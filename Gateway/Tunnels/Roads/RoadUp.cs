using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Gateway.Tunnels.Roads;

/// <summary>A tunnel that is up on some node, as all nodes know it.</summary>
public sealed record RoadUp
{
    /// <summary>Name of the device.</summary>
    public required string Device { get; init; }

    /// <summary>Which of a pair it is.</summary>
    public required Member Member { get; init; }

    /// <summary>The road it came by.</summary>
    public required Road Road { get; init; }

    /// <summary>Id of the node that it is connected to.</summary>
    public required string Node { get; init; }

    /// <summary>That node's name for people; empty where there is one node.</summary>
    public string NodeName { get; init; } = "";

    /// <summary>When it came.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>The address it came from; empty if that is not known.</summary>
    public string From { get; init; } = "";

    /// <summary>Time to the device and back, in milliseconds; null if it was not measured yet.</summary>
    public double? RoundTrip { get; init; }

    /// <summary>Bytes from the device since it came.</summary>
    public long In { get; init; }

    /// <summary>Bytes to the device since it came.</summary>
    public long Out { get; init; }

    /// <summary>The services that it carries.</summary>
    public ImmutableArray<Service> Services { get; init; } = [];

    /// <summary>The tunnel itself; null on another node.</summary>
    [JsonIgnore]
    internal ITunnel? Tunnel { get; init; }

    /// <summary>Whether another one is the same connection, whatever was measured of it since.</summary>
    public bool IsSameAs(RoadUp other) => (Node, Device, Member, Road, Since) == (other.Node, other.Device, other.Member, other.Road, other.Since) && ReferenceEquals(Tunnel, other.Tunnel);

    /// <summary>A tunnel of this node.</summary>
    internal static RoadUp Of(ITunnel tunnel, string node, string name)
    {
        var (received, sent) = tunnel.Bytes;
        return new RoadUp
        {
            Device = tunnel.Device,
            Member = tunnel.Member,
            Road = tunnel.Road,
            Node = node,
            NodeName = name,
            Since = tunnel.Since,
            From = tunnel.From,
            RoundTrip = tunnel.RoundTrip?.TotalMilliseconds,
            In = received,
            Out = sent,
            Services = [.. tunnel.Services],
            Tunnel = tunnel,
        };
    }
}

/// <summary>All that are connected to one node, as it writes them for the others.</summary>
/// <param name="At">When it wrote them, by its own clock.</param>
/// <param name="Roads">They.</param>
public sealed record RoadsOfNode(DateTimeOffset At, ImmutableArray<RoadUp> Roads);

/// <summary>How they are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RoadsOfNode))]
public sealed partial class RoadJson : JsonSerializerContext;

/// <summary>Opens a connection to a device's service through the node that its tunnel is connected to.</summary>
/// <exception cref="TunnelException">That node, or the device, did not open it.</exception>
public delegate Task<Stream> OpenElsewhere(RoadUp road, Service service, CancellationToken cancellation);
