namespace Gateway.Inventory;

/// <summary>One thing that is wrong with an inventory, and what to do about it.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Line">The line, from 1; zero for the file as a whole.</param>
/// <param name="Key">What is meant, such as <c>devices[3].terminal.enter</c>, or a column of CSV.</param>
/// <param name="Value">The value as written, shortened; null where it is missing or not to be shown.</param>
/// <param name="Problem">What is wrong, to be read after the key: "is not a port".</param>
/// <param name="Repair">What to write instead, as a sentence.</param>
public sealed record InventoryFault(string File, int Line, string Key, string? Value, string Problem, string Repair)
{
    /// <summary>In one line without the value, for logs: they are read by others than the file.</summary>
    public string Words => $"{Place}: {Key} {Problem}";

    /// <summary>Where it is: <c>inventory.json:12</c>.</summary>
    public string Place => Line == 0 ? File : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{File}:{Line}");
}
