namespace Gateway.Agent;

/// <summary>What stands in the agent's way, in words for people.</summary>
public sealed class AgentException(string message, Exception? inner = null) : Exception(message, inner);
