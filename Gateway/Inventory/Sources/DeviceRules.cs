namespace Gateway.Inventory.Sources;

/// <summary>What the keys of one device have to be to each other.</summary>
internal static class DeviceRules
{
    /// <summary>Adds a fault for every rule that is broken.</summary>
    public static void Check(Device device, Fields fields)
    {
        Both("latitude", device.Latitude, "longitude", device.Longitude, fields);
        Both("x", device.X, "y", device.Y, fields);
        if (device.Ssh is { } port && port == device.Telnet) fields.Fault("telnet", fields.Find("telnet"), "is the port of its ssh too", "Each port of the domain leads to one server; correct one of the two.");
        if (device.NameIsAddress && device.Name.Length > 0 && HostAddress.ProblemOf(device.Name) is { } problem) fields.Fault("nameIsAddress", fields.Find("nameIsAddress"), $"is true, but the name {problem}", "Write false, and an address into \"addresses\".");
        if (device.Via == Via.Jump && fields.Find("telnetPort") is { } telnet) fields.Fault("telnetPort", telnet, "is set, but its own addresses are reached through the domain, by ssh only", "Remove it, or write \"via\": \"direct\" if the gateway itself reaches the device.");
        Use(device, fields);
    }

    private static void Use(Device device, Fields fields)
    {
        var defaults = fields.Group("defaults");
        Way[] ways = [.. device.Ways()];
        if (device.Defaults.Use is { } use && !ways.Any(way => way.Use == use))
        {
            // What is wrong with the way itself has been said already.
            if (use is "port" or "ip" or "name" || fields.Find("addresses") is not { Kind: SourceKind.Object } written || written.Members.All(member => member.Name != use))
                defaults.Fault("use", defaults.Find("use"), "is no way to this device", "Write \"port\", \"ip\" or \"name\" where the device has it, or the name of one of its \"addresses\".");
            return;
        }
        if (device.Defaults.Protocol is not { } protocol) return;
        var wanted = device.Defaults.Use is { } named ? ways.Where(way => way.Use == named) : ways;
        if (ways.Length > 0 && !wanted.Any(way => way.Protocol == protocol))
            defaults.Fault("protocol", defaults.Find("protocol"), "is not spoken there", "Write the other one, or add the port that leads to it.");
    }

    private static void Both(string first, double? one, string second, double? other, Fields fields)
    {
        if (one is null == other is null) return;
        var (missing, set) = one is null ? (first, second) : (second, first);
        if (fields.Find(missing) is null) fields.Fault(missing, null, $"is missing, but {set} is there", "Write both or neither.");
    }
}
