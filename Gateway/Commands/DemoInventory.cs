using System.Collections.Immutable;
using Gateway.Inventory;

namespace Gateway.Commands;

/// <summary>The inventory of the demo's devices.</summary>
internal static class DemoInventory
{
    /// <summary>Writes it into the demo's folder.</summary>
    /// <param name="folder">The folder, which is there.</param>
    /// <param name="sshPort">Port of the ssh device.</param>
    /// <param name="telnetPort">Port of the telnet device.</param>
    /// <param name="user">The user that all of them let in.</param>
    /// <param name="dialIn">Those that dial in; null for none.</param>
    /// <returns>Absolute path of the file.</returns>
    public static string Write(string folder, int sshPort, int telnetPort, string user, DemoDialIn? dialIn = null)
    {
        string path = Path.Combine(folder, "inventory.json");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        InventoryWriter.Write(file, Make(sshPort, telnetPort, user, dialIn));
        return path;
    }

    /// <summary>The inventory.</summary>
    public static DeviceInventory Make(int sshPort, int telnetPort, string user, DemoDialIn? dialIn = null) => new(
        [
            new Device
            {
                Name = $"sw-{sshPort}", Description = "A switch, reached by ssh", Icon = "switch", Vendor = "Demo", Model = "Make-believe 48", Os = "DemoOS", Site = "Brussels",
                Groups = ["core"], Properties = ImmutableSortedDictionary<string, string>.Empty.Add("rack", "A1"), Ssh = sshPort, X = 1, Y = 1, Defaults = new ConnectDefaults { User = user },
            },
            new Device
            {
                Name = $"sw-{telnetPort}", Description = "A switch, reached by telnet", Icon = "switch", Vendor = "Demo", Model = "Make-believe 24", Os = "DemoOS", Site = "Reykjavik",
                Groups = ["access"], Properties = ImmutableSortedDictionary<string, string>.Empty.Add("rack", "B7"), Telnet = telnetPort, X = 2, Y = 1, Defaults = new ConnectDefaults { User = user },
            },
            .. dialIn is null ? (Device[])[] :
            [
                new Device
                {
                    Name = DemoDialIn.BySsh, Description = "A customer's PBX that dials in by plain ssh", Icon = "server", Vendor = "Demo", Model = "Make-believe PBX", Os = "DemoOS", Site = "Brussels",
                    Groups = ["customers"], Ssh = dialIn.SshOf(DemoDialIn.BySsh), X = 2, Y = 2, Defaults = new ConnectDefaults { User = user },
                },
                new Device
                {
                    Name = DemoDialIn.ByAgent, Description = "A customer's PBX that dials in by the agent, with web pages", Icon = "server", Vendor = "Demo", Model = "Make-believe PBX", Os = "DemoOS", Site = "Reykjavik",
                    Groups = ["customers"], Ssh = dialIn.SshOf(DemoDialIn.ByAgent), X = 3, Y = 2, Defaults = new ConnectDefaults { User = user },
                },
            ],
        ],
        [new Site("Brussels", "The demo's first site", 4.3517, 50.8503), new Site("Reykjavik", "The demo's second site", -21.9426, 64.1466)]);
}
