using Gateway.Access.Policies;
using Gateway.Cluster;
using Gateway.Recording;
using Gateway.Telemetry;
using Gateway.Web;

namespace Gateway;

/// <summary>Tells the operator's room what the others know.</summary>
internal static class Reporting
{
    /// <summary>Ties the facts to the rooms that have them.</summary>
    public static NodeFacts Facts(IServiceProvider services)
    {
        var (report, nodes) = (services.GetRequiredService<NodeReport>(), services.GetRequiredService<NodeTable>());
        var redis = services.GetService<RedisLink>();
        return new NodeFacts
        {
            Nodes = () => [Status(report.Make(), false), .. nodes.Others.Select(node => Status(node.Record, node.State == Cluster.NodeState.Lost))],
            Redis = () => redis is null ? RedisStatus.Off : new RedisStatus(redis.IsUp ? RedisState.Up : RedisState.Down, redis.Address, redis.Since),
            // Not before it is asked for: the hub that it speaks through is made of much else.
            DrainsUntil = () => services.GetRequiredService<Drain>().Until,
            Unrecorded = () => services.GetRequiredService<Recorders>().Problem,
            RefusedPolicy = () => services.GetRequiredService<PolicyInForce>().Refused,
            Forwarded = () => services.GetRequiredService<ForwardedConnections>().Count,
        };
    }

    private static NodeStatus Status(NodeRecord node, bool lost) => new(
        node.Id, node.Name, node.Address?.GetLeftPart(UriPartial.Authority), node.Version, node.Started,
        lost ? Telemetry.NodeState.Lost : node.Draining ? Telemetry.NodeState.Draining : Telemetry.NodeState.Up,
        node.Terminals, node.Viewers, node.Limit, node.Load, node.Memory, node.Forwarded);
}
