using System.CommandLine;
using Gateway.Inventory;
using Gateway.Inventory.Imports;

namespace Gateway.Commands;

/// <summary><c>gateway inventory import FILE</c>.</summary>
internal static class InventoryImport
{
    private static readonly Argument<string> Source = new("FILE") { Description = "The other system's export." };
    private static readonly Option<string> From = new("--from") { Description = "What it is: csv, or netbox for its devices as JSON.", HelpName = "KIND", Required = true };
    private static readonly Option<string?> Out = new("--out", "-o") { Description = "The file to write, which must not be there yet; by default standard output.", HelpName = "FILE" };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        From.AcceptOnlyFromAmong("csv", "netbox");
        var command = new Command("import", """
            Take over devices from another system's export, and write them as an inventory. What cannot be taken is said on standard error.
            Exit codes: 0 done, 1 the export cannot be understood or holds no device, 2 a file cannot be read or written.

            Examples:
              gateway inventory import devices.csv --from csv --out /etc/gateway/inventory.json
              gateway inventory import netbox.json --from netbox
            """) { Source, From, Out };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var console = parsed.InvocationConfiguration;
        string source = parsed.GetValue(Source)!;
        var (rules, _) = InventoryCommand.Around(parsed, source);
        if (rules is null) return InventoryCommand.Unread;
        try
        {
            if (new FileInfo(source).Length > InventoryFolder.LargestSize)
            {
                console.Error.WriteLine($"{source} is larger than 32 MiB.");
                return InventoryCommand.Unread;
            }
            byte[] content = File.ReadAllBytes(source);
            string name = Path.GetFileName(source);
            var result = parsed.GetValue(From) == "csv" ? CsvImport.Read(name, content, rules) : NetBoxImport.Read(name, content, rules);
            foreach (string line in result.Left.SelectMany(InventoryFaultReport.Lines)) console.Error.WriteLine(line);
            if (result.Inventory is not { Devices.Length: > 0 } inventory)
            {
                console.Error.WriteLine($"No device was taken over from {source}.");
                return InventoryCommand.Faulty;
            }
            Write(parsed.GetValue(Out), inventory, console.Output);
            console.Error.WriteLine($"{InventoryTable.Count(inventory.Devices.Length, "device")} taken over, {InventoryTable.Count(result.Left.Count, "thing")}{(result.HasMoreLeft ? " and more" : "")} left out or changed.");
            return InventoryCommand.Good;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            console.Error.WriteLine(exception.Message);
            return InventoryCommand.Unread;
        }
    }

    private static void Write(string? path, DeviceInventory inventory, TextWriter output)
    {
        using var content = new MemoryStream();
        InventoryWriter.Write(content, inventory);
        if (path is null)
        {
            output.WriteLine(System.Text.Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length));
            return;
        }
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        content.Position = 0;
        content.CopyTo(file);
        file.WriteByte((byte)'\n');
    }
}
