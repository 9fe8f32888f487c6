using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gateway.Cluster;

/// <summary>Whether a node can be counted on.</summary>
public enum NodeState
{
    /// <summary>It serves.</summary>
    Up,

    /// <summary>It takes no new terminals and stops when the last has ended, or its time is up.</summary>
    Draining,

    /// <summary>Its heartbeat is missing: it is dead, or cut off from Redis.</summary>
    Lost,
}

/// <summary>What a node says of itself with every heartbeat.</summary>
/// <param name="Id">Random name of the process.</param>
/// <param name="Name">The node's name for people.</param>
/// <param name="Address">Where other nodes reach it.</param>
/// <param name="Version">The program's version.</param>
/// <param name="Started">When it started, UTC by its own clock; only shown.</param>
/// <param name="Draining">Whether it takes no new terminals.</param>
/// <param name="Terminals">Terminals whose client runs.</param>
/// <param name="Limit">Terminals that it may run.</param>
/// <param name="Viewers">Connections attached to them.</param>
/// <param name="Load">Processor time that the process takes, in cores.</param>
/// <param name="Memory">The process's resident memory, in bytes.</param>
/// <param name="Forwarded">Connections that it passes on to other nodes.</param>
/// <param name="Epoch">The filling of Redis in which its part of the directory is complete; null while it is in none.</param>
public sealed record NodeRecord(
    string Id, string Name, Uri? Address, string Version, DateTimeOffset Started, bool Draining,
    int Terminals, int Limit, int Viewers, double Load, long Memory, int Forwarded, string? Epoch = null)
{
    /// <summary>What a node wrote; null for nothing, and for what cannot be read: a newer node, perhaps.</summary>
    internal static NodeRecord? Read(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize(json, ClusterJson.Default.NodeRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A node as this one knows it.</summary>
/// <param name="Record">What it last said.</param>
/// <param name="State">Whether it can be counted on.</param>
public sealed record Node(NodeRecord Record, NodeState State)
{
    /// <summary>Random name of the process.</summary>
    public string Id => Record.Id;

    /// <summary>The node's name for people.</summary>
    public string Name => Record.Name;
}

[JsonSerializable(typeof(NodeRecord))]
[JsonSerializable(typeof(DirectoryEntry))]
[JsonSerializable(typeof(ClusterEvent))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
internal sealed partial class ClusterJson : JsonSerializerContext;
