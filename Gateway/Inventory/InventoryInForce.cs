namespace Gateway.Inventory;

/// <summary>The inventory that counts now; another one takes its place whole.</summary>
public sealed class InventoryInForce(DeviceInventory first)
{
    private volatile DeviceInventory _current = first;

    /// <summary>The inventory now.</summary>
    public DeviceInventory Current => _current;

    /// <summary>Raised after another one has taken its place.</summary>
    public event Action? Changed;

    /// <summary>Puts another one in its place.</summary>
    public void Replace(DeviceInventory inventory)
    {
        _current = inventory;
        Changed?.Invoke();
    }
}
