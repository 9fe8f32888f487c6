using System.Diagnostics.Metrics;

namespace Gateway.Telemetry;

/// <summary>The node and its process in numbers.</summary>
internal static class NodeMetrics
{
    /// <summary>Makes the instruments.</summary>
    public static void Create(Meter meter, NodeFacts facts)
    {
        meter.CreateObservableUpDownCounter("gateway.forwarded", facts.Forwarded, "{connection}", "Hub connections that are passed on to other nodes.");
        meter.CreateObservableGauge("gateway.node.draining", () => facts.DrainsUntil() is null ? 0 : 1, null, "1 while the node takes no new terminals.");
        meter.CreateObservableGauge("gateway.redis.up", () => Redis(facts.Redis().State), null, "1 while Redis answers; missing without Redis.");
        meter.CreateObservableCounter("gateway.process.cpu", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "Processor time of the gateway's process, without the client programs'.");
        meter.CreateObservableUpDownCounter("gateway.process.memory", () => Environment.WorkingSet, "By", "Resident memory of the gateway's process.");
    }

    private static IEnumerable<Measurement<int>> Redis(RedisState state) => state == RedisState.Off ? [] : [new Measurement<int>(state == RedisState.Up ? 1 : 0)];
}
