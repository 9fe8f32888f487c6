namespace Gateway.Telemetry;

/// <summary>Something that the gateway needs in order to be whole.</summary>
/// <param name="Name">One word for everybody.</param>
/// <param name="Check">Whether it is well, and words for the operator. Must answer at once.</param>
public sealed record HealthPart(string Name, Func<(bool Ok, string Words)> Check)
{
    /// <summary>Redis, where there is one.</summary>
    public static HealthPart Redis(NodeFacts facts) => new("redis", () => facts.Redis() switch
    {
        { State: RedisState.Off } => (true, "not used"),
        { State: RedisState.Up, Address: var address } => (true, $"{address} answers"),
        { Address: var address } => (false, $"{address} does not answer"),
    });

    /// <summary>The policy, which is taken in anew while the gateway runs.</summary>
    public static HealthPart Policy(NodeFacts facts) => new("policy", () => facts.RefusedPolicy() is { } why
        ? (false, $"the change of the configuration was not taken in: {why}")
        : (true, "is the configuration's"));

    /// <summary>The inventory, which is taken in anew while the gateway runs.</summary>
    public static HealthPart Inventory(Func<string?> refused) => new("inventory", () => refused() is { } why
        ? (false, $"the change of the inventory was not taken in: {why}")
        : (true, "is the file's"));

    /// <summary>The other nodes.</summary>
    public static HealthPart Nodes(NodeFacts facts) => new("nodes", () =>
    {
        var missing = facts.Nodes().Where(node => node.State == NodeState.Lost).Select(node => node.Name).ToList();
        return missing.Count == 0 ? (true, "all are heard of") : (false, $"not heard of: {string.Join(", ", missing)}");
    });

    /// <summary>The file of local people.</summary>
    public static HealthPart People(Func<string> fault) => new("people", () => fault() is { Length: > 0 } why ? (false, $"the file of local people cannot be used: {why}") : (true, "no fault"));

    /// <summary>The recordings of terminals.</summary>
    public static HealthPart Recording(Func<string?> problem) => new("recording", () => problem() is { } why ? (false, $"terminals cannot be recorded: {why}") : (true, "no fault"));

    /// <summary>The record of every decision.</summary>
    public static HealthPart Audit(Func<(bool Ok, string Words)> state) => new("audit", state);
}
