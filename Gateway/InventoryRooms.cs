using Gateway.Configuration;
using Gateway.Inventory;
using Gateway.Inventory.States;
using Gateway.Methods;
using Gateway.Telemetry;
using Gateway.Tunnels;

namespace Gateway;

/// <summary>Hands the room Inventory its part of the configuration.</summary>
internal static class InventoryRooms
{
    /// <exception cref="InvalidOperationException">The inventory has faults.</exception>
    public static IServiceCollection AddInventory(this IServiceCollection services, GatewayConfiguration configuration)
    {
        // Before it is read: what is changed meanwhile is another one then.
        string stamp = configuration.Inventory.Path is { } path ? InventoryFolder.Stamp(path) : "";
        var reading = Load(configuration);
        if (reading.Inventory is not { } inventory) throw new InvalidOperationException($"the inventory cannot be used: {reading.Problem}");
        services.AddSingleton(new InventoryInForce(inventory));
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<InventoryReloading>(provider, configuration, new FirstLook(stamp, reading.Warnings)));
        services.AddSingleton<DeviceStates>();
        services.AddSingleton<ProbeMetrics>();
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<Probing>(provider, configuration));
        return services.AddSingleton(provider => HealthPart.Inventory(() => provider.GetRequiredService<InventoryInForce>().Refused));
    }

    /// <summary>Reads the inventory of a configuration; an empty one where there is none.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="dialIns">The devices that dial in, whose ports no other may have; null where they are not known.</param>
    public static InventoryReading Load(GatewayConfiguration configuration, DialIns? dialIns = null) =>
        configuration.Inventory.Path is { } path ? InventoryFolder.Load(path, RulesOf(configuration, dialIns)) : new InventoryReading { Inventory = DeviceInventory.Empty };

    /// <summary>What a configuration allows an inventory.</summary>
    public static InventoryRules RulesOf(GatewayConfiguration configuration, DialIns? dialIns = null) => Rules(configuration.AllowsPort, configuration.Inventory.Jump.User is not null) with
    {
        DialInAt = port => !configuration.Tunnels.Enabled || dialIns is null ? null
            : dialIns.FindByPort(port) is { } found ? (found.Device.Name, [.. found.Device.Entries().Select(entry => entry.Name)])
            // By any name it would lead past what holds for the device.
            : dialIns.FindByDirect(port) is { } direct ? (direct.Name, []) : null,
    };

    /// <summary>What an inventory may hold where no configuration is known.</summary>
    public static InventoryRules Rules(Func<int, bool> allowsPort, bool hasJumpHost) => new()
    {
        AllowsPort = allowsPort,
        LegacyAlgorithms = LegacyAlgorithms.All,
        IsUser = text => RemoteUser.IsValid(text),
        // A day is over when it is over everywhere.
        Today = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(-12)),
        HasJumpHost = hasJumpHost,
    };
}

/// <summary>What was seen as the gateway started.</summary>
internal sealed record FirstLook(string Stamp, IReadOnlyList<string> Warnings);
