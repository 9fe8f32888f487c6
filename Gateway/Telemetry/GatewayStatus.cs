using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Telemetry;

/// <summary>A node that takes no new terminals.</summary>
/// <param name="Until">When those that still run are ended, UTC.</param>
public sealed record DrainStatus(DateTimeOffset Until);

/// <summary>What <c>/status</c> answers.</summary>
/// <param name="Node">Id of the node that answers.</param>
/// <param name="Version">Its version.</param>
/// <param name="Started">When it started, UTC.</param>
/// <param name="Redis">Redis as it sees it.</param>
/// <param name="Nodes">All nodes that it knows, itself first.</param>
/// <param name="Drain">Whether it drains; null if it does not.</param>
/// <param name="RefusedPolicy">Why the last change of the answering node's policy was not taken in; null while its file's own is in force.</param>
/// <param name="Unrecorded">Why the answering node cannot record terminals; null while it can, or need not.</param>
public sealed record GatewayStatus(string Node, string Version, DateTimeOffset Started, RedisStatus Redis, IReadOnlyList<NodeStatus> Nodes, DrainStatus? Drain, string? RefusedPolicy = null, string? Unrecorded = null)
{
    /// <summary>How it is written: camelCase, states as words.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>What is not as it should be, as sentences for the operator; empty if all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (Redis.State == RedisState.Down)
            yield return $"Redis at {Redis.Address} does not answer{Since(Redis.Since)}: terminals go on, but nodes cannot find each other's.";
        if (RefusedPolicy is { } why)
            yield return $"The change of the configuration was not taken in, the policy before it stays in force: {why}.";
        if (Unrecorded is { } unrecorded)
            yield return $"Terminals cannot be recorded, and those that have to be are not opened: {unrecorded}";
        foreach (var node in Nodes.Where(node => node.State == NodeState.Lost))
            yield return $"Node {node.Name} is lost: it is dead, or cut off from Redis.";
        var open = Nodes.Where(node => node.State is NodeState.Up).ToList();
        if (open.Count > 0 && open.All(node => node.Terminals >= node.Limit))
            yield return $"No more terminals can be opened: {(open.Count == 1 ? "the node has" : "all nodes have")} as many as allowed (limits.terminalsPerNode).";
    }

    private static string Since(DateTimeOffset? since) => since is { } at ? string.Create(CultureInfo.InvariantCulture, $" since {at:yyyy-MM-dd HH:mm:ss} UTC") : "";
}
