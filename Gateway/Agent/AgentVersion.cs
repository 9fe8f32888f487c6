namespace Gateway.Agent;

/// <summary>Which agent this is.</summary>
internal static class AgentVersion
{
    /// <summary>Its version, the gateway's own.</summary>
    public static readonly string Text = typeof(AgentVersion).Assembly.GetName().Version?.ToString(3) ?? "0";
}
