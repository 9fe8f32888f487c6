using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Inventory;

/// <summary>A device that dials in, as it appears among the others.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ssh">Port of the domain that leads to its ssh while it is there.</param>
/// <param name="Description">One line for people.</param>
public sealed record DialInEntry(string Name, int Ssh, string Description = "");

/// <summary>Adds the devices that dial in to the operator's inventory. Pure.</summary>
public static class InventoryOverlay
{
    /// <summary>The group that they are in, unless the inventory describes them itself.</summary>
    public const string Group = "dial-in";

    /// <summary>The inventory with them; a device of the same name gets the port if it has none for ssh.</summary>
    /// <param name="own">The operator's own.</param>
    /// <param name="dialIns">They. One whose port leads to another device of the inventory is left out: each port leads to one.</param>
    public static DeviceInventory Merge(DeviceInventory own, IReadOnlyCollection<DialInEntry> dialIns)
    {
        if (dialIns.Count == 0) return own;
        var byName = own.Devices.ToDictionary(device => device.Name, StringComparer.Ordinal);
        HashSet<string> names = new(byName.Keys, StringComparer.OrdinalIgnoreCase);
        List<Device> added = [];
        HashSet<int> ports = [];
        foreach (var entry in dialIns.OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            var there = byName.GetValueOrDefault(entry.Name);
            if (own.FindByPort(entry.Ssh) is { } other && other != there || !ports.Add(entry.Ssh)) continue;
            if (there is not null && there.Ssh is null && there.Telnet != entry.Ssh) byName[entry.Name] = there with { Ssh = entry.Ssh };
            else if (there is null && names.Add(entry.Name)) added.Add(new Device { Name = entry.Name, Description = entry.Description, Groups = [Group], Ssh = entry.Ssh });
        }
        return new DeviceInventory([.. own.Devices.Select(device => byName[device.Name]), .. added], own.Sites, $"{own.Version}.{Version(dialIns)}", ports);
    }

    // The same on every node that knows the same.
    private static string Version(IEnumerable<DialInEntry> dialIns)
    {
        var text = new StringBuilder();
        foreach (var entry in dialIns.OrderBy(entry => entry.Name, StringComparer.Ordinal)) text.Append(CultureInfo.InvariantCulture, $"{entry.Name}\n{entry.Ssh}\n{entry.Description}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 6));
    }
}
