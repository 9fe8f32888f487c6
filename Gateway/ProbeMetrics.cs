using System.Diagnostics.Metrics;
using Gateway.Inventory.States;
using Gateway.Terminals;

namespace Gateway;

/// <summary>The looks at devices' ports in numbers.</summary>
internal sealed class ProbeMetrics
{
    private readonly Tally<PortWord> _looks = new("found", [PortWord.Up, PortWord.Down, PortWord.Other]);

    /// <summary>Makes the instruments.</summary>
    public ProbeMetrics(Meter meter, DeviceStates states)
    {
        meter.CreateObservableCounter("gateway.probes", _looks.Read, "{probe}", "Looks of this node at ports of devices, by what was found.");
        meter.CreateObservableUpDownCounter("gateway.ports.down", () => states.Current.Values.Count(state => state.Word == PortWord.Down), "{port}", "Ports of devices that no node finds answering, as far as this one knows.");
    }

    /// <summary>One look.</summary>
    public void Count(PortWord found) => _looks.Add(found);
}
