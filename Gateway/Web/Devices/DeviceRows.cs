using Gateway.Access;
using Gateway.Credentials;
using Gateway.Inventory;

namespace Gateway.Web.Devices;

/// <summary>Makes of the inventory what somebody is shown of it.</summary>
internal sealed class DeviceRows(DeviceWays ways, SignInDelivery signIns, TimeProvider time)
{
    /// <summary>The devices that somebody may open or watch.</summary>
    public IReadOnlyList<DeviceRow> Of(Caller caller, DeviceInventory inventory)
    {
        var kept = signIns.KeptFor(caller);
        return [.. inventory.Devices.Select(device => Of(caller, device, kept)).OfType<DeviceRow>()];
    }

    /// <summary>One device; null if it is not for this caller.</summary>
    public DeviceRow? Of(Caller caller, Device device) => Of(caller, device, signIns.KeptFor(caller));

    private DeviceRow? Of(Caller caller, Device device, KeptCredentials kept)
    {
        var reached = ways.Of(caller, device);
        if (reached.Count == 0) return null;
        return new DeviceRow
        {
            Name = device.Name,
            Description = device.Description,
            Icon = device.Icon,
            Vendor = device.Vendor,
            Model = device.Model,
            Os = device.Os,
            Site = device.Site,
            Longitude = device.Longitude,
            Latitude = device.Latitude,
            X = device.X,
            Y = device.Y,
            Groups = device.Groups,
            Properties = device.Properties,
            Ways = reached,
            SignsIn = device.Terminal.PasswordPrompt is null ? ["ssh"] : ["ssh", "telnet"],
            KeptForDevice = kept.HasForDevice(device),
            KeptByMe = kept.HasOwn(device),
            Defaults = DefaultsOf(device.Defaults, reached),
            Legacy = device.Legacy is { } legacy && legacy.IsAllowed(time.GetUtcNow()) ? legacy.InWords() : "",
        };
    }

    private static DeviceDefaults DefaultsOf(ConnectDefaults wanted, IReadOnlyList<DeviceWay> ways)
    {
        var way = ways.FirstOrDefault(way => way.Use == wanted.Use) ?? ways[0];
        string protocol = wanted.Protocol is { } named && way.Protocols.Contains(named) ? named : way.Protocols[0];
        return new(wanted.User ?? "", protocol, way.Use, wanted.Automatic, wanted.Credentials.ToString().ToLowerInvariant(), wanted.OneClient, wanted.Share);
    }
}
