using System.CommandLine;
using Gateway.Configuration;

namespace Gateway.Commands;

/// <summary><c>gateway serve</c>: the gateway itself.</summary>
public static class ServeCommand
{
    /// <summary>The <c>--config</c> option.</summary>
    public static Option<string?> ConfigOption { get; } = new("--config", "-c")
    {
        Description = "The configuration file. Default: $GATEWAY_CONFIG, then ./gateway.json, then /etc/gateway/gateway.json.",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Command("serve", "Serve terminals to browsers (the default).");
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command;
    }

    /// <summary>Serves until the process is told to stop. 0 after a clean stop, 1 if the configuration is faulty, 2 if there is none.</summary>
    public static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var result = ConfigurationLoader.Load(parsed.GetValue(ConfigOption), ConfigurationLoader.ProcessEnvironment(), prepare: true);
        if (result.Configuration is { } configuration)
        {
            var inventory = InventoryRooms.Load(configuration);
            if (inventory.Inventory is not null) return await ServeAsync(configuration, parsed.InvocationConfiguration, _ => [], cancellation);
            foreach (string line in InventoryFaultReport.Lines(configuration.Inventory.Path!, inventory)) await parsed.InvocationConfiguration.Error.WriteLineAsync(line);
            return 1;
        }
        foreach (string line in FaultReport.Lines(result)) await parsed.InvocationConfiguration.Error.WriteLineAsync(line);
        return result.Unread is null ? 1 : 2;
    }

    /// <summary>Serves a checked configuration, with the banner and what <paramref name="more"/> has to say about the addresses.</summary>
    public static async Task<int> ServeAsync(
        GatewayConfiguration configuration, InvocationConfiguration console, Func<IReadOnlyList<string>, IEnumerable<string>> more, CancellationToken cancellation)
    {
        try
        {
            await using var app = GatewayServer.Build(configuration);
            await app.StartAsync(cancellation);
            var urls = GatewayServer.Addresses(app);
            foreach (string line in StartupBanner.Lines(GatewayServer.Version, configuration, urls, GatewayServer.NodeAddress(app, configuration)).Concat(more(urls))) await console.Output.WriteLineAsync(line);
            await app.WaitForShutdownAsync(cancellation);
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException or System.Security.Cryptography.CryptographicException)
        {
            await console.Error.WriteLineAsync($"The gateway cannot start: {exception.Message}");
            return 1;
        }
    }
}
