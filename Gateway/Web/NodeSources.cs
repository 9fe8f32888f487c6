using Gateway.Cluster;

namespace Gateway.Web;

/// <summary>The nodes that keep something of their own, under names that differ.</summary>
internal static class NodeSources
{
    /// <summary>This node, as null, and the others.</summary>
    public static IEnumerable<(string Name, Node? Node)> Of(NodeTable nodes)
    {
        yield return (nodes.SelfName, null);
        // A node that was started again goes by two processes for a while, of which the dead one has nothing to say.
        var others = nodes.Others.Where(node => node.State != NodeState.Lost || node.Name != nodes.SelfName && !nodes.Others.Any(other => other.Name == node.Name && other.State != NodeState.Lost)).ToList();
        foreach (var node in others)
        {
            bool isAmbiguous = node.Name == nodes.SelfName || others.Count(other => other.Name == node.Name) > 1;
            yield return (isAmbiguous ? $"{node.Name} {node.Id[..8]}" : node.Name, node);
        }
    }
}
