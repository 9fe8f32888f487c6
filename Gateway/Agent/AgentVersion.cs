namespace Gateway.Agent;

/// <summary>Which agent this is.</summary>
internal static class AgentVersion
{
    /// <summary>Its version, the gateway's own.</summary>
    public static readonly string Text = typeof(AgentVersion).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>What it is called where it runs: the program of its own, or the gateway's command.</summary>
    public static readonly string Program = typeof(AgentVersion).Assembly.GetName().Name == "gateway" ? "gateway agent" : "gateway-agent";
}
