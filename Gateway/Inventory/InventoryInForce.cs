using System.Collections.Immutable;

namespace Gateway.Inventory;

/// <summary>The inventory that counts now: the operator's own, and the devices that dial in. Another one takes its place whole.</summary>
public sealed class InventoryInForce(DeviceInventory first)
{
    private readonly Lock _lock = new();
    private volatile DeviceInventory _own = first;
    private volatile DeviceInventory _current = first;
    private volatile string? _refused;
    private ImmutableArray<DialInEntry> _dialIns = [];

    /// <summary>The inventory now.</summary>
    public DeviceInventory Current => _current;

    /// <summary>The operator's own, without the devices that dial in.</summary>
    public DeviceInventory Own => _own;

    /// <summary>Why the last change was not taken in, in one line and without values; null while the file's own is in force.</summary>
    public string? Refused => _refused;

    /// <summary>Raised after another one has taken its place.</summary>
    public event Action? Changed;

    /// <summary>Puts another one in the place of the operator's own.</summary>
    public void Replace(DeviceInventory inventory)
    {
        lock (_lock)
        {
            _own = inventory;
            _current = InventoryOverlay.Merge(inventory, _dialIns);
        }
        _refused = null;
        Changed?.Invoke();
    }

    /// <summary>Says which devices dial in.</summary>
    public void DialIns(ImmutableArray<DialInEntry> dialIns)
    {
        string before = _current.Version;
        lock (_lock)
        {
            _dialIns = dialIns;
            _current = InventoryOverlay.Merge(_own, dialIns);
        }
        if (_current.Version != before) Changed?.Invoke();
    }

    /// <summary>Notes that the file is again what is in force.</summary>
    public void Keep() => _refused = null;

    /// <summary>Notes that a change was not taken in.</summary>
    public void Refuse(string why) => _refused = why;
}
