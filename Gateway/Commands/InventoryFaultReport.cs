using Gateway.Inventory;

namespace Gateway.Commands;

/// <summary>Words the faults of an inventory for the operator.</summary>
internal static class InventoryFaultReport
{
    /// <summary>The lines; none where there is no fault.</summary>
    public static IEnumerable<string> Lines(string path, InventoryReading reading)
    {
        if (reading.Unread is { } unread) return [unread.ReplaceLineEndings(" ")];
        if (reading.Faults.Count == 0) return [];
        return
        [
            $"{path}: {InventoryTable.Count(reading.Faults.Count, "fault")}{(reading.HasMoreFaults ? ", and more that are not listed" : "")}",
            .. reading.Faults.SelectMany(Lines),
        ];
    }

    /// <summary>The lines of one fault.</summary>
    public static IEnumerable<string> Lines(InventoryFault fault)
    {
        yield return "";
        yield return $"  {fault.Key}  ({fault.Place})";
        if (fault.Value is not null) yield return $"    value   {fault.Value}";
        yield return $"    fault   {fault.Problem}";
        if (fault.Repair.Length > 0) yield return $"    repair  {fault.Repair}";
    }
}
