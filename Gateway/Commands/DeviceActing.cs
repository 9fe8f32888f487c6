using System.CommandLine;
using Gateway.Configuration;
using Gateway.Tunnels;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Commands;

/// <summary>What a command about devices that dial in works with.</summary>
/// <param name="Book">All of them.</param>
/// <param name="Keeping">Changes them.</param>
/// <param name="Options">How they dial in.</param>
/// <param name="Url">Where agents find the gateway.</param>
internal sealed record DeviceParts(DialInBook Book, DialInKeeping Keeping, TunnelOptions Options, string Url)
{
    /// <summary>One by its name.</summary>
    /// <exception cref="DialInException">There is none.</exception>
    public DialIn Find(string name) => Book.Current.Find(name) ?? throw new DialInException($"There is no device {AuditTable.Plain(name)} that dials in. See: gateway device list.");
}

/// <summary>Runs a command on the devices that dial in.</summary>
internal static class DeviceActing
{
    public static Command Set(Command command, Func<ParseResult, DeviceParts, InvocationConfiguration, Task> act) => StoreActing.Set<DialInException>(command, async (parsed, configuration, console) =>
    {
        await using var provider = await TunnelRooms.OpenAsync(configuration);
        var parts = new DeviceParts(provider.GetRequiredService<DialInBook>(), provider.GetRequiredService<DialInKeeping>(), provider.GetRequiredService<TunnelOptions>(), UrlOf(configuration));
        await parts.Book.LoadAsync();
        await act(parsed, parts, console);
        if (!parts.Options.IsOn) await console.Error.WriteLineAsync("Devices cannot dial in yet: set tunnels.enabled to true in gateway.json, and start the gateway anew.");
    });

    // Where it listens everywhere only the operator knows what it is called.
    private static string UrlOf(GatewayConfiguration configuration) => configuration.PublicUrl is { } url ? url.OriginalString.TrimEnd('/')
        : configuration.Listen[0] is { IsEverywhere: false } address ? address.ToString() : "https://GATEWAY";
}
