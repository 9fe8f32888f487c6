using System.CommandLine;
using Gateway.Agent;
using Gateway.Configuration;
using Gateway.Demo;
using Gateway.Tunnels;

namespace Gateway.Commands;

/// <summary><c>gateway demo</c>: the gateway with embedded defaults and four demo devices of its own to connect to, one by each road and one by telnet.</summary>
public static class DemoCommand
{
    private static readonly Option<string> Data = new("--data") { Description = "Folder for the demo's keys and logs.", HelpName = "FOLDER", DefaultValueFactory = _ => "data/demo" };
    private static readonly Option<string> Listen = new("--listen") { Description = "Address to serve.", HelpName = "URL", DefaultValueFactory = _ => "http://127.0.0.1:5000" };
    private static readonly Option<int> SshPort = PortOption("--ssh-port", "Port of the ssh device on 127.0.0.1.", 6022);
    private static readonly Option<int> TelnetPort = PortOption("--telnet-port", "Port of the telnet device on 127.0.0.1.", 7023);

    private static readonly Option<int[]> DialIn = DialInOption();

    /// <summary>Creates the command. It exits with 0 after a clean stop, 1 if the demo cannot start.</summary>
    public static Command Create()
    {
        var command = new Command("demo", "Serve a demo with four devices to connect to, two of which dial in.") { Data, Listen, SshPort, TelnetPort, DialIn };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        try
        {
            var folder = Path.GetFullPath(parsed.GetValue(Data)!);
            await using var dialIn = parsed.GetValue(DialIn) is { Length: 4 } ports ? new DemoDialIn(Path.Combine(folder, "dial-in"), ports) : null;
            var settings = new DemoDomainSettings(Path.Combine(folder, "devices"))
            {
                Hidden = dialIn?.Hidden ?? [],
                SshPort = parsed.GetValue(SshPort),
                TelnetPort = parsed.GetValue(TelnetPort),
            };
            await using var domain = await DemoDomain.StartAsync(settings, cancellation);
            var configuration = GatewayConfiguration.ForDemo(folder, domain.SshPort, domain.TelnetPort, domain.IdentityFile, parsed.GetValue(Listen)!) with
            {
                Inventory = new InventorySettings { Path = DemoInventory.Write(folder, domain.SshPort, domain.TelnetPort, domain.User, dialIn) },
            };
            if (dialIn is not null)
            {
                configuration = configuration with { Ports = [.. configuration.Ports, .. dialIn.Published], Tunnels = dialIn.Settings };
                // It tries until the gateway is there.
                await dialIn.StartAsync(configuration, parsed.GetValue(Listen)!, cancellation);
            }
            return await ServeCommand.ServeAsync(configuration, parsed.InvocationConfiguration, urls => Links(domain, dialIn, urls), cancellation);
        }
        catch (Exception exception) when (exception is DemoDomainException or DialInException or AgentException or FormatException or IOException or UnauthorizedAccessException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"The demo cannot start: {exception.Message}");
            return 1;
        }
    }

    private static IEnumerable<string> Links(DemoDomain domain, DemoDialIn? dialIn, IReadOnlyList<string> urls)
    {
        var user = Uri.EscapeDataString(domain.User);
        return
        [
            "",
            "  Devices to try:",
            $"    {urls[0]}/remote/ssh/{user}/{domain.SshPort}",
            $"    {urls[0]}/remote/telnet/{user}/{domain.TelnetPort}",
            .. dialIn is null ? (string[])[] :
            [
                $"    {urls[0]}/remote/ssh/{user}/{dialIn.SshOf(DemoDialIn.BySsh)}   {DemoDialIn.BySsh}, which dials in by plain ssh",
                $"    {urls[0]}/remote/ssh/{user}/{dialIn.SshOf(DemoDialIn.ByAgent)}   {DemoDialIn.ByAgent}, which dials in by the agent",
                $"    http://{DemoDialIn.ByAgent}.web.localhost:{new Uri(urls[0]).Port}   its web pages",
                $"    {urls[0]}/tunnels",
            ],
            "",
            "  Ctrl-C ends everything.",
        ];
    }

    private static Option<int[]> DialInOption()
    {
        var option = new Option<int[]>("--dial-in-ports")
        {
            Description = "Four ports of 127.0.0.1 for the devices that dial in: where ssh comes, the ssh of either, the web pages of the second; \"none\" for no such devices.",
            HelpName = "P,P,P,P",
            DefaultValueFactory = _ => [10021, 10022, 10023, 10024],
            CustomParser = result =>
            {
                if (result.Tokens is [{ Value: "none" }]) return [];
                string[] words = result.Tokens is [var one] ? one.Value.Split(',') : [];
                int[] ports = [.. words.Select(word => Methods.PortSet.TryParse(word, out int port) ? port : 0)];
                if (ports.Length == 4 && ports.All(port => port > 0) && ports.Distinct().Count() == 4) return ports;
                result.AddError("--dial-in-ports takes four ports, such as 10021,10022,10023,10024, or none.");
                return [];
            },
        };
        return option;
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
