namespace Gateway.Inventory;

/// <summary>The inventory that counts now; another one takes its place whole.</summary>
public sealed class InventoryInForce(DeviceInventory first)
{
    private volatile DeviceInventory _current = first;
    private volatile string? _refused;

    /// <summary>The inventory now.</summary>
    public DeviceInventory Current => _current;

    /// <summary>Why the last change was not taken in, in one line and without values; null while the file's own is in force.</summary>
    public string? Refused => _refused;

    /// <summary>Raised after another one has taken its place.</summary>
    public event Action? Changed;

    /// <summary>Puts another one in its place.</summary>
    public void Replace(DeviceInventory inventory)
    {
        _current = inventory;
        _refused = null;
        Changed?.Invoke();
    }

    /// <summary>Notes that the file is again what is in force.</summary>
    public void Keep() => _refused = null;

    /// <summary>Notes that a change was not taken in.</summary>
    public void Refuse(string why) => _refused = why;
}
