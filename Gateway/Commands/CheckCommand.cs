using System.CommandLine;
using Gateway.Configuration;

namespace Gateway.Commands;

/// <summary><c>gateway check [FILE]</c>: says whether the gateway would start with a configuration, and changes nothing.</summary>
public static class CheckCommand
{
    private const int Good = 0;
    private const int Faulty = 1;
    private const int Unread = 2;

    /// <summary>Creates the command. It exits with 0 if the file is good, 1 if it has faults, 2 if there is none or it cannot be read.</summary>
    public static Command Create()
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "The file to check; by default the one that would be served.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var explain = new Option<bool>("--explain") { Description = "Print every setting that would be in force, and where it is written." };
        var command = new Command("check", "Check a configuration and report every fault.") { file, explain };
        command.SetAction(parsed => Run(parsed.GetValue(file), parsed.GetValue(explain), parsed.InvocationConfiguration.Output));
        return command;
    }

    private static int Run(string? file, bool explain, TextWriter output)
    {
        var result = ConfigurationLoader.Load(file, ConfigurationLoader.ProcessEnvironment(), prepare: false);
        if (!result.IsGood)
        {
            foreach (var line in FaultReport.Lines(result))
                output.WriteLine(line);
            return result.Unread is null ? Faulty : Unread;
        }
        var inventory = InventoryRooms.Load(result.Configuration!);
        foreach (var line in InventoryFaultReport.Lines(result.Configuration!.Inventory.Path ?? "", inventory))
            output.WriteLine(line);
        if (inventory.Inventory is null)
            return inventory.Unread is null ? Faulty : Unread;
        output.WriteLine($"{file ?? result.File}: ok");
        foreach (var warning in result.Warnings.Concat(inventory.Warnings))
            output.WriteLine($"  warning  {warning}");
        if (!explain) return Good;
        var settings = SettingInForce.All(result.Configuration);
        int width = settings.Max(setting => setting.Key.Length);
        foreach (var setting in settings)
            output.WriteLine($"  {setting.Key.PadRight(width)}  {(setting.Value.Length == 0 ? "-" : setting.Value)}  ({(setting.Where.Length == 0 ? setting.Source : setting.Where)})");
        return Good;
    }
}
