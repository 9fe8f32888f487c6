using System.Globalization;
using Gateway.Inventory.Sources;

namespace Gateway.Inventory;

/// <summary>What the devices of an inventory have to be to each other, and what an operator should know of them.</summary>
internal static class InventoryRelations
{
    /// <summary>Adds a fault for each name and port that two have.</summary>
    public static void Check(IReadOnlyList<(Device Device, InventoryFault Place)> devices, IReadOnlyList<(Site Site, InventoryFault Place)> sites, InventoryRules rules, FaultList faults)
    {
        Dictionary<string, InventoryFault> names = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<int, (string Name, InventoryFault Place)> ports = [];
        foreach (var (device, place) in devices)
        {
            // Two that differ in letter case only would be taken for each other.
            if (device.Name.Length > 0 && !names.TryAdd(device.Name, place))
                Twice(place, "name", device.Name, $"is the name of another device, in {names[device.Name].Place}", "Give each a name of its own; letter case makes no difference.");
            Port("ssh", device.Ssh);
            if (device.Telnet != device.Ssh) Port("telnet", device.Telnet);

            void Port(string key, int? port)
            {
                if (port is { } number && !ports.TryAdd(number, (device.Name, place)))
                    Twice(place, key, number.ToString(CultureInfo.InvariantCulture), $"is the port of {ports[number].Name} too, in {ports[number].Place.Place}", "Each port of the domain leads to one device.");
                else if (port is { } own && rules.DialInAt(own) is { } other && !other.Entries.Contains(device.Name))
                    Twice(place, key, own.ToString(CultureInfo.InvariantCulture), $"is the port of {other.Name}, which dials in", $"Write another port, or give that device another one: gateway device show {other.Name}.");
            }
        }
        HashSet<string> known = new(StringComparer.Ordinal);
        foreach (var (site, place) in sites)
            if (site.Name.Length > 0 && !known.Add(site.Name)) Twice(place, "name", site.Name, "is the name of another site", "Describe each site once.");

        void Twice(InventoryFault place, string key, string value, string problem, string repair) =>
            faults.Add(place with { Key = place.Key.Length == 0 ? key : $"{place.Key}.{key}", Value = SourceNode.Printable(value), Problem = problem, Repair = repair });
    }

    /// <summary>The warnings, as sentences.</summary>
    public static IEnumerable<string> Warnings(IReadOnlyList<Device> devices, InventoryRules rules)
    {
        if (Named(devices.Where(device => !device.Ways().Any())) is { } lost) yield return $"Nothing leads to {lost}: neither a port of the domain nor an address.";
        if (!rules.HasJumpHost && Named(devices.Where(device => device.Via == Via.Jump && device.Ways().Any(way => way.Address is not null))) is { } jump)
            yield return $"Addresses of {jump} are reached through the domain, but inventory.jump in gateway.json does not say how to sign in there.";
        if (Named(devices.Where(device => device.Legacy is { } legacy && legacy.Until < rules.Today)) is { } old) yield return $"Old algorithms are no longer allowed for {old}: the last day is over.";
    }

    private static string? Named(IEnumerable<Device> devices)
    {
        var names = devices.Select(device => device.Name).ToList();
        return names.Count switch
        {
            0 => null,
            <= 3 => string.Join(", ", names),
            _ => string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more"),
        };
    }
}
