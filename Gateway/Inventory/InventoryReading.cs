namespace Gateway.Inventory;

/// <summary>A file of an inventory.</summary>
/// <param name="Name">Its name without folders; its end says the language.</param>
/// <param name="Content">What it holds: UTF-8.</param>
public sealed record InventoryFile(string Name, ReadOnlyMemory<byte> Content);

/// <summary>An inventory that was read, or everything that is wrong with it.</summary>
public sealed record InventoryReading
{
    /// <summary>The inventory; null if anything is wrong.</summary>
    public DeviceInventory? Inventory { get; init; }

    /// <summary>What is wrong; at most <see cref="InventoryReader.MostFaults"/>.</summary>
    public IReadOnlyList<InventoryFault> Faults { get; init; } = [];

    /// <summary>Whether there is more wrong than is listed.</summary>
    public bool HasMoreFaults { get; init; }

    /// <summary>What the operator should know, as sentences.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Why nothing could be read at all; null if something was.</summary>
    public string? Unread { get; init; }

    /// <summary>Words about what is wrong, in one line and without values; null if nothing is.</summary>
    public string? Problem => Unread ?? (Faults.Count == 0 ? null : Faults.Count == 1 && !HasMoreFaults ? Faults[0].Words : $"{Faults[0].Words} (and {(HasMoreFaults ? "many" : Faults.Count - 1)} more)");
}
