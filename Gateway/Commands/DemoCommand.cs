using System.CommandLine;
using Gateway.Configuration;
using Gateway.Demo;

namespace Gateway.Commands;

/// <summary><c>gateway demo</c>: the gateway with embedded defaults and two demo devices of its own to connect to.</summary>
public static class DemoCommand
{
    private static readonly Option<string> Data = new("--data") { Description = "Folder for the demo's keys and logs.", HelpName = "FOLDER", DefaultValueFactory = _ => "data/demo" };
    private static readonly Option<string> Listen = new("--listen") { Description = "Address to serve.", HelpName = "URL", DefaultValueFactory = _ => "http://127.0.0.1:5000" };
    private static readonly Option<int> SshPort = PortOption("--ssh-port", "Port of the ssh device on 127.0.0.1.", 6022);
    private static readonly Option<int> TelnetPort = PortOption("--telnet-port", "Port of the telnet device on 127.0.0.1.", 7023);

    /// <summary>Creates the command. It exits with 0 after a clean stop, 1 if the demo cannot start.</summary>
    public static Command Create()
    {
        var command = new Command("demo", "Serve a demo with two devices to connect to.") { Data, Listen, SshPort, TelnetPort };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        try
        {
            var folder = Path.GetFullPath(parsed.GetValue(Data)!);
            var settings = new DemoDomainSettings(Path.Combine(folder, "devices"))
            {
                SshPort = parsed.GetValue(SshPort),
                TelnetPort = parsed.GetValue(TelnetPort),
            };
            await using var domain = await DemoDomain.StartAsync(settings, cancellation);
            var configuration = GatewayConfiguration.ForDemo(folder, domain.SshPort, domain.TelnetPort, domain.IdentityFile, parsed.GetValue(Listen)!) with
            {
                Inventory = new InventorySettings { Path = DemoInventory.Write(folder, domain.SshPort, domain.TelnetPort, domain.User) },
            };
            return await ServeCommand.ServeAsync(configuration, parsed.InvocationConfiguration, urls => Links(domain, urls), cancellation);
        }
        catch (Exception exception) when (exception is DemoDomainException or FormatException or IOException or UnauthorizedAccessException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"The demo cannot start: {exception.Message}");
            return 1;
        }
    }

    private static IEnumerable<string> Links(DemoDomain domain, IReadOnlyList<string> urls)
    {
        var user = Uri.EscapeDataString(domain.User);
        return
        [
            "",
            "  Two devices to try:",
            $"    {urls[0]}/remote/ssh/{user}/{domain.SshPort}",
            $"    {urls[0]}/remote/telnet/{user}/{domain.TelnetPort}",
            "",
            "  Ctrl-C ends everything.",
        ];
    }

    private static Option<int> PortOption(string name, string description, int standard)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "PORT", DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 65535)
                result.AddError($"{name} must be from 1 to 65535.");
        });
        return option;
    }
}
