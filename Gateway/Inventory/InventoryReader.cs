using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Gateway.Inventory.Sources;

namespace Gateway.Inventory;

/// <summary>Makes an inventory of files, or says everything that is wrong with them. Pure.</summary>
public static class InventoryReader
{
    /// <summary>Most devices.</summary>
    public const int MostDevices = 20_000;

    /// <summary>Most sites.</summary>
    public const int MostSites = 2_000;

    /// <summary>Most faults that are told.</summary>
    public const int MostFaults = 1_000;

    /// <summary>Reads files as one inventory.</summary>
    public static InventoryReading Read(IReadOnlyList<InventoryFile> files, InventoryRules rules)
    {
        var faults = new FaultList();
        var (devices, sites) = (new List<(Device Device, InventoryFault Place)>(), new List<(Site Site, InventoryFault Place)>());
        var reader = new DeviceReader(rules);
        foreach (var file in files)
        {
            var (root, unread) = SourceFile.Parse(file.Name, file.Content.Span);
            if (unread is not null) faults.Add(unread);
            else if (root is { Kind: SourceKind.Object }) Take(file.Name, root);
            else if (root is not { Kind: SourceKind.Null }) faults.Add(new InventoryFault(file.Name, root!.Line, SourceFile.Whole, root.Shown, "is not an inventory", "Write { \"devices\": [ … ] }."));
        }
        InventoryRelations.Check(devices, sites, rules, faults);
        if (faults.All.Count > 0) return new InventoryReading { Faults = faults.All, HasMoreFaults = faults.HasMore };
        return new InventoryReading
        {
            Inventory = new DeviceInventory(devices.Select(one => one.Device), sites.Select(one => one.Site), Version(files)),
            Warnings = [.. InventoryRelations.Warnings([.. devices.Select(one => one.Device)], rules)],
        };

        void Take(string name, SourceNode root)
        {
            var fields = new Fields(name, faults, root, "");
            _ = fields.Find("$schema");
            bool table = SourceFile.IsTable(name);
            int number = 0;
            foreach (var item in fields.List("devices", int.MaxValue, "[ { \"name\": … } ]"))
            {
                string path = table ? "" : string.Create(CultureInfo.InvariantCulture, $"devices[{number}]");
                number++;
                if (devices.Count == MostDevices)
                {
                    faults.Add(new InventoryFault(name, item.Line, "devices", null, "is more than 20,000 devices", "Remove those that nobody opens."));
                    break;
                }
                if (item.Kind != SourceKind.Object) faults.Add(new InventoryFault(name, item.Line, path, item.Shown, "is not a device", "Write { \"name\": … }."));
                else devices.Add((reader.Read(new Fields(name, faults, item, path)), new InventoryFault(name, item.Line, path, null, "", "")));
            }
            number = 0;
            foreach (var item in fields.List("sites", int.MaxValue, "[ { \"name\": … } ]"))
            {
                string path = string.Create(CultureInfo.InvariantCulture, $"sites[{number++}]");
                if (sites.Count == MostSites)
                {
                    faults.Add(new InventoryFault(name, item.Line, "sites", null, "is more than 2,000 sites", "Remove some."));
                    break;
                }
                if (item.Kind != SourceKind.Object) faults.Add(new InventoryFault(name, item.Line, path, item.Shown, "is not a site", "Write { \"name\": … }."));
                else sites.Add((ReadSite(new Fields(name, faults, item, path)), new InventoryFault(name, item.Line, path, null, "", "")));
            }
            fields.RejectUnknown();
        }
    }

    private static Site ReadSite(Fields fields)
    {
        string name = fields.Text("name", 128);
        if (fields.Find("name") is null or { IsText: true, Text: "" }) fields.Fault("name", null, "is missing", "Write the name that devices call their \"site\".");
        var site = new Site(name, fields.Text("description", 256), fields.Number("longitude", -180, 180), fields.Number("latitude", -90, 90));
        fields.RejectUnknown();
        return site;
    }

    // The same on every node that reads the same.
    private static string Version(IEnumerable<InventoryFile> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{file.Name}\n{file.Content.Length}\n")));
            hash.AppendData(file.Content.Span);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 12));
    }
}
