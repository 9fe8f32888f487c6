namespace Gateway.Inventory.Sources;

/// <summary>The faults so far; what is beyond the bound is only known to be there.</summary>
internal sealed class FaultList
{
    private readonly List<InventoryFault> _faults = [];

    public IReadOnlyList<InventoryFault> All => _faults;

    public bool HasMore { get; private set; }

    public bool IsFull => _faults.Count == InventoryReader.MostFaults;

    public void Add(InventoryFault fault)
    {
        if (IsFull) HasMore = true;
        else _faults.Add(fault);
    }
}
