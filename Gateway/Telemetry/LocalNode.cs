using System.Security.Cryptography;
using Gateway.Terminals;

namespace Gateway.Telemetry;

/// <summary>What this node knows of itself.</summary>
public sealed class LocalNode(TelemetryOptions options, TerminalTable terminals, TerminalMetrics metrics, TerminalOptions limits, TimeProvider time) : IDisposable
{
    private readonly string _id = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly ProcessLoad _load = new(time);

    /// <summary>How it is now.</summary>
    public NodeStatus Status() => new(
        _id, options.NodeName, null, options.Version, _started, NodeState.Up,
        terminals.RunningCount, metrics.ViewerCount, limits.PerNode, _load.Read(), Environment.WorkingSet, 0);

    /// <inheritdoc/>
    public void Dispose() => _load.Dispose();
}
