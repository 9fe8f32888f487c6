using Gateway.Access.Records;
using Gateway.Configuration;
using Gateway.Tunnels;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Commands;

/// <summary>Reads the devices that dial in for a command that only looks, without making anything.</summary>
internal static class DialInReading
{
    /// <summary>They, and why they cannot be read; both null where there are none to read.</summary>
    public static async Task<(DialIns? DialIns, string? Unread)> ReadAsync(GatewayConfiguration? configuration)
    {
        if (configuration is not { Tunnels.Enabled: true }) return (null, null);
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
