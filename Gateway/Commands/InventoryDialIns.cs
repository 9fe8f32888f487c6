using System.CommandLine;
using Gateway.Access.Records;
using Gateway.Configuration;
using Gateway.Tunnels;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Commands;

/// <summary>Reads the devices that dial in for a look at the inventory, without making anything.</summary>
internal static class InventoryDialIns
{
    /// <summary>They, and why they cannot be read; both null where there are none to read.</summary>
    public static async Task<(DialIns? DialIns, string? Unread)> ReadAsync(ParseResult parsed)
    {
        var result = ConfigurationLoader.Load(parsed.GetValue(ServeCommand.ConfigOption), ConfigurationLoader.ProcessEnvironment(), prepare: false, checkFiles: false);
        if (result.Configuration is not { Tunnels.Enabled: true } configuration) return (null, null);
        if (configuration.Redis.Address is null && !File.Exists(TunnelRooms.RecordsOf(configuration))) return (null, null);
        try
        {
            await using var provider = await TunnelRooms.OpenAsync(configuration);
            var book = provider.GetRequiredService<DialInBook>();
            await book.LoadAsync();
            return (book.Current, null);
        }
        catch (Exception exception) when (exception is DialInException or RecordsUnavailableException or IOException or UnauthorizedAccessException)
        {
            return (null, exception.Message.ReplaceLineEndings(" "));
        }
    }
}
