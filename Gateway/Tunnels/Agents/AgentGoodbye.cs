using Gateway.Agent.Protocol;

namespace Gateway.Tunnels.Agents;

/// <summary>Why an agent's connection ends.</summary>
/// <param name="Reason">For people.</param>
/// <param name="Said">What the agent is told; null where there is nobody to tell.</param>
internal sealed record AgentGoodbye(string Reason, Refused? Said)
{
    /// <summary>One answer for an unknown device, key, signature and token: who tries learns nothing.</summary>
    public static readonly Refused NotKnown = new("unknown", "The gateway knows no such device with this key or token. Announce it at the gateway (gateway device add), or enrol this agent.", 30);

    /// <summary>The gateway stops; another node, or this one again, may be there soon.</summary>
    public static readonly AgentGoodbye Stopping = Of("stopping", "the gateway stopped", 2);

    /// <summary>It is like an unknown one from now on; why is for the record alone.</summary>
    public static AgentGoodbye Unknown(string reason) => new(reason, NotKnown);

    /// <summary>What the gateway says is what goes on record.</summary>
    public static AgentGoodbye Of(string code, string reason, int retry) => new(reason, new Refused(code, reason, retry));
}
