namespace Gateway.Inventory.Imports;

/// <summary>What was taken over of another system's export, and what was not.</summary>
/// <param name="Inventory">The devices; null where the file could not be read.</param>
/// <param name="Left">What could not be taken, in the file's order; at most <see cref="InventoryReader.MostFaults"/>.</param>
/// <param name="HasMoreLeft">Whether there is more than is listed.</param>
public sealed record ImportResult(DeviceInventory? Inventory, IReadOnlyList<InventoryFault> Left, bool HasMoreLeft);
