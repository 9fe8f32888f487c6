using System.Collections.Immutable;
using Gateway.Agent.Protocol;

namespace Gateway.Tunnels.Agents;

/// <summary>An agent that has proved which device it is.</summary>
/// <param name="Device">The device.</param>
/// <param name="Which">Which of a pair.</param>
/// <param name="ByToken">Whether a token proved it, and no key.</param>
/// <param name="Carries">What it offers and what is published too.</param>
/// <param name="HostKeys">The public host keys of its ssh server, as it says.</param>
/// <param name="Version">Its version, as it says; printable.</param>
internal sealed record AgentVisitor(DialIn Device, Member Which, bool ByToken, ImmutableHashSet<Service> Carries, IReadOnlyList<string> HostKeys, string Version)
{
    /// <summary>Its entry.</summary>
    public DialInMember Entry => Device.Of(Which)!;
}

/// <summary>A connection that an agent has opened.</summary>
/// <param name="Socket">Its messages.</param>
/// <param name="From">The address it came from.</param>
/// <param name="CountedFrom">The same as limits count it.</param>
/// <param name="IsOwn">Whether an origin is one of this gateway's own.</param>
/// <param name="PinAsync">Puts the host keys of its ssh server on record where there are none; fails for no reason.</param>
internal sealed record AgentCall(AgentSocket Socket, string From, string CountedFrom, Func<string, bool> IsOwn, Func<AgentVisitor, Task> PinAsync);
