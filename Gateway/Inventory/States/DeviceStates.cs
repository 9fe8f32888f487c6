using System.Collections.Immutable;

namespace Gateway.Inventory.States;

/// <summary>How the ports of all devices are, as far as this node knows. For several threads.</summary>
public sealed class DeviceStates(TimeProvider time)
{
    private readonly Lock _lock = new();
    private IReadOnlySet<(string Device, string Protocol)>? _ports;
    private volatile ImmutableDictionary<(string Device, string Protocol), PortState> _current = ImmutableDictionary<(string Device, string Protocol), PortState>.Empty;

    /// <summary>All that is known now.</summary>
    public ImmutableDictionary<(string Device, string Protocol), PortState> Current => _current;

    /// <summary>Raised with what has changed, after it has; must not wait.</summary>
    public event Action<IReadOnlyList<DeviceChange>>? Changed;

    /// <summary>How a port is.</summary>
    public PortState Of(string device, string protocol) => _current.GetValueOrDefault((device, protocol));

    /// <summary>A port was found so. Gives the change; null where it was found so before, or is looked at no more: a look may end after its device was removed.</summary>
    public DeviceChange? Found(string device, string protocol, PortWord word)
    {
        DeviceChange change;
        lock (_lock)
        {
            if (_ports?.Contains((device, protocol)) == false) return null;
            var before = Of(device, protocol);
            if (word == PortWord.Down && before.Word is PortWord.Unknown or PortWord.NeverSeen) word = PortWord.NeverSeen;
            if (before.Word == word) return null;
            change = new DeviceChange(device, protocol, new PortState(word, DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds())));
            _current = _current.SetItem((device, protocol), change.State);
        }
        Changed?.Invoke([change]);
        return change;
    }

    /// <summary>Takes over what other nodes have found.</summary>
    public void Take(IEnumerable<DeviceChange> found)
    {
        List<DeviceChange> changes;
        lock (_lock)
        {
            changes = [.. found.Where(one => !_current.TryGetValue((one.Device, one.Protocol), out var before) || before != one.State)];
            _current = _current.SetItems(changes.Select(change => KeyValuePair.Create((change.Device, change.Protocol), change.State)));
        }
        if (changes.Count > 0) Changed?.Invoke(changes);
    }

    /// <summary>Forgets all ports but these, and from now on hears of no others.</summary>
    public void Keep(IReadOnlySet<(string Device, string Protocol)> ports)
    {
        lock (_lock)
        {
            _ports = ports;
            _current = _current.RemoveRange(_current.Keys.Where(key => !ports.Contains(key)));
        }
    }
}
