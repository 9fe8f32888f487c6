using System.Diagnostics.Metrics;
using Gateway.Access;
using Gateway.Cluster;
using Gateway.Terminals;

namespace Gateway.Web;

/// <summary>The hub in numbers.</summary>
public sealed class HubMetrics
{
    private readonly Tally<string> _refused = new(label: "reason", Enum.GetNames<OpenFailure>().Union(Enum.GetNames<ClaimFailure>()).Union(Enum.GetNames<AccessDenial>().Skip(1)));
    private int _connections;

    /// <summary>Makes the instruments.</summary>
    public HubMetrics(Meter meter)
    {
        meter.CreateObservableUpDownCounter("gateway.hub.connections", () => Volatile.Read(ref _connections), "{connection}", "Hub connections that this node serves.");
        meter.CreateObservableCounter("gateway.terminals.refused", _refused.Read, "{terminal}", "Terminals that were asked for and not opened, by reason.");
    }

    /// <summary>Counts a connection until the result is disposed.</summary>
    public IDisposable Enter()
    {
        Interlocked.Increment(ref _connections);
        return new Connection(this);
    }

    internal void Refused(OpenFailure failure) => _refused.Add(failure.ToString());

    internal void Refused(ClaimFailure failure) => _refused.Add(failure.ToString());

    internal void Refused(AccessDenial denial) => _refused.Add(denial.ToString());

    private sealed class Connection(HubMetrics metrics) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref metrics._connections);
    }
}
