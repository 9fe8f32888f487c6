using System.CommandLine;
using Gateway.Tunnels;

namespace Gateway.Commands;

/// <summary><c>gateway device</c>: devices that dial in.</summary>
public static class DeviceCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "The device's name." };
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON, one device a line." };

    /// <summary>Makes the command. It exits with 0 if it did what was asked, 1 if that was refused, 2 if the configuration or the records cannot be read.</summary>
    public static Command Create() => new("device", """
        Announce, list, enrol, stop and remove devices that dial in, by plain ssh or with the agent.
        Run it as the gateway's account, on any node. A running gateway takes changes in by itself, and puts them on record; what is removed or stopped is cut at once.
        Exit codes: 0 done, 1 refused, 2 the configuration or the records cannot be read.

        Examples:
          gateway device add sop001 --ssh 10001 --http 10101
          gateway device add sop001..sop050 --ssh-from 10001
          gateway device enrol sop001
          gateway device show sop001
        """) { DeviceAdding.Create(), List(), Show(), Enrol(), Stopping("stop", "Let a device in no more, by any road, until it is started again. Its agent stays connected and waits.", stopped: true), Stopping("start", "Let a stopped device in again.", stopped: false), Remove(), DeviceSshd.AuthorizedKeys(), DeviceSshd.TakeKey() };

    private static Command List() => DeviceActing.Set(new Command("list", "List the devices that dial in, with their ports. Which of them are connected the page \"Tunnels\" shows.") { Json }, async (parsed, parts, console) =>
    {
        var devices = parts.Book.Current.ByName.Values.ToList();
        foreach (string line in parsed.GetValue(Json) ? DeviceTable.Json(devices) : DeviceTable.Lines(devices)) await console.Output.WriteLineAsync(line);
    });

    private static Command Show() => DeviceActing.Set(new Command("show", "Show a device: its ports, its identity, and what to run on it.") { Name }, async (parsed, parts, console) =>
    {
        foreach (string line in DeviceTable.Details(parts.Find(parsed.GetRequiredValue(Name)), parts.Options, parts.Url)) await console.Output.WriteLineAsync(line);
    });

    private static Command Enrol()
    {
        var clone = new Option<bool>("--clone") { Description = "The clone of a pair is meant." };
        var copying = new Option<bool>("--ssh-copy-id") { Description = "Print a private key with which ssh-copy-id leaves the device's own key once, within an hour." };
        var key = DeviceKeyText.Option("--key", "The device's public key: a .pub file, - for standard input, or the line that gateway-agent enrol shows.");
        return DeviceActing.Set(new Command("enrol", """
            Enrol a device's key: the one that is given, or by a code that the device shows once. Any other key or token of it is then good no more.

            Examples:
              gateway device enrol sop001
              gateway device enrol sop001 --ssh-copy-id > enrol.key
              gateway device enrol sop001 --clone --key 'ecdsa-sha2-nistp256 AAAA...'
            """) { Name, clone, key, copying }, async (parsed, parts, console) =>
        {
            var (name, member) = (parsed.GetRequiredValue(Name), parsed.GetValue(clone) ? Member.Clone : Member.Master);
            if (parsed.GetValue(key) is { } given)
            {
                string fingerprint = await parts.Keeping.EnrolKeyAsync(null, name, member, DeviceKeyText.Read(given));
                await console.Output.WriteLineAsync($"{name} is enrolled: {fingerprint}");
                return;
            }
            if (parsed.GetValue(copying))
            {
                await DeviceSshd.CopyAsync(parts, name, member, console);
                return;
            }
            var (code, until) = await parts.Keeping.NewCodeAsync(null, name, member);
            var device = parts.Find(name);
            await console.Output.WriteLineAsync($"Run on the device, once, until {DeviceTable.Time(until)}: {DialInCommands.Enrol(device.With(member, device.Of(member)! with { TokenHash = null }), member, parts.Url)} {code}");
        });
    }

    private static Command Stopping(string verb, string description, bool stopped) => DeviceActing.Set(new Command(verb, description) { Name }, async (parsed, parts, console) =>
    {
        string name = parsed.GetRequiredValue(Name);
        await parts.Keeping.StopAsync(null, name, stopped);
        await console.Output.WriteLineAsync($"{name} is {(stopped ? "stopped" : "started")}.");
    });

    private static Command Remove()
    {
        var names = new Argument<string[]>("NAME") { Description = "Names of devices, or series of them.", Arity = ArgumentArity.OneOrMore };
        return DeviceActing.Set(new Command("rm", "Remove devices for good, with their keys. Their tunnels are cut.") { names }, async (parsed, parts, console) =>
        {
            var all = parsed.GetRequiredValue(names).SelectMany(DialInSeries.Names).Distinct().ToList();
            foreach (string name in all) parts.Find(name); // all or nothing
            foreach (string name in all)
            {
                await parts.Keeping.RemoveAsync(null, name);
                await console.Output.WriteLineAsync($"{name} is removed.");
            }
        });
    }
}
