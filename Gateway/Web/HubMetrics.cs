using System.Diagnostics.Metrics;

namespace Gateway.Web;

/// <summary>The hub in numbers.</summary>
internal sealed class HubMetrics
{
    private int _connections;

    public HubMetrics(Meter meter) =>
        meter.CreateObservableUpDownCounter("gateway.hub.connections", () => Volatile.Read(ref _connections), "{connection}", "Hub connections that this node serves.");

    /// <summary>Counts a connection until the result is disposed.</summary>
    public IDisposable Enter()
    {
        Interlocked.Increment(ref _connections);
        return new Connection(this);
    }

    private sealed class Connection(HubMetrics metrics) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref metrics._connections);
    }
}
