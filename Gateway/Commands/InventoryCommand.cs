using System.CommandLine;
using Gateway.Configuration;
using Gateway.Inventory;
using Gateway.Tunnels;

namespace Gateway.Commands;

/// <summary><c>gateway inventory</c>: checks, lists and takes over devices.</summary>
public static class InventoryCommand
{
    internal const int Good = 0;
    internal const int Faulty = 1;
    internal const int Unread = 2;

    private static readonly Argument<string?> Path = new("PATH") { Description = "The file or folder; by default the configuration's.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON." };
    private static readonly Option<string?> Group = new("--group", "-g") { Description = "Only devices in that group.", HelpName = "GROUP" };
    private static readonly Option<string?> Site = new("--site") { Description = "Only devices at that site.", HelpName = "SITE" };
    private static readonly Option<string?> Search = new("--search", "-s") { Description = "Only devices with that text in one of their values, in any letter case.", HelpName = "TEXT" };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var check = new Command("check", """
            Report every fault of an inventory, with file and line. Nothing is changed.
            Ports are compared with those of devices that dial in, where this account can read these.
            Exit codes: 0 good, 1 faulty, 2 it or the configuration cannot be read.
            """) { Path };
        check.SetAction((parsed, _) => CheckAsync(parsed));
        var list = new Command("list", """
            List the devices.
            Exit codes: 0 done, also if there is none; 1 the inventory has faults; 2 it or the configuration cannot be read.

            Examples:
              gateway inventory list --site Brussels
              gateway inventory list --search catalyst --json
            """) { Path, Group, Site, Search, Json };
        list.SetAction(List);
        var legacy = new Command("legacy", """
            List the devices that are allowed old ssh algorithms: why, until when, and how many days are left.
            Exit codes: 0 done; 1 the inventory has faults; 2 it or the configuration cannot be read.
            """) { Path, Json };
        legacy.SetAction(Legacy);
        return new Command("inventory", "Check, list and take over devices.") { check, list, legacy, InventoryImport.Create() };
    }

    /// <summary>What the configuration allows an inventory; where an inventory is named, one without a configuration is enough.</summary>
    /// <returns>The rules and the path; null rules if there is no good configuration, which has been said then.</returns>
    internal static (InventoryRules? Rules, string? Path) Around(ParseResult parsed, string? path, DialIns? dialIns = null)
    {
        // The files that the configuration names are not looked at: whoever asks need not be able to read them.
        var result = ConfigurationLoader.Load(parsed.GetValue(ServeCommand.ConfigOption), ConfigurationLoader.ProcessEnvironment(), prepare: false, checkFiles: false);
        if (result.Configuration is { } configuration) return (InventoryRooms.RulesOf(configuration, dialIns), path ?? configuration.Inventory.Path);
        if (path is not null && result.File is null) return (InventoryRooms.Rules(_ => true, hasJumpHost: true), path);
        foreach (string line in FaultReport.Lines(result)) parsed.InvocationConfiguration.Error.WriteLine(line);
        return (null, null);
    }

    private static async Task<int> CheckAsync(ParseResult parsed)
    {
        var (dialIns, unread) = await DialInReading.ReadAsync(ConfigurationLoader.Load(parsed.GetValue(ServeCommand.ConfigOption), ConfigurationLoader.ProcessEnvironment(), prepare: false, checkFiles: false).Configuration);
        return Read(parsed, dialIns, (path, reading) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            output.WriteLine($"{path}: ok, {InventoryTable.Count(reading.Inventory!.Devices.Length, "device")}, {InventoryTable.Count(reading.Inventory.Sites.Length, "site")}");
            foreach (string warning in reading.Warnings) output.WriteLine($"  warning  {warning}");
            if (unread is not null) output.WriteLine($"  warning  Ports were not compared with those of devices that dial in, which could not be read: {unread}");
        });
    }

    private static int List(ParseResult parsed) => Read(parsed, null, (_, reading) =>
    {
        var (group, site, search) = (parsed.GetValue(Group), parsed.GetValue(Site), parsed.GetValue(Search));
        var found = reading.Inventory!.Devices.Where(device => (group is null || device.Groups.Contains(group)) && (site is null || device.Site == site) && (search is null || InventoryTable.Holds(device, search))).ToList();
        Print(parsed, parsed.GetValue(Json) ? InventoryTable.Json(found) : InventoryTable.Devices(found));
    });

    private static int Legacy(ParseResult parsed) => Read(parsed, null, (_, reading) =>
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var found = reading.Inventory!.Devices.Where(device => device.Legacy is not null).OrderBy(device => device.Legacy!.Until).ThenBy(device => device.Name, StringComparer.Ordinal).ToList();
        Print(parsed, parsed.GetValue(Json) ? InventoryTable.LegacyJson(found, today) : InventoryTable.Legacy(found, today));
    });

    private static void Print(ParseResult parsed, IEnumerable<string> lines)
    {
        foreach (string line in lines) parsed.InvocationConfiguration.Output.WriteLine(line);
    }

    private static int Read(ParseResult parsed, DialIns? dialIns, Action<string, InventoryReading> use)
    {
        var error = parsed.InvocationConfiguration.Error;
        var (rules, path) = Around(parsed, parsed.GetValue(Path), dialIns);
        if (rules is null) return Unread;
        if (path is null)
        {
            error.WriteLine("The configuration names no inventory: set inventory.path, or give the path of one.");
            return Unread;
        }
        var reading = InventoryFolder.Load(path, rules);
        foreach (string line in InventoryFaultReport.Lines(path, reading)) error.WriteLine(line);
        if (reading.Inventory is null) return reading.Unread is null ? Faulty : Unread;
        use(path, reading);
        return Good;
    }
}
