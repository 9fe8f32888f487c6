using System.Text;
using Gateway.Inventory;
using Gateway.Methods;
using Xunit;

namespace Gateway.Tests.Inventory;

/// <summary>Inventories as somebody would write them.</summary>
internal static class Inventories
{
    public static InventoryRules Rules { get; } = new()
    {
        AllowsPort = port => port is >= 6000 and <= 9999,
        LegacyAlgorithms = LegacyAlgorithms.All,
        IsUser = text => RemoteUser.IsValid(text),
        Today = new DateOnly(2030, 1, 1),
    };

    public static InventoryReading Read(string name, string text) => InventoryReader.Read([File(name, text)], Rules);

    public static InventoryFile File(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));

    /// <summary>The one device of a good file.</summary>
    public static Device Device(string keys) => Assert.Single(Good(Read("a.json", $$"""{ "devices": [ { "name": "a", {{keys}} } ] }""")).Devices);

    /// <summary>The only fault of a device with these keys, on line 2 of a file.</summary>
    public static InventoryFault Fault(string keys) => Assert.Single(Read("a.json", $"{{ \"devices\": [\n{{ \"name\": \"a\", {keys} }} ] }}").Faults);

    public static DeviceInventory Good(InventoryReading reading)
    {
        Assert.Equal([], reading.Faults.Select(fault => $"{fault.Words}: {fault.Value}"));
        return reading.Inventory!;
    }

    /// <summary>Everything an inventory says, for comparing two.</summary>
    public static string Content(DeviceInventory inventory)
    {
        using var stream = new MemoryStream();
        InventoryWriter.Write(stream, inventory);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
