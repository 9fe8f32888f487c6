using Gateway.Cluster;
using Gateway.Tunnels;
using Gateway.Tunnels.Agents;
using Gateway.Tunnels.Roads;

namespace Gateway.Web.Tunnels;

using Member = Gateway.Tunnels.Member;

/// <summary>The logs of connected agents, whichever node they are connected to.</summary>
public sealed class AgentLogs(LiveTunnels tunnels, LiveRoads roads, NodeTable nodes, NodeConnections connections)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    /// <summary>The end of an agent's log, oldest line first.</summary>
    /// <exception cref="TunnelException">It is not connected, or does not answer.</exception>
    public async Task<IReadOnlyList<string>> AskAsync(string device, Member member, int lines, CancellationToken cancellation)
    {
        if (tunnels.Of(device, member).OfType<AgentSession>().FirstOrDefault() is { } here) return await here.AskLogAsync(lines, cancellation);
        var road = roads.Of(device).FirstOrDefault(road => road.Member == member && road.Road == Road.WebSocket) ?? throw new TunnelException($"The agent of {device} is not connected.");
        if (nodes.Find(road.Node) is { } node && await connections.AskAsync<TunnelLogLines>(node, HttpMethod.Get, PathOf(device, member), Patience) is { Body: { } answer }) return answer.Lines;
        throw new TunnelException($"The node that {device} is connected to does not answer.");
    }

    /// <summary>Where nodes ask each other.</summary>
    internal static string PathOf(string device, Member member) => $"cluster/agent-log/{Uri.EscapeDataString(device)}/{TunnelRows.Spell(member)}";

    /// <summary>What another node is told.</summary>
    internal async Task<IResult> HereAsync(string device, string member, int lines, CancellationToken cancellation)
    {
        var which = member == "clone" ? Member.Clone : Member.Master;
        if (tunnels.Of(device, which).OfType<AgentSession>().FirstOrDefault() is not { } session) return Results.NotFound();
        try
        {
            return Results.Json(new TunnelLogLines(await session.AskLogAsync(lines, cancellation)));
        }
        catch (TunnelException)
        {
            return Results.NotFound();
        }
    }
}
